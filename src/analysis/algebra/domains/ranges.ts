/** All integers from the first to the last, both included. The last may be Infinity. */
export type Range = readonly [first: number, last: number];

/** Sorted, disjoint and not touching. */
export function normalized(ranges: readonly Range[]): readonly Range[] {
  const sorted = ranges.filter(([first, last]) => first <= last).sort((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const [first, last] of sorted) {
    const previous = result[result.length - 1];
    if (previous !== undefined && first <= previous[1] + 1) { previous[1] = Math.max(previous[1], last); } else { result.push([first, last]); }
  }
  return result;
}

/** What is not in the ranges, from 0 to `last`. */
export function complement(ranges: readonly Range[], last: number): readonly Range[] {
  const result: Range[] = [];
  let next = 0;
  for (const [first, end] of normalized(ranges)) {
    if (next < first && next <= last) { result.push([next, Math.min(first - 1, last)]); }
    next = end + 1;
  }
  return next <= last ? [...result, [next, last]] : result;
}

/** The ranges as steps: where each begins that is in, and each that is out; the first step begins at 0. */
export function toSteps<T>(ranges: readonly Range[], inside: T, outside: T): { readonly starts: readonly number[]; readonly values: readonly T[] } {
  const starts = [0];
  const values = [outside];
  for (const [first, last] of normalized(ranges)) {
    if (first === 0) { values[0] = inside; } else { starts.push(first); values.push(inside); }
    if (last === Infinity) { break; }
    starts.push(last + 1);
    values.push(outside);
  }
  return { starts, values };
}
