import type { Problems } from './problems';

/** An object with more unknown fields is of another kind, and nobody reads on. */
const MOST_SUGGESTIONS = 20;

/** What is wrong with a field that nobody knows. */
export function reportUnknownField(name: string, known: readonly string[], problems: Problems): void {
  problems.add('unknown-field', `there is no field '${name}'${problems.count < MOST_SUGGESTIONS ? suggestion(name, known) : ''}`);
}

/** The name that was most likely meant, as ` (did you mean 'hosts'?)`; '' where none is near. */
export function suggestion(name: string, known: readonly string[]): string {
  const best = nearest(name, known, Math.max(1, Math.floor(name.length / 3)));
  return best === undefined ? '' : ` (did you mean '${best}'?)`;
}

/** The known name that is least far, if it is not farther than so many changes. */
export function nearest(name: string, known: readonly string[], farthest: number): string | undefined {
  const best = known
    .map(candidate => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return best !== undefined && best.distance <= farthest ? best.candidate : undefined;
}

const LONGEST = 64;

/** How many characters must be added, dropped, changed, or swapped with the next. */
function distance(a: string, b: string): number {
  if (a.length > LONGEST || b.length > LONGEST) { return Infinity; }
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2] + 1 : Infinity;
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1), swapped));
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}
