const LONGEST = 80;

/** A value as messages quote it. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** `app: cart, version: v1`. */
export function labelsText(labels: ReadonlyMap<string, string>): string {
  return [...labels].map(([key, value]) => `${key}: ${value}`).join(', ');
}
