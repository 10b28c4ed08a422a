import { claimantOf, forwardsOf, rulesFor, ruleTaking } from '../../../src/analysis/decision/http-routing';
import type { RouteSource } from '../../../src/analysis/decision/http-routing';
import type { Routable } from '../../../src/analysis/decision/match/routes';
import { isUnknown, Unknown } from '../../../src/analysis/decision/tri';
import type { HttpRoute, VirtualService } from '../../../src/analysis/model';
import { buildModel } from '../../../src/analysis/model';
import type { Json } from '../world';
import { networking } from '../world';

const source: RouteSource = { client: { namespace: 'shop', labels: new Map([['app', 'web']]) }, gateway: 'mesh', port: 80 };
const routesOf = (...specs: readonly Json[]): readonly VirtualService[] =>
  buildModel(specs.map((spec, i) => ({ object: networking('VirtualService', `pay/r${i}`, { hosts: ['api'], ...spec }) }))).virtualServices.all;
const rule = (spec: Json): HttpRoute => routesOf({ http: [{ route: [{ destination: { host: 'api' } }], ...spec }] })[0].http[0];
const request = (more: Partial<Routable> = {}): Routable => ({ method: 'GET', path: '/a/b?q', authority: 'api:80', headers: new Map([['x', '1']]), ...more });
const to = { route: [{ destination: { host: 'api' } }] };

describe('rules for a client', () => {
  const paths = (...http: readonly Json[]): readonly string[] =>
    rulesFor(routesOf({ http: http.map(one => ({ ...to, ...one })) })[0], source).map(one => one.path);

  test('are those with a match that is for it, with those matches only', () => {
    const [only] = rulesFor(routesOf({ http: [{ ...to, match: [{ sourceNamespace: 'pay' }, { sourceNamespace: 'shop', uri: { exact: '/a' } }] }] })[0], source);
    expect(only.matches).toHaveLength(1);
    expect(only.matches[0].sourceNamespace).toBe('shop');
  });
  test('are left out where no match is for it', () => expect(paths({ match: [{ port: 81, uri: { exact: '/a' } }] }, { match: [{ uri: { exact: '/b' } }] })).toEqual(['http[1]']));
  test('end with one that takes everything', () => {
    expect(paths({ match: [{ uri: { exact: '/a' } }] }, {}, { match: [{ uri: { exact: '/b' } }] })).toEqual(['http[0]', 'http[1]']);
    expect(paths({ match: [{ uri: { exact: '/x' } }, { uri: { prefix: '/' } }] }, {})).toEqual(['http[0]']);
    expect(paths({ match: [{ port: 81 }] }, {}, {})).toEqual(['http[1]']);
  });
  test('by port, gateway, labels and namespace', () => {
    const is = (match: Json, from: Partial<RouteSource> = {}): boolean =>
      rulesFor(routesOf({ http: [{ ...to, match: [match] }] })[0], { ...source, ...from }).length > 0;
    expect([is({ port: 80 }), is({ port: 81 }), is({ gateways: ['mesh'] }), is({ gateways: ['pay/g'] }), is({ gateways: ['mesh'], port: 81 })]).toEqual([true, false, true, false, false]);
    expect([is({ sourceLabels: { app: 'web' } }), is({ sourceLabels: { app: 'x' } }), is({ sourceNamespace: 'pay' })]).toEqual([true, false, false]);
    expect(is({ gateways: ['pay/g'], sourceNamespace: 'x' }, { gateway: 'pay/g' })).toBe(true);
  });
  test('are asked for again for each client where they are not for all', () => {
    const sources = [source, { ...source, port: 81 }, { ...source, gateway: 'pay/g' }, { ...source, client: { namespace: 'pay', labels: new Map<string, string>() } }];
    for (const match of [{ port: 80 }, { gateways: ['mesh'] }, { sourceLabels: { app: 'web' } }, { sourceNamespace: 'shop' }, { uri: { exact: '/a' } }]) {
      const [asked, fresh] = [0, 1].map(() => routesOf({ http: [{ ...to, match: [match] }, { ...to, match: [{ uri: { prefix: '/b' } }] }] })[0]);
      for (const one of [...sources, ...sources]) {
        expect(rulesFor(asked, one)).toEqual(rulesFor({ ...fresh }, one));
      }
    }
  });
});

