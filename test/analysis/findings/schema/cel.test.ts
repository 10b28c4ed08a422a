import { all, and, at, duration, equal, exists, existsOne, get, has, int, isIn, isIP, isURL, or, size, substring, url } from '../../../../src/analysis/findings/schema/cel/functions';

const fails = (): boolean => { throw new Error('fails'); };
const yes = (): boolean => true;
const no = (): boolean => false;

describe('what decides wins over what fails, on whichever side it is', () => {
  test('of and', () => {
    expect(and(no, fails)).toBe(false);
    expect(and(fails, no)).toBe(false);
    expect(() => and(fails, yes)).toThrow();
    expect(() => and(yes, fails)).toThrow();
  });

  test('of or', () => {
    expect(or(yes, fails)).toBe(true);
    expect(or(fails, yes)).toBe(true);
    expect(() => or(fails, no)).toThrow();
  });

  test('of all and exists', () => {
    const holds = (item: unknown): boolean => item === 'fails' ? fails() : item === 'yes';
    expect(all(['fails', 'no'], holds)).toBe(false);
    expect(() => all(['yes', 'fails'], holds)).toThrow();
    expect(exists(['fails', 'yes'], holds)).toBe(true);
    expect(() => exists(['no', 'fails'], holds)).toThrow();
  });

  test('exists_one counts, and so fails with any item that does', () => {
    expect(existsOne([1, 2, 2], item => item === 1)).toBe(true);
    expect(existsOne([1, 2, 2], item => item === 2)).toBe(false);
    expect(() => existsOne([1, 2], fails)).toThrow();
  });
});

describe('fields', () => {
  test('one that is null or only inherited is absent', () => {
    expect([{ a: 1 }, { a: null }, {}].map(object => has(object, 'a'))).toEqual([true, false, false]);
    expect(has({}, 'constructor')).toBe(false);
    expect(() => get({}, 'toString')).toThrow();
    expect(() => at([1], 1)).toThrow();
  });

  test('maps are gone through by their keys', () => {
    expect(all({ a: 1, b: 2 }, key => key < 'c')).toBe(true);
    expect([isIn('a', { a: 1 }), isIn('b', { a: 1 }), isIn(1, [1])]).toEqual([true, false, true]);
  });

  test('values are compared as a whole', () => {
    expect(equal({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBe(true);
    expect(equal({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(equal([1], [1, 2])).toBe(false);
  });
});

describe('texts', () => {
  test('are counted and cut by characters', () => {
    expect(size('😀a')).toBe(2);
    expect(substring('😀ab', 1, 2)).toBe('a');
    expect(() => substring('unix://', 7, 8)).toThrow();
  });

  test('are integers in decimal, of 64 bits', () => {
    expect([int('80'), int('-1'), int('+5')]).toEqual([80, -1, 5]);
    for (const text of ['', '0x50', '1.0', '1e3', ' 1', '9223372036854775808']) { expect(() => int(text)).toThrow(); }
  });
});

test.each([
  ['0', 0n], ['1s', 1_000_000_000n], ['1.5h', 5_400_000_000_000n], ['1h30m', 5_400_000_000_000n], ['-1s', -1_000_000_000n], ['+1ms', 1_000_000n],
  ['.5s', 500_000_000n], ['1.s', 1_000_000_000n], ['100us', 100_000n], ['1µs', 1000n], ['0.1ns', 0n], ['2562047h47m16.854775807s', 2n ** 63n - 1n],
])('the duration %s is %d nanoseconds', (text, nanoseconds) => {
  expect(duration(text)).toBe(nanoseconds);
});

test.each(['', '1', '-', 's', '.s', '1d', '1 s', '1S', '1s ', '1h-1m', '2562047h47m16.854775808s', '9999999999999999999s'])("'%s' is no duration", text => {
  expect(() => duration(text)).toThrow();
});

test.each([
  ['http://a.b:80/c?d', 'http'], ['HTTPS://a', 'https'], ['/path', ''], ['*', ''], ['a:b', 'a'], ['oci://x/y', 'oci'], ['http://[::1]:80', 'http'], ['http://u:p@h', 'http'],
  ['http://[fe80::1%25en0]/', 'http'], ['file:///x', 'file'], ['http://a%c3%a9', 'http'], ['http://', 'http'],
])('%s is a URL of the scheme %s', (text, scheme) => {
  expect(isURL(text)).toBe(true);
  expect(url(text).scheme).toBe(scheme);
});

test.each(['', 'a', 'a.b/c', ':a', 'http://a:b', 'http://[::1', 'http://[1.2.3.4]', 'http://a b', '/%zz', 'http://a\n', 'http://a%20b', '1http://a', 'http://u\\@h'])("'%s' is no URL", text => {
  expect(isURL(text)).toBe(false);
});

test('an address that belongs to both families is of none', () => {
  expect(['10.0.0.1', '::1', '2001:db8::'].map(isIP)).toEqual([true, true, true]);
  expect(['::ffff:10.0.0.1', 'fe80::1%eth0', '010.0.0.1', '1.2.3', 'a', ''].map(isIP)).toEqual([false, false, false, false, false, false]);
});
