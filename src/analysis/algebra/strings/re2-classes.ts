import type { Letters } from './letters';
import { foldAscii, lettersOf, span, unite } from './letters';

const DIGIT: Letters = [span('0', '9')];
const UPPER: Letters = [span('A', 'Z')];
const LOWER: Letters = [span('a', 'z')];
const WORD = unite(DIGIT, UPPER, LOWER, lettersOf('_'));

/** `\d`, `\s` and `\w` are ASCII; unlike in other dialects, `\s` has no vertical tab. */
export const PERL_CLASSES: ReadonlyMap<string, Letters> = new Map([
  ['d', DIGIT],
  ['s', lettersOf('\t\n\f\r ')],
  ['w', WORD],
]);

/** `[:name:]` within brackets. */
export const POSIX_CLASSES: ReadonlyMap<string, Letters> = new Map([
  ['alnum', unite(DIGIT, UPPER, LOWER)],
  ['alpha', unite(UPPER, LOWER)],
  ['ascii', [[0, 0x7f]]],
  ['blank', lettersOf('\t ')],
  ['cntrl', [[0, 0x1f], [0x7f, 0x7f]]],
  ['digit', DIGIT],
  ['graph', [span('!', '~')]],
  ['lower', LOWER],
  ['print', [span(' ', '~')]],
  ['punct', unite([span('!', '/')], [span(':', '@')], [span('[', '`')], [span('{', '~')])],
  ['space', lettersOf('\t\n\v\f\r ')],
  ['upper', UPPER],
  ['word', WORD],
  ['xdigit', unite(DIGIT, [span('A', 'F')], [span('a', 'f')])],
]);

/** Escapes that stand for one character. */
export const ESCAPES: ReadonlyMap<string, number> = new Map([['a', 7], ['f', 12], ['n', 10], ['r', 13], ['t', 9], ['v', 11]]);

/**
 * Both cases of all letters, where that is certain: for ASCII, whose letters k and s have a third form in Unicode. Other
 * letters fold as the version of Unicode has it that a proxy was built with; undefined for them.
 */
export function foldCase(letters: Letters): Letters | undefined {
  const last = letters.length === 0 ? 0 : letters[letters.length - 1][1];
  if (last > 0x7f && !covers(letters, [0x80, 0x10ffff])) { return undefined; }
  const folded = foldAscii(letters);
  return unite(folded, has(folded, 'k') ? [span('\u212a', '\u212a')] : [], has(folded, 's') ? [span('\u017f', '\u017f')] : []);
}

function has(letters: Letters, character: string): boolean {
  const [code] = span(character, character);
  return covers(letters, [code, code]);
}

function covers(letters: Letters, [low, high]: readonly [number, number]): boolean {
  return letters.some(([first, last]) => first <= low && high <= last);
}