describe('the VirtualService that speaks for a host', () => {
  const names = (host: string, ...specs: readonly Json[]): string | undefined =>
    claimantOf(routesOf(...specs.map(spec => ({ http: [to], ...spec }))), host, source)?.route.name;

  test.each<[string, readonly Json[], string | undefined]>([
    ['is none where none has it', [{ hosts: ['b.org'] }], undefined],
    ['is the one that has it', [{ hosts: ['b.org'] }, { hosts: ['x.org', 'a.org'] }], 'r1'],
    ['is the first', [{ hosts: ['a.org'] }, { hosts: ['a.org'] }], 'r0'],
    ['is of a gateway only where it is asked', [{ hosts: ['a.org'], gateways: ['g'] }], undefined],
    ['is the one with the longest wildcard', [{ hosts: ['*'] }, { hosts: ['*.org'] }], 'r1'],
    ['is one with the host before any wildcard', [{ hosts: ['*.org'] }, { hosts: ['a.org'] }], 'r1'],
    ['is the next one where the first has nothing for the client', [{ hosts: ['a.org'], http: [{ ...to, match: [{ port: 81 }] }] }, { hosts: ['a.org'] }], 'r1'],
    ['is the first where none has anything for the client', [{ hosts: ['a.org'], http: [{ ...to, match: [{ port: 81 }] }] }, { hosts: ['a.org'], http: [] }], 'r0'],
    ['is one that cannot be read, which may have something', [{ hosts: ['a.org'], http: 'x' }, { hosts: ['a.org'] }], 'r0'],
    ['is not the next one where the first has a wildcard', [{ hosts: ['*.org'], http: [{ ...to, match: [{ port: 81 }] }] }, { hosts: ['*.org'] }], 'r0'],
    ['is not one with a wildcard where one with the host has nothing for the client', [{ hosts: ['*.org'] }, { hosts: ['a.org'], http: [{ ...to, match: [{ port: 81 }] }] }], 'r1'],
  ])('%s', (_, specs, expected) => expect(names('a.org', ...specs)).toBe(expected));
});

describe('the rule that takes a request', () => {
  const taking = (http: readonly Json[], of = request()): ReturnType<typeof ruleTaking> =>
    ruleTaking(routesOf({ http: http.map(one => ({ ...to, ...one })) })[0].http, of);

  test('is the first with a match, and says which', () => {
    const taken = taking([{ match: [{ uri: { exact: '/x' } }] }, { match: [{ uri: { exact: '/y' } }, { uri: { prefix: '/a' } }] }, {}]);
    expect(taken).toMatchObject({ rule: { path: 'http[1]' }, match: { uri: { form: 'prefix', value: '/a' } } });
  });
  test('is one without matches, which has none to say', () => {
    const taken = taking([{ match: [{ uri: { exact: '/x' } }] }, {}]);
    expect(taken).toMatchObject({ rule: { path: 'http[1]' } });
    expect(taken).not.toHaveProperty('match');
  });
  test('is none where no match is met', () => expect(taking([{ match: [{ uri: { exact: '/x' } }] }])).toBeUndefined());
  test('is not known where an earlier one may take it', () => {
    const path = { path: new Unknown('?') };
    expect(isUnknown(taking([{ match: [{ uri: { exact: '/x' } }] }, {}], request(path)))).toBe(true);
    expect(taking([{ match: [{ uri: { exact: '/x' } }, { method: { exact: 'GET' } }] }, {}], request(path))).toMatchObject({ rule: { path: 'http[0]' } });
  });
});

