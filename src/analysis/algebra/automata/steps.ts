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
  const starts = refinement(a.starts, b.starts);
  const values = new Array<C>(starts.length);
  let i = 0;
  let j = 0;
  for (let k = 0; k < starts.length; k++) {
    if (a.starts[i + 1] === starts[k]) { i++; }
    if (b.starts[j + 1] === starts[k]) { j++; }
    values[k] = pair(a.values[i], b.values[j]);
  }
  return { starts, values };
}

/** The starts of both, sorted. Most are few and many are kept, so the array is made as long as it has to be. */
function refinement(a: readonly number[], b: readonly number[]): readonly number[] {
  let both = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) { both++; }
    if (a[i] <= b[j]) { i++; } else { j++; }
  }
  if (both === a.length) { return b; }
  if (both === b.length) { return a; }
  const starts = new Array<number>(a.length + b.length - both);
  for (let i = 0, j = 0, k = 0; k < starts.length; k++) {
    const next = j === b.length || a[i] <= b[j] ? a[i] : b[j];
    starts[k] = next;
    if (a[i] === next) { i++; }
    if (b[j] === next) { j++; }
  }
  return starts;
}
