import * as fc from 'fast-check';
import { languages } from './_arbitraries';
import type { Language } from '../../../src/analysis/algebra';
import { Algebra, Unsupported } from '../../../src/analysis/algebra';
import { expressionText } from '../../../src/analysis/algebra/strings/expression-text';

const { strings, optionalStrings, integers, addresses } = new Algebra({ excluded: '\0\r\n' });

function re2(source: string): Language {
  const language = strings.re2(source);
  if (language instanceof Unsupported) { throw new Error(language.reason); }
  return language;
}

function block(text: string) {
  const set = addresses.block(text);
  if (set === undefined) { throw new Error(text); }
  return set;
}

test.each<[description: string, language: Language]>([
  ['none', strings.none],
  ['any', strings.all],
  ['*', strings.nonEmpty],
  ['/details/*', strings.prefix('/details/')],
  ['*.html', strings.suffix('.html')],
  ['*x*', strings.containing('x')],
  ['GET, HEAD', strings.oneOf(['HEAD', 'GET'])],
  ['/b/*, *.html, /a', strings.union(strings.exact('/a'), strings.suffix('.html'), strings.prefix('/b/'))],
  ['/a/*', strings.union(strings.exact('/a/b'), strings.prefix('/a/'), strings.prefix('/a/c'))],
  ['any except GET', strings.complement(strings.exact('GET'))],
  ['any except /admin*, *.key', strings.complement(strings.union(strings.prefix('/admin'), strings.suffix('.key')))],
  ['/a/* except /a/secret*', strings.difference(strings.prefix('/a/'), strings.prefix('/a/secret'))],
  ['/a* except *.html', strings.difference(strings.prefix('/a'), strings.suffix('.html'))],
  ['/a*b', strings.intersection(strings.prefix('/a'), strings.suffix('b'))],
  ['shop.example.com (in any case)', strings.exact('Shop.example.com', { ignoreCase: true })],
  ['*.example.com (in any case)', strings.suffix('.example.com', { ignoreCase: true })],
  ['any except shop* (in any case)', strings.complement(strings.prefix('shop', { ignoreCase: true }))],
  ['/v1*', strings.prefix('/v1')],
  ['*/ns/shop/*', re2('.*/ns/shop/.*')],
  ['spiffe://*/sa/web', re2('spiffe://.*/sa/web')],
  ['/a/{*}/b', strings.uriTemplate('/a/{*}/b') as Language],
  ['/a/{**}', strings.uriTemplate('/a/{**}') as Language],
  ['matching /v[0-9]+/[ab]', re2('/v\\d+/(a|b)')],
  ['/v1.0/{*}', strings.uriTemplate('/v1.0/{*}') as Language],
  ['matching .', re2('.')],
  ['"{*}"', strings.exact('{*}')],
  ['"", "a b", "a,b"', strings.oneOf(['', 'a b', 'a,b'])],
  ['"*", "a*"*, "any"', strings.union(strings.exact('*'), strings.prefix('a*'), strings.exact('any'))],
])('%s', (description, language) => {
  expect(strings.describe(language)).toBe(description);
});

test('different languages have different descriptions, and every one has', () => {
  fc.assert(fc.property(languages, languages, (x, y) => {
    const [a, b] = [x.make(strings), y.make(strings)];
    fc.pre(a !== b && [a, b].every(one => !strings.describe(one).startsWith('strings like')));
    expect(strings.describe(a)).not.toBe(strings.describe(b));
    expect(strings.describe(a)).not.toBe('');
  }), { numRuns: 300 });
});

test('an expression that describes a language is one of it', () => {
  fc.assert(fc.property(languages, ({ make }) => {
    const language = make(strings);
    const text = expressionText(language);
    fc.pre(language !== strings.none && text !== undefined);
    expect([text, strings.re2(`(?s)${text}`) === language]).toEqual([text, true]);
  }), { numRuns: 300 });
});

test('optional strings', () => {
  expect(optionalStrings.describe(optionalStrings.all)).toBe('any or absent');
  expect(optionalStrings.describe(optionalStrings.none)).toBe('none');
  expect(optionalStrings.describe(optionalStrings.absent)).toBe('absent');
  expect(optionalStrings.describe(optionalStrings.present)).toBe('present');
  expect(optionalStrings.describe(optionalStrings.presentIn(strings.prefix('a')))).toBe('a*');
  expect(optionalStrings.describe(optionalStrings.absentOrIn(strings.exact('a')))).toBe('absent or a');
  expect(optionalStrings.describe(optionalStrings.presentIn(strings.exact('absent')))).toBe('"absent"');
});

test('integers', () => {
  expect(integers.describe(integers.all)).toBe('any');
  expect(integers.describe(integers.none)).toBe('none');
  expect(integers.describe(integers.of(443, 80, 81))).toBe('80-81, 443');
  expect(integers.describe(integers.complement(integers.of(22)))).toBe('any except 22');
});

test('addresses', () => {
  expect(addresses.describe(addresses.all)).toBe('any');
  expect(addresses.describe(addresses.none)).toBe('none');
  expect(addresses.describe(addresses.union(block('10.0.0.1'), block('10.0.0.0')))).toBe('10.0.0.0/31');
  expect(addresses.describe(addresses.difference(block('10.0.0.0/8'), block('10.1.0.0/16')))).toBe('10.0.0.0/8 except 10.1.0.0/16');
  expect(addresses.describe(addresses.difference(addresses.ipv4, block('169.254.169.254')))).toBe('0.0.0.0/0 except 169.254.169.254');
  expect(addresses.describe(addresses.complement(block('2001:db8::/33')))).toBe('any except 2001:db8::/33');
  expect(addresses.describe(addresses.union(block('fd00::/8'), block('::1'), block('192.168.0.0/16')))).toBe('192.168.0.0/16, ::1, fd00::/8');
  expect(addresses.describe(addresses.difference(block('fd00::/8'), block('fd00::5')))).toBe('fd00::/8 except fd00::5');
});
