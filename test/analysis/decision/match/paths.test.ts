import * as fc from 'fast-check';
import { matchesPolicyPath, normalizePath, withoutQuery } from '../../../../src/analysis/decision/match/paths';
import { isUnknown } from '../../../../src/analysis/decision/tri';

test('a path ends where its query begins, or its fragment', () => {
  expect(['/a?b#c', '/a#b?c', '/a', '?', ''].map(withoutQuery)).toEqual(['/a', '/a', '/a', '', '']);
});

describe('paths of policies', () => {
  test.each<[string, string, boolean]>([
    ['/a', '/a', true], ['/a', '/a/', false], ['/a*', '/ab', true], ['*.html', '/x.html', true], ['*', '/', true],
    ['/a/{*}', '/a/b', true], ['/a/{*}', '/a/', false], ['/a/{*}', '/a/b/c', false], ['/a/{*}/c', '/a/b/c', true], ['/a/{*}', '/a/b.c-d_e~f%20!$&\'()+,;:@=', true], ['/a/{*}', '/a/b*', false],
    ['/a/{**}', '/a/', true], ['/a/{**}', '/a/b/c', true], ['/a/{**}', '/b/', false], ['/{**}.html', '/a/b.html', true], ['/{**}.html', '/a/bxhtml', false],
    ['/{*}/x/{**}', '/a/x/b/c', true], ['/{*}/x/{**}', '/a/y/b', false],
  ])('%s of %s: %s', (pattern, path, expected) => expect(matchesPolicyPath(pattern, path)).toBe(expected));

  test('a template that does not begin with / is refused by Envoy', () => {
    expect(isUnknown(matchesPolicyPath('a/{*}', 'a/b'))).toBe(true);
    expect(isUnknown(matchesPolicyPath('{*}', '/a'))).toBe(true);
  });
});

describe('normalization', () => {
  test.each<['NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES', string, string]>([
    ['NONE', '/a/../b//c\\%2e', '/a/../b//c\\%2e'],
    ['BASE', '/a/../b', '/b'], ['BASE', '/a/b/..', '/a/'], ['BASE', '/a/b/.', '/a/b/'], ['BASE', '/a/./b', '/a/b'], ['BASE', '/a/b/../../..', '/'], ['BASE', '/..', '/'], ['BASE', '/.', '/'],
    ['BASE', '/...', '/...'], ['BASE', '/a/..b', '/a/..b'], ['BASE', '/a/%2e%2E/b', '/b'], ['BASE', '/a\\b', '/a/b'], ['BASE', '/a/..\\b', '/b'],
    ['BASE', '/a//b', '/a//b'], ['BASE', '/a//../b', '/a/b'], ['BASE', '/a%2fb', '/a%2fb'], ['BASE', '/a%5Cb', '/a%5Cb'], ['BASE', '/a/', '/a/'],
    ['BASE', '/a/../b?c=/../d', '/b?c=/../d'], ['BASE', '/a?b\\c', '/a?b\\c'], ['BASE', '*', '*'], ['BASE', 'a/../b', 'a/../b'], ['BASE', '/a%20b', '/a%20b'],
    ['MERGE_SLASHES', '/a///b//c', '/a/b/c'], ['MERGE_SLASHES', '//', '/'], ['MERGE_SLASHES', '/a%2fb', '/a%2fb'], ['MERGE_SLASHES', '/a?//b', '/a?//b'],
    ['DECODE_AND_MERGE_SLASHES', '/a%2Fb%2f/c', '/a/b/c'], ['DECODE_AND_MERGE_SLASHES', '/a%5c..%5Cb', '/b'], ['DECODE_AND_MERGE_SLASHES', '/a%2f..%2fb', '/b'],
  ])('%s of %s is %s', (normalization, path, expected) => expect(normalizePath(path, normalization)).toBe(expected));

  test('an escape of what needs none is not certain', () => {
    for (const path of ['/%61', '/%41', '/%30', '/%5f', '/%7E', '/%2d', '/a%2f%61']) {
      expect(isUnknown(normalizePath(path, 'BASE'))).toBe(true);
      expect(normalizePath(path, 'NONE')).toBe(path);
    }
    expect(normalizePath('/a?%61', 'BASE')).toBe('/a?%61');
  });

  test('a path comes to the same with a query, which is looked at by parts', () => {
    const paths = fc.array(fc.constantFrom('/', '/', 'a', 'b', '.', '..', '%', '%2e', '%2F', '%61', '\\', '*', '~'), { maxLength: 8 }).map(parts => parts.join(''));
    fc.assert(fc.property(paths, fc.constantFrom('NONE' as const, 'BASE' as const, 'MERGE_SLASHES' as const, 'DECODE_AND_MERGE_SLASHES' as const), (path, normalization) => {
      const [plain, asked] = [normalizePath(path, normalization), normalizePath(`${path}?x`, normalization)];
      expect(isUnknown(asked) ? isUnknown(plain) : asked).toBe(isUnknown(asked) || `${String(plain)}?x`);
    }), { numRuns: 3000 });
  });
});
