import { claimPath, matchesClaim, matchesRequestPrincipal, splitClaims, stringClaim } from '../../../../src/analysis/decision/match/claims';

const token = (iss: unknown, sub: unknown): unknown => ({ iss, sub });

describe('requestPrincipals', () => {
  test.each<[string, string, string, boolean]>([
    ['*', 'id', 'alice', true], ['*', '', 'alice', false], ['*', 'id', '', false], ['*', '', '', false],
    ['id/alice', 'id', 'alice', true], ['id/alice', 'id', 'bob', false], ['id/alice', 'other', 'alice', false], ['id/alice', 'id', 'alice2', false],
    ['https://id.org/x/alice', 'https://id.org/x', 'alice', true], ['https://id.org/x/alice', 'https://id.org', 'x/alice', false],
    // The end of a subject, of whichever issuer.
    ['*ice', 'id', 'alice', true], ['*ice', '', 'alice', false], ['*ice', 'id', 'alicea', false], ['*ice', 'id', 'ice', true],
    ['*/alice', 'id', 'alice', true], ['*/alice', '', 'alice', false], ['*/alice', 'id', 'bob', false], ['*/alice', 'id', 'xalice', false],
    ['*d/alice', 'id', 'alice', true], ['*d/alice', 'ix', 'alice', false], ['*d/alice', 'id', 'bob', false], ['*.org/x/alice', 'id.org/x', 'alice', true],
    ['*.org/x/alice', 'id.org', 'alice', false],
    // The beginning of an issuer, or of a subject.
    ['i*', 'id', 'alice', true], ['i*', 'other', 'alice', false], ['i*', 'id', '', false], ['id*', 'i', 'alice', false], ['idx*', 'id', 'alice', false],
    ['id/*', 'id', 'alice', true], ['id/*', 'id', '', false], ['id/*', 'other', 'alice', false],
    ['id/al*', 'id', 'alice', true], ['id/al*', 'id', 'bob', false], ['id/al*', 'id2', 'alice', false], ['id/al*', 'id', 'al', true], ['id/alx*', 'id', 'al', false],
    // Without a slash there is no subject to compare with.
    ['alice', 'id', 'alice', false], ['id', 'id', 'alice', false], ['id', 'id', '', true],
  ])('%s of a token of issuer "%s" and subject "%s": %s', (pattern, iss, sub, expected) =>
    expect(matchesRequestPrincipal(pattern, token(iss, sub))).toBe(expected));

  test.each(['*', 'id/*', '*/alice', 'id/alice', '*e', 'i*'])('%s needs both issuer and subject', pattern => {
    for (const claims of [undefined, {}, { iss: 'id' }, { sub: 'alice' }, token('id', 5), token(['id'], 'alice')]) {
      expect(matchesRequestPrincipal(pattern, claims)).toBe(false);
    }
  });
});

describe('a claim', () => {
  const claims = { 'a': 'x', 'list': ['x', 'y', 5], 'deep': { er: 'z' }, 'number': 5, '*': '*' };

  test.each<[readonly string[], string, boolean]>([
    [['a'], 'x', true], [['a'], 'y', false], [['a'], '*', true], [['list'], 'y', true], [['list'], 'z', false], [['list'], '5', false],
    [['deep', 'er'], 'z', true], [['deep'], 'z', false], [['number'], '5', false], [['number'], '*', false], [['none'], '*', false], [['none', 'at', 'all'], 'x', false],
  ])('%j is %s: %s', (path, pattern, expected) => expect(matchesClaim(path, pattern, claims)).toBe(expected));

  test('is a string or not there', () => {
    expect(stringClaim(claims, 'a')).toBe('x');
    expect(stringClaim(claims, 'number')).toBeUndefined();
    expect(stringClaim(claims, 'list')).toBeUndefined();
    expect(stringClaim(undefined, 'a')).toBeUndefined();
  });
});

describe('words of a claim', () => {
  test('are those of scope, permission and what the rule names', () => {
    expect(splitClaims({ scope: 'read write', permission: 'a b', groups: 'c d', other: 'e f', list: ['g h'] }, ['groups', 'list']))
      .toEqual({ scope: ['read', 'write'], permission: ['a', 'b'], groups: ['c', 'd'], other: 'e f', list: ['g h'] });
  });

  test('are never empty', () => expect(splitClaims({ scope: ' read  write ' }, [])).toEqual({ scope: ['read', 'write'] }));
  test('are not looked for in what is no object, nor in what is no string', () => {
    expect(splitClaims('x', [])).toBe('x');
    expect(splitClaims(undefined, [])).toBeUndefined();
    expect(splitClaims({ scope: 5 }, [])).toEqual({ scope: 5 });
  });
});

describe('the path of a claim', () => {
  test.each<[string, readonly string[] | undefined]>([
    ['[a]', ['a']], ['[a][b]', ['a', 'b']], ['[a.b]', ['a.b']], ['', undefined], ['a', undefined], ['[a', undefined], ['[]', undefined],
    ['[a]b', undefined], ['x[a]', undefined], ['[a]b[c]', undefined], ['[a[b]]', undefined],
  ])('%s', (text, path) => expect(claimPath(text)).toEqual(path));
});
