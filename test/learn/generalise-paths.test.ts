import * as fc from 'fast-check';
import { PathPattern } from '../../src/calls/path-pattern';
import { generalisePaths, isId, MANY } from '../../src/learn/generalise-paths';

const patterns = (...paths: string[]): string[] => generalisePaths(paths).patterns.map(({ pattern }) => pattern);

describe('segments that are ids', () => {
  test.each([
    '0', '17', '00042', '123456789012', '0c0f4a9e-8f0e-4b7e-9d0b-3f2f8f3c1a77', '0C0F4A9E-8F0E-4B7E-9D0B-3F2F8F3C1A77', '507f1f77bcf86cd799439011', 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'ckopqwooh000001la8mbi2im9', 'V1StGXR8_Z5jdHi6B-myT',
  ])('%s is one', segment => expect(isId(segment)).toBe(true));
  test.each(['', 'orders', 'v1', 'v2beta1', '1.0', 'deadbeef', 'facade', '2024-01-31', 'internationalization', 'a-very-long-name-of-a-page-2', 'main.8d3f2a1c.js', '-1', '{*}'])(
    '%s is none', segment => expect(isId(segment)).toBe(false));
});

test('ids become templates, and all else stays as it was', () => {
  expect(patterns('/details/0', '/details/1', '/details', '/static/app.js', '/')).toEqual(['/', '/details', '/details/{*}', '/static/app.js']);
  expect(generalisePaths(['/a/1', '/a/2', '/a/2', '/a/b']).patterns).toEqual([
    { pattern: '/a/b', count: 1, example: '/a/b' }, { pattern: '/a/{*}', count: 2, example: '/a/1', joined: 'ids' },
  ]);
});
test('many values at one place are one template, but not at the top', () => {
  const words = Array.from({ length: MANY + 1 }, (_, i) => `w${String.fromCharCode(97 + i % 26)}${i}z`);
  expect(patterns(...words.map(word => `/cities/${word}/map`))).toEqual(['/cities/{*}/map']);
  expect(patterns(...words.slice(1).map(word => `/cities/${word}/map`))).toHaveLength(MANY);
  expect(patterns(...words.map(word => `/${word}`))).toHaveLength(MANY + 1);
});
test('no template ends with a slash: few such paths are listed, many are the ends of a longer one', () => {
  expect(patterns('/a/1/', '/a/2/')).toEqual(['/a/1/', '/a/2/']);
  expect(patterns(...Array.from({ length: 40 }, (_, i) => `/a/${i}/`))).toEqual(['/a/{*}/{**}']);
});

const segment = fc.oneof(fc.constantFrom('a', 'b', 'orders', '', '.', '..', '%41', 'x*', '{*}', '*', 'ü', 'a b', '%zz', '\\'), fc.nat(50).map(String), fc.nat(40).map(i => `w${i}x`));
const paths = fc.array(fc.array(segment, { minLength: 1, maxLength: 4 }).map(list => `/${list.join('/')}`), { maxLength: 80 });

test('whatever was seen is allowed or told as unsayable, and every pattern is one that policies have', () => {
  fc.assert(fc.property(paths, seen => {
    const { patterns: found, unsayable } = generalisePaths(seen);
    expect(found.map(({ pattern }) => PathPattern.parse(pattern).problem).filter(problem => problem !== undefined)).toEqual([]);
    const expressions = found.map(({ pattern }) => new RegExp(`^${PathPattern.parse(pattern).toRegex()}$`));
    const told = new Set(unsayable.map(({ path }) => path));
    // What needs no resolving stands as it was.
    for (const path of seen.filter(one => !/[.%\\]/.test(one))) {
      expect(told.has(path) || expressions.some(expression => expression.test(path))).toBe(true);
    }
    const joined = new Set(found.filter(one => one.joined !== undefined).map(({ pattern }) => pattern));
    for (const { pattern } of found) { expect(joined.has(pattern)).toBe(PathPattern.parse(pattern).form === 'template'); }
    expect(found.every(({ pattern }) => ['exact', 'template'].includes(PathPattern.parse(pattern).form))).toBe(true);
  }));
});
test('the order of paths means nothing', () => {
  fc.assert(fc.property(paths, fc.infiniteStream(fc.nat()), (seen, random) => {
    const keyed = seen.map(path => ({ path, key: random.next().value as number })).sort((a, b) => a.key - b.key);
    expect(generalisePaths(keyed.map(({ path }) => path))).toEqual(generalisePaths(seen));
  }));
});
