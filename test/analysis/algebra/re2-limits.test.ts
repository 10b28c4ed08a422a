import type { Language } from '../../../src/analysis/algebra';
import { Algebra, letter, lettersOf, repeat, sequence, text, Unsupported, withWildcards } from '../../../src/analysis/algebra';
import { Nfa } from '../../../src/analysis/algebra/strings/nfa';
import { parseRe2 } from '../../../src/analysis/algebra/strings/re2';

const { strings } = new Algebra();
const includes = (source: string, value: string): boolean => {
  const language = strings.re2(source);
  if (language instanceof Unsupported) { throw new Error(`${source}: ${language.reason}`); }
  return strings.includes(language, value);
};

describe('what is refused is refused for the right reason', () => {
  test.each<[source: string, reason: string]>([
    ['\\pL', 'Unicode property'], ['[\\PN]', 'Unicode property'], ['\\C', 'single byte'], ['a\\b', 'word boundary'], ['\\B', 'word boundary'],
    ['[a', 'a [ without ]'], ['[', 'a [ without ]'], ['[]', 'a [ without ]'], ['[a-', 'a [ without ]'], ['[^', 'a [ without ]'], ['[b-a]', 'from a later character'],
    ['[[:nope:]]', 'no class [:nope:]'], ['[[:^nope:]]', 'no class [:nope:]'], ['\\x{110000}', 'no such character'], ['\\q', 'an escape'], ['\\8', 'an escape'], ['\\', 'an escape'],
    ['(a', 'a ( without )'], ['a)', 'a ) without ('], ['(?z)', 'a group'], ['(?)', 'a group'], ['(?=a)', 'a group'], ['(?', 'a group'],
    ['*a', 'nothing to repeat'], ['(*)', 'nothing to repeat'], ['|+', 'nothing to repeat'], ['{2}', 'nothing to repeat'], ['(?i)*', 'nothing to repeat'],
    ['a**', 'a repetition of a repetition'], ['a{2}{3}', 'a repetition of a repetition'], ['a*??', 'a repetition of a repetition'], ['\\Qab\\E*', 'a repetition of a quotation'],
    ['a\\Q\\E*', 'a repetition of a quotation'], ['\\Qab\\E{2}', 'a repetition of a quotation'], ['(?m)^', 'an anchor at lines'], ['(?m)$', 'an anchor at lines'],
    ['(?i)\u00e9', 'beyond ASCII'], ['(?i)[a\u00e9]', 'beyond ASCII'], ['(?i)[\\x{81}-\\x{10ffff}]', 'beyond ASCII'], ['(?i)[\\x{80}-\\x{10fffe}]', 'beyond ASCII'],
  ])('%s', (source, reason) => {
    expect(parseRe2(source)).toEqual(new Unsupported(source, expect.stringContaining(reason) as unknown as string));
  });
});

describe('as often as RE2 repeats', () => {
  test.each(['a{1000}', '(a{10}){100}', '((a{10}){10}){10}', '(a{1000})*', '(a{1000})+', '(a{0,1000})?', '(a*){1000}', '(a{500}|b{2}){2}', '(b{2}|a{500}){2}', '(a{0}){1000}', '(a{500}){2,}',
    'a{1000}b{1000}'])('%s is read', source => expect(parseRe2(source)).not.toBeInstanceOf(Unsupported));

  test.each(['a{1001}', 'a{0,1001}', 'a{1001,}', '(a{10}){101}', '((a{10}){10}){11}', '(a{1000}){2}', '(a{501}|b{2}){2}', '(b{2}|a{501}){2}', '(xa{501}y){2}', '(a{501}){2,}', 'a{3,2}',
    '(a{500}b{2}){3}'])('%s is not', source => expect(parseRe2(source)).toEqual(new Unsupported(source, 'a repetition RE2 refuses')));

  test('and as often as was said', () => {
    expect([0, 1, 2, 3, 4].map(n => includes('a{2,3}', 'a'.repeat(n)))).toEqual([false, false, true, true, false]);
    expect([0, 1, 2, 3, 4].map(n => includes('(a{2}){1,2}', 'a'.repeat(n)))).toEqual([false, false, true, false, true]);
    expect([0, 1, 2, 3].map(n => includes('a{2,}', 'a'.repeat(n)))).toEqual([false, false, true, true]);
    expect([0, 1, 2, 10].map(n => includes('a{0,1}', 'a'.repeat(n)))).toEqual([true, true, false, false]);
    expect([10, 9].map(n => includes('a{10}', 'a'.repeat(n)))).toEqual([true, false]);
  });
});

describe('characters', () => {
  test.each<[source: string, yes: readonly string[], no: readonly string[]]>([
    ['\\0a', ['\0a'], ['\0', 'a']], ['\\012', ['\n'], ['\x012', '\0']], ['\\0128', ['\n8'], ['\n']], ['\\08', ['\x008'], ['\0']], ['\\177', ['\x7f'], []], ['\\1234', ['S4'], ['S']],
    ['\uffffa', ['\uffffa'], ['\uffff']], ['\u{10000}a', ['\u{10000}a'], ['\u{10000}']], ['[a-a]', ['a'], ['b']], ['[\\x41-C]', ['B'], ['D']], ['\\x7e', ['~'], []],
    ['[[:^alpha:]]', ['1'], ['a']], ['[[:alpha:][:digit:]]', ['a', '1'], ['-', ':']], ['[[:a]]', [':]', 'a]', '[]'], ['a']], ['[a^]', ['a', '^'], ['b']], ['[a\\]]', [']'], ['\\']],
    ['\\Q\\E', [''], ['a']], ['a\\Q\\Eb', ['ab'], ['a']], ['\\Q*+\\E\\Q?', ['*+?'], ['*']], ['(?i)\\Qab\\E', ['AB'], ['a']],
  ])('%s', (source, yes, no) => {
    expect([yes.filter(value => !includes(source, value)), no.filter(value => includes(source, value))]).toEqual([[], []]);
  });
});

