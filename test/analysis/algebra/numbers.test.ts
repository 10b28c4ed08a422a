import * as fc from 'fast-check';
import type { Range } from '../../../src/analysis/algebra';
import { Algebra } from '../../../src/analysis/algebra';

const GREATEST = 40;
const { integers } = new Algebra({ greatest: GREATEST });
const { addresses } = new Algebra();

const range = fc.tuple(fc.integer({ min: -3, max: GREATEST + 3 }), fc.integer({ min: 0, max: 9 }))
  .map<Range>(([first, size]) => [first, first + size]);
const ranges = fc.array(range);
const everyInteger = Array.from({ length: GREATEST + 1 }, (_, i) => i);

describe('integers', () => {
  test('every operation, number by number', () => {
    fc.assert(fc.property(ranges, ranges, (x, y) => {
      const [a, b] = [integers.ofRanges(x), integers.ofRanges(y)];
      const within = (list: readonly Range[], n: number) => list.some(([first, last]) => first <= n && n <= last);
      for (const n of everyInteger) {
        expect(integers.includes(a, n)).toBe(within(x, n));
        expect(integers.includes(integers.union(a, b), n)).toBe(within(x, n) || within(y, n));
        expect(integers.includes(integers.intersection(a, b), n)).toBe(within(x, n) && within(y, n));
        expect(integers.includes(integers.difference(a, b), n)).toBe(within(x, n) && !within(y, n));
      }
    }));
  });

  test('equal sets are one object, and their ranges are the fewest', () => {
    fc.assert(fc.property(ranges, x => {
      const set = integers.ofRanges(x);
      const members = everyInteger.filter(n => integers.includes(set, n));
      expect(integers.of(...members)).toBe(set);
      expect(integers.complement(integers.complement(set))).toBe(set);
      expect(integers.ranges(set).flatMap(([first, last]) => everyInteger.slice(first, last + 1))).toEqual(members);
      expect(integers.ranges(set).every(([first], i, all) => i === 0 || all[i - 1][1] + 1 < first)).toBe(true);
      expect(integers.witness(set)?.value).toBe(members[0]);
    }));
  });

  test('nothing lies outside of the universe', () => {
    expect(integers.range(0, GREATEST)).toBe(integers.all);
    expect(integers.of(-1, GREATEST + 1, 1.5)).toBe(integers.none);
    expect(integers.includes(integers.all, GREATEST + 1)).toBe(false);
    expect(integers.includes(integers.all, '1')).toBe(false);
  });
});

const v4 = fc.tuple(fc.constantFrom(0, 10, 127, 128, 255), fc.constantFrom(0, 1, 255), fc.constantFrom(0, 255), fc.constantFrom(0, 1, 2, 255))
  .map(parts => parts.join('.'));
const group = fc.constantFrom('0', '1', 'ffff', '8000');
const v6 = fc.tuple(fc.constantFrom('2001', 'fd00', '0', 'ffff'), group, group, group, group, group, group, group)
  .map(parts => parts.join(':')).filter(text => !/^(0:){5}ffff:/.test(text));
const address = fc.oneof(v4, v6);
const blocks = fc.oneof(
  fc.tuple(v4, fc.integer({ min: 0, max: 32 })).map(([base, prefix]) => ({ base, prefix })),
  fc.tuple(v6, fc.integer({ min: 0, max: 128 })).map(([base, prefix]) => ({ base, prefix })),
);

function bits(text: string): string {
  return text.includes(':') ? text.split(':').map(part => parseInt(part, 16).toString(2).padStart(16, '0')).join('')
    : text.split('.').map(part => Number(part).toString(2).padStart(8, '0')).join('');
}

function inBlock({ base, prefix }: { readonly base: string; readonly prefix: number }, text: string): boolean {
  return bits(base).length === bits(text).length && bits(base).slice(0, prefix) === bits(text).slice(0, prefix);
}

function block(text: string) {
  const set = addresses.block(text);
  if (set === undefined) { throw new Error(text); }
  return set;
}

describe('addresses', () => {
  test('every operation, address by address', () => {
    const lists = fc.array(blocks, { maxLength: 4 });
    fc.assert(fc.property(lists, lists, fc.array(address, { minLength: 10 }), (x, y, tried) => {
      const [a, b] = [x, y].map(list => addresses.union(...list.map(({ base, prefix }) => block(`${base}/${prefix}`))));
      const has = (list: typeof x, text: string) => list.some(one => inBlock(one, text));
      for (const text of [...tried, ...x.map(({ base }) => base), ...y.map(({ base }) => base)]) {
        expect(addresses.includes(addresses.union(a, b), text)).toBe(has(x, text) || has(y, text));
        expect(addresses.includes(addresses.intersection(a, b), text)).toBe(has(x, text) && has(y, text));
        expect(addresses.includes(addresses.difference(a, b), text)).toBe(has(x, text) && !has(y, text));
      }
    }), { numRuns: 500 });
  });

  test('a set is what its blocks make up, and the same object', () => {
    fc.assert(fc.property(fc.array(blocks, { maxLength: 4 }), fc.array(blocks, { maxLength: 2 }), (x, y) => {
      const [a, b] = [x, y].map(list => addresses.union(...list.map(({ base, prefix }) => block(`${base}/${prefix}`))));
      const set = addresses.difference(a, b);
      expect(addresses.union(...addresses.blocks(set).map(block))).toBe(set);
      const found = addresses.witness(set);
      expect(found === undefined).toBe(set === addresses.none);
      if (found !== undefined) { expect(addresses.includes(set, found.value)).toBe(true); }
    }), { numRuns: 500 });
  });

  test('addresses in all their spellings', () => {
    expect(block('2001:DB8::1')).toBe(block('2001:db8:0:0:0:0:0:1/128'));
    expect(block('::ffff:10.0.0.1')).toBe(block('10.0.0.1'));
    expect(block('::ffff:10.0.0.0/104')).toBe(block('10.0.0.0/8'));
    expect(block('10.1.2.3/8')).toBe(block('10.0.0.0/8'));
    expect(addresses.union(block('0.0.0.0/0'), block('::/0'))).toBe(addresses.all);
    expect(block('64:ff9b::192.0.2.33')).toBe(block('64:ff9b::c000:221'));
    expect(addresses.blocks(block('1:0:0:2:0:0:0:3'))).toEqual(['1:0:0:2::3']);
    expect(addresses.blocks(block('::'))).toEqual(['::']);
  });

  test('IPv4-mapped addresses are of IPv4 alone', () => {
    expect(addresses.includes(addresses.ipv6, '::ffff:10.0.0.1')).toBe(false);
    expect(addresses.includes(block('10.0.0.0/8'), '::ffff:10.0.0.1')).toBe(true);
    expect(addresses.difference(block('::fffe:0:0/95'), block('::fffe:0:0/96'))).toBe(addresses.none);
    expect(addresses.block('::ffff:10.0.0.1/64')).toBeUndefined();
  });

  test.each(['', 'x', '1.2.3', '1.2.3.256', '01.2.3.4', '1.2.3.4/33', '::/129', ':::', '1::2::3', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7', '12345::', '1.2.3.4/', '/8',
    '1.2.3.4/08', '::1%eth0', '1:2:3:4:5:6:7::8'])('%j is no block', text => {
    expect(addresses.block(text)).toBeUndefined();
  });
});
