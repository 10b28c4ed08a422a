/*
 * The string forms of authorization policies. `*` alone is presence, which an empty string does not have.
 */

export interface PolicyStringOptions {
  readonly ignoreCase?: boolean;
}

/** `*`, `*suffix`, `prefix*` or exact. A `*` anywhere else is an ordinary character. */
export function matchesPolicyString(pattern: string, value: string | undefined, options: PolicyStringOptions = {}): boolean {
  if (value === undefined) { return false; }
  if (pattern === '*') { return value !== ''; }
  const wanted = options.ignoreCase === true ? pattern.toLowerCase() : pattern;
  const got = options.ignoreCase === true ? value.toLowerCase() : value;
  if (wanted.startsWith('*')) { return got.endsWith(wanted.slice(1)); }
  if (wanted.endsWith('*')) { return got.startsWith(wanted.slice(0, -1)); }
  return got === wanted;
}

/** Headers differ in one point: `*` is satisfied by a header without value. */
export function matchesPolicyHeader(pattern: string, value: string | undefined, options: PolicyStringOptions = {}): boolean {
  return pattern === '*' ? value !== undefined : matchesPolicyString(pattern, value, options);
}

export function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

const compiled = new Map<string, RegExp | undefined>();

/** A regular expression that must match everything; undefined where it is none that we can run. */
export function fullMatch(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) {
    if (compiled.size > 10_000) { compiled.clear(); }
    compiled.set(pattern, compile(pattern));
  }
  return compiled.get(pattern);
}

function compile(pattern: string): RegExp | undefined {
  // Istio's expressions are RE2's. What the two languages share is run, what only one of them knows is unknown.
  const flags = /^\(\?([is]+)\)/.exec(pattern);
  const body = flags === null ? pattern : pattern.slice(flags[0].length);
  // A repetition within a repetition may take for ever where RE2 does not.
  if (/\([^()]*[*+}][^()]*\)[*+{]/.test(body)) { return undefined; }
  if (/\(\?[^:]|\\[1-9kpPAzZCQE]|\[\[:/.test(body)) { return undefined; }
  try {
    return new RegExp(`^(?:${body})$`, flags?.[1] ?? '');
  } catch {
    return undefined;
  }
}
