/**
 * A function on the letters 0, 1, 2, … that is constant from each start up to the next, and from the last one for ever.
 * `starts` rises strictly from 0. Where neighbouring values differ, which `merged` sees to, equal functions have equal steps.
 */
export interface Steps<T> {
  readonly starts: readonly number[];
  readonly values: readonly T[];
}

export function merged<T>(starts: readonly number[], values: readonly T[]): Steps<T> {
  let same = 0;
  for (let i = 1; i < values.length; i++) { if (values[i] === values[i - 1]) { same++; } }
  if (same === 0) { return { starts, values }; }
  const keep = (_: unknown, i: number): boolean => i === 0 || values[i] !== values[i - 1];
  return { starts: starts.filter(keep), values: values.filter(keep) };
}

/** The step that a letter lies in. */
export function stepOf(starts: readonly number[], letter: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle] <= letter) { low = middle; } else { high = middle - 1; }
  }
  return low;
}

/** Both functions at once, on the common refinement of their steps. */
export function zip<A, B, C>(a: Steps<A>, b: Steps<B>, pair: (a: A, b: B) => C): Steps<C> {
  const starts: number[] = [];
  const values: C[] = [];
  let i = 0;
  let j = 0;
  let start = 0;
  for (;;) {
    starts.push(start);
    values.push(pair(a.values[i], b.values[j]));
    const nextA = i + 1 < a.starts.length ? a.starts[i + 1] : Infinity;
    const nextB = j + 1 < b.starts.length ? b.starts[j + 1] : Infinity;
    start = Math.min(nextA, nextB);
    if (start === Infinity) { return { starts, values }; }
    if (nextA === start) { i++; }
    if (nextB === start) { j++; }
  }
}
