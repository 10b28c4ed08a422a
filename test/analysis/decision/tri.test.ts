import { all, isUnknown, not, some, Unknown } from '../../../src/analysis/decision/tri';
import type { Tri } from '../../../src/analysis/decision/tri';

const first = new Unknown('the first');
const second = new Unknown('the second');
const itself = (value: Tri): Tri => value;

test('not turns what is known around, and leaves what is not', () => {
  expect(not(true)).toBe(false);
  expect(not(false)).toBe(true);
  expect(not(first)).toBe(first);
});

test('only an Unknown is unknown', () => {
  expect(isUnknown(first)).toBe(true);
  expect([undefined, null, false, { cause: 'x' }].some(isUnknown)).toBe(false);
});

describe('all', () => {
  test.each<[string, Tri[], Tri]>([
    ['of nothing is true', [], true],
    ['is true if each is', [true, true], true],
    ['is false as soon as one is', [true, false, true], false],
    ['is false even behind an unknown', [first, false], false],
    ['is the first unknown, if none is false', [true, first, second, true], first],
  ])('%s', (_, values, expected) => expect(all(values, itself)).toBe(expected));
});

describe('some', () => {
  test.each<[string, Tri[], Tri]>([
    ['of nothing is false', [], false],
    ['is false if each is', [false, false], false],
    ['is true as soon as one is', [false, true, false], true],
    ['is true even behind an unknown', [first, true], true],
    ['is the first unknown, if none is true', [false, first, second, false], first],
  ])('%s', (_, values, expected) => expect(some(values, itself)).toBe(expected));
});