describe('what a rule makes of a request', () => {
  const first = (spec: Json, of = request()): Routable => forwardsOf(rule(spec), rule(spec).matches[0], of)[0].request;

  test.each<[string, Json, string]>([
    ['nothing', {}, '/a/b?q'],
    ['a prefix', { match: [{ uri: { prefix: '/a' } }], rewrite: { uri: '/z' } }, '/z/b?q'],
    ['an exact path', { match: [{ uri: { exact: '/a/b' } }], rewrite: { uri: '/z' } }, '/z?q'],
    ['an expression is replaced as a whole', { match: [{ uri: { regex: '/a.*' } }], rewrite: { uri: '/z' } }, '/z?q'],
    ['any path is the prefix /', { rewrite: { uri: '/z/' } }, '/z/a/b?q'],
    ['any path of a match without path', { match: [{ method: { exact: 'GET' } }], rewrite: { uri: '/z/' } }, '/z/a/b?q'],
    ['only its host', { rewrite: { authority: 'x' } }, '/a/b?q'],
    ['by an expression', { rewrite: { uriRegexRewrite: { match: '/(a)/(b)', rewrite: '/\\2/\\1' } } }, '/b/a?q'],
    ['by an expression, everywhere', { rewrite: { uriRegexRewrite: { match: '[ab]', rewrite: 'c' } } }, '/c/c?q'],
    ['by an expression that is not there', { rewrite: { uriRegexRewrite: { match: 'z', rewrite: 'c' } } }, '/a/b?q'],
    ['a dollar is a dollar', { rewrite: { uriRegexRewrite: { match: 'a', rewrite: '$1$&' } } }, '/$1$&/b?q'],
  ])('%s', (_, spec, path) => expect(first(spec).path).toBe(path));

  test.each<[string, Json]>([
    ['two slashes', { match: [{ uri: { prefix: '/a' } }], rewrite: { uri: '/' } }], ['no slash', { match: [{ uri: { prefix: '/a/' } }], rewrite: { uri: '' } }],
    ['no slash before', { match: [{ uri: { exact: '/a/b' } }], rewrite: { uri: 'z' } }], ['an expression that cannot be run', { rewrite: { uriRegexRewrite: { match: '(', rewrite: 'c' } } }],
  ])('%s: the path is not known', (_, spec) => expect(isUnknown(first(spec).path)).toBe(true));

  test('a path that nobody knows stays unknown', () => {
    const path = new Unknown('?');
    expect(first({ rewrite: { uri: '/z' } }, request({ path })).path).toBe(path);
  });

  test('headers: removed, then set, then added', () => {
    const headers = { request: { set: { 'X-Set': '2', 'Y': '1' }, add: { x: '3', Y: '4', new: '5' }, remove: ['X-Gone', 'x-set'] } };
    expect(Object.fromEntries(first({ headers }, request({ headers: new Map([['x', '1'], ['x-gone', '1'], ['x-set', '1']]) })).headers))
      .toEqual({ 'x': '1,3', 'x-set': '2', 'y': '1,4', 'new': '5' });
    expect(Object.fromEntries(first({ headers: { request: { add: { x: '2' } } } }).headers)).toEqual({ x: '1,2' });
    expect(Object.fromEntries(first({ headers: { request: { remove: ['x'] } } }).headers)).toEqual({});
    expect(Object.fromEntries(first({ headers: { request: { set: { x: '2' } } } }).headers)).toEqual({ x: '2' });
  });

  test('the host is a header', () => {
    expect(first({ rewrite: { authority: 'x' } }).authority).toBe('x');
    for (const name of ['host', 'Host', ':authority']) {
      const set = first({ headers: { request: { set: { [name]: 'x' } } } });
      expect([set.authority, [...set.headers.keys()]]).toEqual(['x', ['x']]);
      const added = first({ headers: { request: { add: { [name]: 'x' } } } });
      expect([added.authority, [...added.headers.keys()]]).toEqual(['x', ['x']]);
    }
    expect(first({ rewrite: { authority: 'x' }, headers: { request: { set: { host: 'y' } } } }).authority).toBe('y');
  });

  test('every destination gets it, with what is done for that one alone; copies are marked in their host', () => {
    const forwards = forwardsOf(rule({
      route: [{ destination: { host: 'a' }, weight: 50, headers: { request: { set: { x: '2' } } } }, { destination: { host: 'b' }, weight: 50 }],
      mirrors: [{ destination: { host: 'c' } }],
      headers: { request: { set: { y: '1' } } },
    }), undefined, request());
    expect(forwards.map(({ destination, request: { authority, headers } }) => [destination.host.split('.')[0], authority, Object.fromEntries(headers)])).toEqual([
      ['a', 'api:80', { x: '2', y: '1' }], ['b', 'api:80', { x: '1', y: '1' }], ['c', 'api-shadow:80', { x: '1', y: '1' }],
    ]);
  });

  test('a copy of a request without port in its host is marked, too', () => {
    const [, copy] = forwardsOf(rule({ mirror: { host: 'c' } }), undefined, request({ authority: 'api' }));
    expect(copy.request.authority).toBe('api-shadow');
  });
});
