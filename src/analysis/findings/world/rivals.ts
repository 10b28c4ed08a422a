/** Something that another of its kind is for, too. */
export interface Rivals<T, W> {
  readonly one: T;
  readonly other: T;
  /** What both are for. */
  readonly contested: W;
}

/** Of several for one thing each, with the first of the others: nobody knows which of them counts, so all are to blame. */
export function rivals<T, W>(all: readonly T[], areFor: (one: T) => readonly W[]): readonly Rivals<T, W>[] {
  const claims = new Map<W, T[]>();
  for (const one of all) {
    for (const wanted of areFor(one)) {
      const list = claims.get(wanted);
      if (list === undefined) { claims.set(wanted, [one]); } else { list.push(one); }
    }
  }
  const told = new Map<T, Set<T>>();
  return [...claims].flatMap(([contested, list]) => (list.length < 2 ? [] : list.flatMap((one, i) => {
    const other = list[i === 0 ? 1 : 0];
    const before = told.get(one) ?? new Set<T>();
    if (before.has(other)) { return []; }
    told.set(one, before.add(other));
    return [{ one, other, contested }];
  })));
}
