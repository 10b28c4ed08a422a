import { isCatchAll, matchesRoute, matchesString } from '../../../../src/analysis/decision/match/routes';
import type { Routable } from '../../../../src/analysis/decision/match/routes';
import { isUnknown, Unknown } from '../../../../src/analysis/decision/tri';
import type { HttpMatch, StringMatch } from '../../../../src/analysis/model';

const ANY: HttpMatch = { ignoreUriCase: false, headers: [], withoutHeaders: [], queryParams: [], sourceLabels: new Map(), gateways: [] };
const exact = (value: string): StringMatch => ({ form: 'exact', value });
const prefix = (value: string): StringMatch => ({ form: 'prefix', value });
const regex = (value: string): StringMatch => ({ form: 'regex', value });
const PRESENCE: StringMatch = { form: 'presence' };
const HARD = regex('(a*)*');

const request = (more: Partial<Routable> = {}): Routable =>
  ({ method: 'GET', path: '/a/b?x=1&y=%20z#f', authority: 'api.pay', headers: new Map([['x-team', 'ab']]), ...more });
const unknownPath = request({ path: new Unknown('the path') });

describe('a string of a match', () => {
  test.each<[string, StringMatch, readonly [string, boolean][]]>([
    ['exact', exact('ab'), [['ab', true], ['abc', false], ['AB', false]]],
    ['prefix', prefix('ab'), [['abc', true], ['xab', false]]],
    ['regex', regex('a.?'), [['ab', true], ['abc', false]]],
    ['presence', PRESENCE, [['', true], ['x', true]]],
  ])('%s', (_, match, cases) => expect(cases.map(([value]) => [value, matchesString(match, value)])).toEqual(cases));

  test('an expression that cannot be run is unknown', () => expect(isUnknown(matchesString(HARD, 'a'))).toBe(true));
});

