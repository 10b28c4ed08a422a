import * as fc from 'fast-check';
import type { Range } from '../../../src/analysis/algebra';
import { allBut, ANY_LETTER, lettersOf, span, unite } from '../../../src/analysis/algebra';
import { complement, normalized, toSteps } from '../../../src/analysis/algebra/domains/ranges';
import { codePoints, foldAscii, LAST_CODE_POINT } from '../../../src/analysis/algebra/strings/letters';

const LAST = 20;
const everyNumber = Array.from({ length: LAST + 4 }, (_, i) => i);
const range = fc.tuple(fc.integer({ min: 0, max: LAST + 2 }), fc.integer({ min: -2, max: 6 })).map<Range>(([first, size]) => [first, first + size]);
const ranges = fc.array(range, { maxLength: 5 });
const within = (list: readonly Range[], n: number): boolean => list.some(([first, last]) => first <= n && n <= last);

describe('ranges', () => {
  test('are put in order, without one that touches another', () => {
    fc.assert(fc.property(ranges, list => {
      const result = normalized(list);
      for (const n of everyNumber) { expect(within(result, n)).toBe(within(list, n)); }
      result.forEach(([first, last], i) => {
        expect(first).toBeLessThanOrEqual(last);
        if (i > 0) { expect(first).toBeGreaterThan(result[i - 1][1] + 1); }
      });
    }), { numRuns: 200 });
    expect(normalized([[5, 6], [1, 2], [3, 3], [8, 7], [2, 2]])).toEqual([[1, 3], [5, 6]]);
    expect(normalized([[1, 9], [2, 3]])).toEqual([[1, 9]]);
    expect(normalized([])).toEqual([]);
  });

  test('and what is not in them are everything', () => {
    fc.assert(fc.property(ranges, list => {
      const result = complement(list, LAST);
      for (const n of everyNumber) { expect(within(result, n)).toBe(n <= LAST && !within(list, n)); }
      expect(result).toEqual(normalized(result));
    }), { numRuns: 200 });
    expect(([[], [[0, 5]], [[5, 5]], [[6, 9]], [[2, 9]], [[0, 0], [2, 4]]] as const).map(list => complement(list, 5)))
      .toEqual([[[0, 5]], [], [[0, 4]], [[0, 5]], [[0, 1]], [[1, 1], [5, 5]]]);
  });

  test('are steps in and out, the first at 0', () => {
    expect(toSteps([], 'in', 'out')).toEqual({ starts: [0], values: ['out'] });
    expect(toSteps([[0, 2]], 'in', 'out')).toEqual({ starts: [0, 3], values: ['in', 'out'] });
    expect(toSteps([[4, 4], [1, 2]], 'in', 'out')).toEqual({ starts: [0, 1, 3, 4, 5], values: ['out', 'in', 'out', 'in', 'out'] });
    expect(toSteps([[7, Infinity]], 'in', 'out')).toEqual({ starts: [0, 7], values: ['out', 'in'] });
    expect(toSteps([[0, Infinity]], 'in', 'out')).toEqual({ starts: [0], values: ['in'] });
  });
});

describe('letters', () => {
  test('are code points', () => {
    expect(lettersOf('ba\u{1f600}c')).toEqual([[97, 99], [0x1f600, 0x1f600]]);
    expect(codePoints('a\u{1f600}')).toEqual([97, 0x1f600]);
    expect(span('a', '\u{1f600}')).toEqual([97, 0x1f600]);
    expect(ANY_LETTER).toEqual([[0, 0x10ffff]]);
    expect(unite(lettersOf('a'), [], [span('b', 'd')], lettersOf('z'))).toEqual([[97, 100], [122, 122]]);
  });

  test('all but some', () => {
    expect(allBut(ANY_LETTER)).toEqual([]);
    expect(allBut([])).toEqual(ANY_LETTER);
    expect(allBut([[0, 64]])).toEqual([[65, LAST_CODE_POINT]]);
    expect(allBut([[64, LAST_CODE_POINT]])).toEqual([[0, 63]]);
  });

  test('in both cases, of ASCII alone', () => {
    expect(foldAscii(lettersOf('a'))).toEqual(lettersOf('aA'));
    expect(foldAscii(lettersOf('Z'))).toEqual(lettersOf('zZ'));
    expect(foldAscii([span('A', 'Z')])).toEqual(unite([span('A', 'Z')], [span('a', 'z')]));
    expect(foldAscii([span('y', '~')])).toEqual(unite([span('y', '~')], [span('Y', 'Z')]));
    expect(foldAscii([span('@', 'B')])).toEqual(unite([span('@', 'B')], [span('a', 'b')]));
    expect(foldAscii(lettersOf('@[`{1\u00e9\u00c9'))).toEqual(lettersOf('@[`{1\u00e9\u00c9'));
    expect(foldAscii(ANY_LETTER)).toEqual(ANY_LETTER);
    expect(foldAscii([])).toEqual([]);
  });
});
