import type { Letters } from './letters';
import { ANY_LETTER, foldAscii, lettersOf } from './letters';

/**
 * A regular expression. What it matches, it matches as a whole.
 */
export type Expression =
  | { readonly kind: 'letter'; readonly letters: Letters }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'choice'; readonly options: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly part: Expression; readonly least: number; readonly most: number }
  /** Matches nothing but a place: where the text begins, or where it ends. */
  | { readonly kind: 'begin' }
  | { readonly kind: 'end' };

export interface TextOptions {
  /** ASCII letters match in either case. */
  readonly ignoreCase?: boolean;
}

export function letter(letters: Letters): Expression {
  return { kind: 'letter', letters };
}

export function sequence(...parts: readonly Expression[]): Expression {
  return { kind: 'sequence', parts };
}

export function choice(...options: readonly Expression[]): Expression {
  return { kind: 'choice', options };
}

/** @param most may be Infinity */
export function repeat(part: Expression, least: number, most: number): Expression {
  return { kind: 'repeat', part, least, most };
}

export function text(value: string, options: TextOptions = {}): Expression {
  return sequence(...Array.from(value, character => {
    const letters = lettersOf(character);
    return letter(options.ignoreCase === true ? foldAscii(letters) : letters);
  }));
}

/** Any string, the empty one too. */
export const ANYTHING = repeat(letter(ANY_LETTER), 0, Infinity);
/** Any string but the empty one. */
export const SOMETHING = repeat(letter(ANY_LETTER), 1, Infinity);

/** Text in which every `wildcard` stands for what `meaning` says, and everything else for itself. */
export function withWildcards(value: string, wildcard: string, meaning: Expression, options: TextOptions = {}): Expression {
  return sequence(...value.split(wildcard).flatMap((part, i) => i === 0 ? [text(part, options)] : [meaning, text(part, options)]));
}
