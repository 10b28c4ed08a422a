import type { Range } from '../domains/ranges';
import { complement, normalized } from '../domains/ranges';

/** A set of characters (Unicode code points), sorted, disjoint and not touching. */
export type Letters = readonly Range[];

export const LAST_CODE_POINT = 0x10ffff;
export const ANY_LETTER: Letters = [[0, LAST_CODE_POINT]];

export function lettersOf(text: string): Letters {
  return normalized([...text].map(character => [codeOf(character), codeOf(character)]));
}

/** From one character to another, as `a-z`. */
export function span(first: string, last: string): Range {
  return [codeOf(first), codeOf(last)];
}

export function unite(...sets: readonly Letters[]): Letters {
  return normalized(sets.flat());
}

export function allBut(letters: Letters): Letters {
  return complement(letters, LAST_CODE_POINT);
}

/** With every ASCII letter also the other case of it, as proxies compare host names. */
export function foldAscii(letters: Letters): Letters {
  return normalized([...letters, ...shifted(letters, span('A', 'Z'), 32), ...shifted(letters, span('a', 'z'), -32)]);
}

/** Splits a string into code points. */
export function codePoints(text: string): readonly number[] {
  return Array.from(text, codeOf);
}

function codeOf(character: string): number {
  return character.codePointAt(0) as number;
}

function shifted(letters: Letters, [low, high]: Range, by: number): readonly Range[] {
  return letters.map<Range>(([first, last]) => [Math.max(first, low) + by, Math.min(last, high) + by]);
}
