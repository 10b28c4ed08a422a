import type { Language, Strings, TextOptions } from '../algebra';

/** The strings of a form of authorization policies: `*` (not empty), `*suffix`, `prefix*`, or exact. */
export function policyStrings(strings: Strings, pattern: string, options: TextOptions = {}): Language {
  if (pattern === '*') { return strings.nonEmpty; }
  if (pattern.startsWith('*')) { return strings.suffix(pattern.slice(1), options); }
  return pattern.endsWith('*') ? strings.prefix(pattern.slice(0, -1), options) : strings.exact(pattern, options);
}

/** The same for headers, where `*` is satisfied by a header without value. */
export function policyHeaders(strings: Strings, pattern: string, options: TextOptions = {}): Language {
  return pattern === '*' ? strings.all : policyStrings(strings, pattern, options);
}