describe('a request', () => {
  test.each<[string, Partial<HttpMatch>, boolean]>([
    ['anything', {}, true],
    ['its path, without query', { uri: exact('/a/b') }, true], ['another path', { uri: exact('/a') }, false], ['the beginning of its path', { uri: prefix('/a') }, true],
    ['its query is not of its path', { uri: regex('.*x=1.*') }, false], ['any path', { uri: PRESENCE }, true],
    ['its path in another case', { uri: exact('/A/B') }, false], ['its path in any case', { uri: exact('/A/B'), ignoreUriCase: true }, true], ['another path in any case', { uri: prefix('/B'), ignoreUriCase: true }, false],
    ['its path\'s beginning in any case', { uri: prefix('/A'), ignoreUriCase: true }, true],
    ['an expression, whose case matters always', { uri: regex('/A/.'), ignoreUriCase: true }, false], ['any path in any case', { uri: PRESENCE, ignoreUriCase: true }, true],
    ['its method', { method: exact('GET') }, true], ['another method', { method: exact('POST') }, false],
    ['its authority', { authority: prefix('api') }, true], ['another authority', { authority: exact('api') }, false],
    ['the scheme of a mesh', { scheme: exact('http') }, true], ['another scheme', { scheme: exact('https') }, false],
    ['its header', { headers: [['X-Team', exact('ab')]] }, true], ['another value', { headers: [['x-team', exact('a')]] }, false], ['a header that it lacks', { headers: [['x-env', PRESENCE]] }, false],
    ['all of several headers', { headers: [['x-team', PRESENCE], ['x-env', PRESENCE]] }, false],
    ['the method as a header', { headers: [[':method', exact('GET')]] }, true], ['another method as a header', { headers: [[':method', exact('POST')]] }, false],
    ['the authority as a header', { headers: [[':authority', exact('api.pay')]] }, true], ['another authority as a header', { headers: [[':authority', exact('x')]] }, false],
    ['the host as a header', { headers: [['Host', exact('api.pay')]] }, true], ['another host as a header', { headers: [['host', exact('x')]] }, false],
    ['the path as a header, with query', { headers: [[':path', exact('/a/b?x=1&y=%20z#f')]] }, true], ['another path as a header', { headers: [[':path', exact('/a/b')]] }, false],
    ['without a header that it has', { withoutHeaders: [['x-team', PRESENCE]] }, false], ['without a header that it lacks', { withoutHeaders: [['x-env', PRESENCE]] }, true],
    ['without a value that it lacks', { withoutHeaders: [['x-team', exact('b')]] }, true], ['without a value that it has', { withoutHeaders: [['x-team', exact('ab')]] }, false],
    ['without any of several headers', { withoutHeaders: [['x-env', PRESENCE], ['x-team', PRESENCE]] }, false],
    ['a parameter of its query', { queryParams: [['x', exact('1')]] }, true], ['another value of a parameter', { queryParams: [['x', exact('2')]] }, false], ['a parameter that it lacks', { queryParams: [['z', PRESENCE]] }, false],
    ['a parameter as it is meant', { queryParams: [['y', exact(' z')]] }, true], ['a parameter with a ? is none of its', { queryParams: [['?x', PRESENCE]] }, false],
    ['all of several parameters', { queryParams: [['x', PRESENCE], ['z', PRESENCE]] }, false],
  ])('%s', (_, match, expected) => expect(matchesRoute({ ...ANY, ...match }, request())).toBe(expected));

  test('a ? may stand in a query', () => {
    expect(matchesRoute({ ...ANY, queryParams: [['x', exact('?')]] }, request({ path: '/a?x=?' }))).toBe(true);
  });

  test('whose path nobody knows has what does not depend on it', () => {
    expect(matchesRoute({ ...ANY, uri: prefix('/') }, unknownPath)).toBe(true);
    expect(matchesRoute({ ...ANY, method: exact('GET') }, unknownPath)).toBe(true);
    expect(matchesRoute({ ...ANY, method: exact('POST'), uri: exact('/a') }, unknownPath)).toBe(false);
    for (const match of [
      { uri: prefix('/a') }, { uri: exact('/') }, { uri: PRESENCE }, { queryParams: [['x', PRESENCE] as const] },
      { headers: [[':path', PRESENCE] as const] }, { withoutHeaders: [[':path', exact('/a')] as const] },
    ]) {
      expect(isUnknown(matchesRoute({ ...ANY, ...match }, unknownPath))).toBe(true);
    }
  });

  test('what is not modelled is unknown', () => {
    for (const match of [
      { uri: HARD }, { headers: [['x-team', HARD] as const] }, { withoutHeaders: [['x-team', HARD] as const] }, { queryParams: [['x', HARD] as const] },
      { headers: [['@request.auth.claims.x', PRESENCE] as const] }, { withoutHeaders: [['@Request.auth.claims.x', PRESENCE] as const] },
    ]) {
      expect(isUnknown(matchesRoute({ ...ANY, ...match }, request()))).toBe(true);
    }
    expect(matchesRoute({ ...ANY, headers: [['x@request.auth.', PRESENCE]] }, request())).toBe(false);
  });
});

describe('a match that everything satisfies', () => {
  test.each<Partial<HttpMatch>>([{}, { uri: PRESENCE }, { uri: prefix('/') }, { uri: regex('.*') }])('%j', match => expect(isCatchAll({ ...ANY, ...match })).toBe(true));

  test.each<Partial<HttpMatch>>([
    { uri: prefix('/a') }, { uri: exact('/') }, { uri: exact('.*') }, { uri: regex('/') }, { uri: regex('/.*') }, { uri: prefix('.*') },
    { method: PRESENCE }, { authority: PRESENCE }, { scheme: PRESENCE }, { headers: [['a', PRESENCE]] }, { withoutHeaders: [['a', PRESENCE]] }, { queryParams: [['a', PRESENCE]] },
  ])('not %j', match => expect(isCatchAll({ ...ANY, ...match })).toBe(false));
});
