import type { Reader } from '../json';
import { valueAt } from '../json';

/**
 * A string of a route's match. `presence` is `{}`: any value will do.
 */
export type StringMatch =
  | { readonly form: 'exact' | 'prefix' | 'regex'; readonly value: string }
  | { readonly form: 'presence' };

export function readStringMatch(reader: Reader): StringMatch | undefined {
  if (!reader.exists) { return undefined; }
  for (const form of ['exact', 'prefix', 'regex'] as const) {
    if (valueAt(reader.value, form) !== undefined) { return { form, value: reader.string(form) ?? '' }; }
  }
  return { form: 'presence' };
}

/** Of headers and the like, `*` as an expression means presence too, though it is none. */
function readValueMatch(reader: Reader): StringMatch {
  const match = readStringMatch(reader);
  return match === undefined || (match.form === 'regex' && match.value === '*') ? { form: 'presence' } : match;
}

export function readStringMatches(reader: Reader, key: string): readonly (readonly [string, StringMatch])[] {
  return (reader.entries(key) ?? []).map(([name, entry]) => [name, readValueMatch(entry)] as const);
}
