import * as fc from 'fast-check';
import { languages } from './_arbitraries';
import type { LanguageSample } from './_arbitraries';
import type { ProductSet } from '../../../src/analysis/algebra';
import { Algebra, fingerprint } from '../../../src/analysis/algebra';

/** Two paths and two ports in an algebra of its own, in which much may have been built before. */
function built([first, second, one, other]: readonly [LanguageSample, LanguageSample, number, number], before: readonly LanguageSample[] = []): {
  readonly algebra: Algebra;
  readonly sets: readonly ProductSet[];
} {
  const algebra = new Algebra({ greatest: 9 });
  const { sets, strings, integers } = algebra;
  for (const { make } of before) { make(strings); }
  const path = algebra.dimension('path', strings);
  const port = algebra.dimension('port', integers);
  const [a, b] = [first, second].map(({ make }) => sets.where(path, make(strings)));
  const [c, d] = [one, other].map(number => sets.where(port, integers.of(number)));
  const both = sets.union(sets.intersection(a, c), sets.intersection(b, d));
  return { algebra, sets: [a, b, c, both, sets.complement(sets.union(a, d)), sets.all, sets.none] };
}

const port = fc.integer({ min: 0, max: 9 });
const parts = fc.tuple(languages, languages, port, port);

describe('a fingerprint', () => {
  test('is the same for equal sets of any algebra, whatever was built before', () => {
    fc.assert(fc.property(parts, fc.array(languages, { maxLength: 3 }), (given, before) => {
      expect(built(given, before).sets.map(fingerprint)).toEqual(built(given).sets.map(fingerprint));
    }), { numRuns: 200 });
  });

  test('is another for another set', () => {
    fc.assert(fc.property(parts, given => {
      const { sets } = built(given);
      for (const a of sets) {
        for (const b of sets) { expect(fingerprint(a) === fingerprint(b)).toBe(a === b); }
      }
    }), { numRuns: 200 });
  });

  test('tells dimensions, values and places apart', () => {
    const algebra = new Algebra({ greatest: 99 });
    const { sets, strings, integers } = algebra;
    const [path, host] = ['path', 'host'].map(name => algebra.dimension(name, strings));
    const number = algebra.dimension('port', integers);
    const all = [
      sets.all, sets.none, sets.where(path, strings.exact('a')), sets.where(host, strings.exact('a')),
      sets.where(path, strings.exact('b')), sets.where(path, strings.exact('ab')), sets.where(path, strings.prefix('a')),
      sets.where(number, integers.of(1)), sets.where(number, integers.of(11)), sets.where(number, integers.of(1, 2)),
      sets.where(number, integers.of(1, 3)), sets.complement(sets.where(number, integers.of(1))),
      sets.intersection(sets.where(path, strings.exact('a')), sets.where(number, integers.of(1))), sets.union(sets.where(path, strings.exact('a')), sets.where(number, integers.of(1))),
    ];
    expect(new Set(all.map(fingerprint)).size).toBe(all.length);
  });

  test('is short, and stays what it is from one version to the next', () => {
    const algebra = new Algebra({ greatest: 9 });
    const set = algebra.sets.where(algebra.dimension('port', algebra.integers), algebra.integers.of(7));
    expect(fingerprint(set)).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprint(set)).toBe(fingerprint(set));
  });
});
