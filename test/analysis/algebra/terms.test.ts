import type { Language } from '../../../src/analysis/algebra';
import { Algebra } from '../../../src/analysis/algebra';
import { enumerate, frontier } from '../../../src/analysis/algebra/strings/terms';

const { strings } = new Algebra();
const re2 = (source: string): Language => strings.re2(`(?s)${source}`) as Language;
const listed = (set: Language, ignoreCase = false): readonly string[] | undefined =>
  enumerate(set, ignoreCase)?.map(({ form, text }) => (form === 'prefix' ? `${text}*` : text));

describe('a list of strings and beginnings', () => {
  test.each<[string, readonly string[]]>([
    ['a|b|cd', ['a', 'b', 'cd']], ['a.*|b', ['a*', 'b']], ['', ['']], ['(|a|ab)', ['', 'a', 'ab']], ['a(b|c.*)', ['ab', 'ac*']], ['[a-c]x', ['ax', 'bx', 'cx']], ['.*', ['*']],
  ])('%s', (source, list) => expect(listed(re2(source))).toEqual(list));

  test('of nothing is empty', () => expect(listed(strings.none)).toEqual([]));

  test.each(['.*a', 'a*', '[a-d]', '[^a]', 'x[a-d]y', 'a+b', 'ab*.*x', '.', '.+'])('%s has none', source => expect(listed(re2(source))).toBeUndefined());

  test('in any case is written in lower case', () => {
    const either = strings.union(strings.exact('Ab', { ignoreCase: true }), strings.prefix('c1', { ignoreCase: true }));
    expect(listed(either, true)).toEqual(['ab', 'c1*']);
    expect(listed(either)).toEqual(['AB', 'Ab', 'C1*', 'aB', 'ab', 'c1*']);
  });

  test('that is very long is none', () => {
    const digits = (list: readonly number[]): Language => strings.oneOf(list.map(n => `${n}`));
    const many = Array.from({ length: 2200 }, (_, i) => 1000 + 7 * i).filter(n => n % 10 < 9);
    expect(listed(digits(many.slice(0, 1500)))).toHaveLength(1500);
    expect(listed(strings.oneOf(Array.from({ length: 2200 }, (_, i) => String.fromCodePoint(0x100 + 2 * i))))).toBeUndefined();
    expect(listed(strings.oneOf(Array.from({ length: 1900 }, (_, i) => String.fromCodePoint(0x100 + 2 * i))))).toHaveLength(1900);
  });
});

describe('the shortest beginnings after which everything is in a set', () => {
  test.each<[string, readonly string[]]>([
    ['a.*', ['a']], ['a.*|bc.*', ['a', 'bc']], ['.*x.*', ['x']], ['abc', []], ['a*b.*', ['b']], ['a.*|x', ['a']], ['[a-c]z.*', ['az', 'bz', 'cz']], ['[a-d]z.*', []], ['(ab)*c.*', ['c']],
  ])('%s', (source, beginnings) => {
    const found = frontier(re2(source), false);
    expect(found).toEqual(beginnings);
    expect(found.every(text => strings.isSubset(strings.prefix(text), re2(source)))).toBe(true);
  });

  test('a set without any', () => {
    expect(frontier(re2('abc'), false)).toEqual([]);
    expect(frontier(re2('.*a'), false)).toEqual([]);
    expect(frontier(strings.none, false)).toEqual([]);
  });

  test('in any case are written in lower case', () => {
    const either = strings.prefix('Ab', { ignoreCase: true });
    expect(frontier(either, true)).toEqual(['ab']);
    expect([...frontier(either, false)].sort()).toEqual(['AB', 'Ab', 'aB', 'ab']);
  });

  test('are looked for up to a depth, and for no longer than is reasonable', () => {
    expect(frontier(strings.prefix('a'.repeat(256)), false)).toEqual(['a'.repeat(256)]);
    expect(frontier(strings.prefix('a'.repeat(257)), false)).toEqual([]);
    const ways = (length: number): number => frontier(re2(`[abc]{${length}}.*`), false).length;
    expect([ways(6), ways(7)]).toEqual([729, 2187]);
    expect(ways(8)).toBeLessThan(3 ** 8);
  });
});
