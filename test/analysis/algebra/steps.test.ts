import * as fc from 'fast-check';
import { merged, stepOf, zip } from '../../../src/analysis/algebra/automata/steps';
import type { Steps } from '../../../src/analysis/algebra/automata/steps';

const LAST = 12;
const letters = Array.from({ length: LAST + 3 }, (_, i) => i);
const steps = fc.tuple(fc.uniqueArray(fc.integer({ min: 1, max: LAST }), { maxLength: 6 }), fc.array(fc.nat(2), { minLength: 7, maxLength: 7 }))
  .map<Steps<number>>(([cuts, values]) => ({ starts: [0, ...cuts.sort((a, b) => a - b)], values: values.slice(0, cuts.length + 1) }));
const at = <T>({ starts, values }: Steps<T>, one: number): T => values[starts.filter(start => start <= one).length - 1];

describe('a function that goes in steps', () => {
  test('has the step that a letter lies in', () => {
    fc.assert(fc.property(steps, ({ starts }) => {
      for (const one of letters) { expect(stepOf(starts, one)).toBe(starts.filter(start => start <= one).length - 1); }
    }));
    expect([stepOf([0], 0), stepOf([0], 99), stepOf([0, 5], 4), stepOf([0, 5], 5)]).toEqual([0, 0, 0, 1]);
  });

  test('stays the same when equal neighbours become one, and has none then', () => {
    fc.assert(fc.property(steps, given => {
      const result = merged(given.starts, given.values);
      for (const one of letters) { expect(at(result, one)).toBe(at(given, one)); }
      expect(result.starts).toHaveLength(result.values.length);
      expect(result.values.every((value, i) => i === 0 || value !== result.values[i - 1])).toBe(true);
    }));
    expect(merged([0, 3, 5, 9], ['a', 'a', 'b', 'a'])).toEqual({ starts: [0, 5, 9], values: ['a', 'b', 'a'] });
  });

  test('meets another, letter by letter, in no more steps than both have', () => {
    fc.assert(fc.property(steps, steps, (a, b) => {
      const result = zip(a, b, (x, y) => `${x} ${y}`);
      for (const one of letters) { expect(at(result, one)).toBe(`${at(a, one)} ${at(b, one)}`); }
      expect(result.starts).toEqual([...new Set([...a.starts, ...b.starts])].sort((x, y) => x - y));
      expect(result.values).toHaveLength(result.starts.length);
    }));
    const pair = (a: string, b: string): string => a + b;
    expect(zip({ starts: [0, 2], values: ['a', 'b'] }, { starts: [0, 1, 2, 3], values: ['c', 'd', 'e', 'f'] }, pair)).toEqual({ starts: [0, 1, 2, 3], values: ['ac', 'ad', 'be', 'bf'] });
    expect(zip({ starts: [0, 4], values: ['a', 'b'] }, { starts: [0, 1], values: ['c', 'd'] }, pair)).toEqual({ starts: [0, 1, 4], values: ['ac', 'ad', 'bd'] });
  });
});