describe('in either case', () => {
  test.each<[source: string, yes: string, no: string]>([
    ['a', 'aA', '\u212a\u017fb'], ['z', 'zZ', '\u212a\u017f'], ['k', 'kK\u212a', '\u017fj'], ['S', 'sS\u017f', '\u212at'], ['[i-l]', 'iIkKlL\u212a', '\u017fmM'], ['[A-J]', 'aAjJ', 'kK\u212a'],
    ['[r-t]', 'RsT\u017f', '\u212a'], ['[l-r]', 'lR', 'kKsS\u212a\u017f'], ['\\x{7f}', '\x7f', '\x7e'], ['[\\x{0}-\\x{7f}]', 'aZ\x7f\u212a\u017f', '\x80\u00e9'],
    ['[\\x{80}-\\x{10ffff}]', '\u00e9\u{10ffff}', 'kz\x7f'], ['[^a]', 'bB\u00e9', 'aA'], ['[^\\x{0}-\\x{10ffff}]', '', 'ak\u212a'], ['[[:upper:]]', 'aZ\u212a', '1'], ['[[:^upper:]]', '1', 'aZ\u212a'],
    ['\\d', '5', 'k'], ['\\w', 'k_\u212a\u017f', '-'], ['.', 'a\u212a', '\n'],
  ])('%s', (source, yes, no) => {
    const characters = [...yes, ...no];
    expect(characters.filter(one => includes(`(?i)${source}`, one)).join('')).toBe(yes);
    expect(characters.filter(one => includes(`(?is-m:${source})|(?-is:~~)`, one)).join('')).toBe(source === '.' ? yes + no : yes);
  });

  test('flags go on and off together, and end with their group', () => {
    expect(['(?is)a.', '(?i)(?s)a.', '(?s)(?i)a.', '(?si-m)a.'].map(source => includes(source, 'A\n'))).toEqual([true, true, true, true]);
    expect(['(?is)(?-i)a.', '(?is)(?-is)a.', '(?is)(?-s)a.', '(?i:a).', '(?i)(?-s:a).'].map(source => includes(source, 'A\n'))).toEqual([false, false, false, false, false]);
    expect(['(?is)(?-im:a).', '(?is)(?m-i:a).', '(?s)((?i)a).'].map(source => [includes(source, 'a\n'), includes(source, 'A\n')])).toEqual([[true, false], [true, false], [true, true]]);
    expect(['((?i)a)b', '(?i:a|b)c', '(?i)a|b'].map(source => ['Ab', 'aB', 'Bc', 'BC', 'B'].filter(value => includes(source, value)))).toEqual([['Ab'], ['Bc'], ['B']]);
  });
});

describe('texts', () => {
  const language = (expression: Parameters<typeof strings.of>[0]): Language => strings.of(expression);
  test('match as they are, or in either case', () => {
    expect(['ab', 'aB', 'AB', ''].map(value => strings.includes(language(text('ab')), value))).toEqual([true, false, false, false]);
    expect(['ab', 'aB', 'AB', ''].map(value => strings.includes(language(text('aB', { ignoreCase: true })), value))).toEqual([true, true, true, false]);
    expect(['aB', 'ab'].map(value => strings.includes(language(text('aB', { ignoreCase: false })), value))).toEqual([true, false]);
  });

  test('have wildcards at their ends and between', () => {
    const x = letter(lettersOf('x'));
    const has = (pattern: string, value: string, ignoreCase = false): boolean => strings.includes(language(withWildcards(pattern, '*', x, { ignoreCase })), value);
    expect([has('*', 'x'), has('*', ''), has('a*', 'ax'), has('*a', 'xa'), has('a*b', 'axb'), has('**', 'xx'), has('ab', 'ab'), has('', '')]).toEqual([true, false, true, true, true, true, true, true]);
    expect([has('a*', 'a'), has('a*', 'xax'), has('*a', 'a'), has('ab', 'xab'), has('', 'x'), has('A*', 'ax'), has('A*B', 'axb', true), has('a*', 'aX', true)])
      .toEqual([false, false, false, false, false, false, true, false]);
  });
});

test('an expression has no more states than it may', () => {
  const three = sequence(letter(lettersOf('a')), letter(lettersOf('b')));
  expect(new Nfa(three, 3).silent).toEqual([[], [], []]);
  expect(() => new Nfa(three, 2)).toThrow('more than 2 states');
  const nfa = new Nfa(repeat(letter(lettersOf('a')), 0, Infinity), 10);
  expect(nfa.closure([nfa.start], { begin: false, end: false })).toContain(nfa.accept);
  expect(nfa.closure([nfa.accept], { begin: false, end: false })).toEqual([nfa.accept]);
});
