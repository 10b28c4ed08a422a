import type { AddressSet, Language } from '../../../src/analysis/algebra';
import { Algebra, boxes } from '../../../src/analysis/algebra';

const algebra = new Algebra({ excluded: '\0\r\n' });
const { strings, addresses, sets, integers } = algebra;
const block = (text: string): AddressSet => addresses.block(text) ?? addresses.none;
const blocks = (...texts: readonly string[]): AddressSet => addresses.union(...texts.map(block));

describe('addresses in words', () => {
  test.each<[string, AddressSet]>([
    ['10.0.0.0, 10.0.0.2', blocks('10.0.0.0', '10.0.0.2')], ['10.0.0.0/31, 10.0.0.2', blocks('10.0.0.0', '10.0.0.1', '10.0.0.2')],
    ['10.0.0.0/29 except 10.0.0.5', addresses.difference(block('10.0.0.0/29'), block('10.0.0.5'))],
    ['10.0.0.0/31, 10.0.0.2', addresses.difference(block('10.0.0.0/30'), block('10.0.0.3'))],
    ['10.0.0.1, 10.0.0.3, 10.0.0.5', blocks('10.0.0.1', '10.0.0.3', '10.0.0.5')],
    ['10.0.0.0/8 except 10.0.0.1, 10.0.0.3', addresses.difference(block('10.0.0.0/8'), blocks('10.0.0.1', '10.0.0.3'))],
    ['any except 10.0.0.0/8, 192.168.0.0/16', addresses.complement(blocks('10.0.0.0/8', '192.168.0.0/16'))],
    ['::/0', addresses.ipv6], ['0.0.0.0/0', addresses.ipv4], ['0.0.0.0/0, ::1', addresses.union(addresses.ipv4, block('::1'))],
    ['0.0.0.0, 255.255.255.255', blocks('0.0.0.0', '255.255.255.255')], ['fd00::/8, fe80::/10', blocks('fd00::/8', 'fe80::/10')],
    ['fd00::/127, fd00::3', addresses.difference(block('fd00::/126'), block('fd00::2'))],
  ])('%s', (text, set) => expect(addresses.describe(set)).toBe(text));

  test('an example is a host rather than the name of a block', () => {
    const example = (set: AddressSet): unknown => addresses.witness(set)?.value;
    expect([example(addresses.all), example(addresses.ipv4), example(block('10.0.0.0/8')), example(block('10.0.0.0')), example(block('192.168.1.0/24')), example(block('0.0.0.0/8'))])
      .toEqual(['10.0.0.1', '10.0.0.1', '10.0.0.0', '10.0.0.0', '192.168.1.0', '0.255.255.255']);
    expect(addresses.includes(addresses.all, 5 as never)).toBe(false);
    expect(addresses.includes(addresses.all, undefined)).toBe(false);
  });
});

describe('strings in words', () => {
  const re2 = (source: string): Language => strings.re2(source) as Language;
  test.each<[string, Language]>([
    ['matching a(b|c)*d', re2('a[bc]*d')], ['matching (ab)+', re2('(ab)+')],
    ['/a*, *.html', strings.union(strings.prefix('/a'), strings.suffix('.html'))], ['*x*, /a', strings.union(strings.exact('/a'), strings.containing('x'))],
    ['/b/*, *.html, /a', strings.union(strings.suffix('.html'), strings.exact('/a'), strings.prefix('/b/'))], ['/a*', strings.union(strings.exact('/ab'), strings.prefix('/a'))],
  ])('%s', (text, language) => {
    const described = strings.describe(language);
    if (text.startsWith('matching')) { expect(re2(described.slice('matching '.length))).toBe(language); } else { expect(described).toBe(text); }
  });
});

describe('the size of an algebra', () => {
  test('grows with what is built, and not with what is there already', () => {
    const fresh = new Algebra({ greatest: 9 });
    const port = fresh.dimension('port', fresh.integers);
    const before = fresh.sets.size;
    expect(before).toEqual({ decisions: 0, results: 0 });
    const one = fresh.sets.where(port, fresh.integers.of(1));
    const two = fresh.sets.where(port, fresh.integers.of(2));
    const { decisions } = fresh.sets.size;
    expect(decisions).toBeGreaterThan(0);
    const both = fresh.sets.union(one, two);
    const after = fresh.sets.size;
    expect(after.decisions).toBeGreaterThan(decisions);
    expect(after.results).toBeGreaterThan(0);
    expect(fresh.sets.union(one, two) === both).toBe(true);
    expect(fresh.sets.size).toEqual(after);
  });
});

test('boxes keep the other sides of what they split', () => {
  const path = algebra.dimension('path', strings);
  const port = algebra.dimension('port', integers);
  const set = sets.union(
    sets.intersection(sets.where(path, strings.exact('a')), sets.where(port, integers.of(1))), sets.intersection(sets.where(path, strings.exact('b')), sets.where(port, integers.of(2))),
  );
  expect(boxes(sets, set).map(box => box.map(({ dimension }) => dimension.name).sort())).toEqual([['path', 'port'], ['path', 'port']]);
});
