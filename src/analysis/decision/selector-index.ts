import type { Workload } from '../model';

/**
 * Objects of one namespace that select pods by equality of labels, found by one label that they ask for: in a namespace of a
 * thousand workloads with a policy each, a workload is held against its own.
 */
class SelectorIndex<T> {
  private readonly byLabel = new Map<string, Map<string, number[]>>();
  /** Those that no single label keeps from selecting. */
  private readonly others: number[] = [];

  public constructor(private readonly all: readonly T[], selectorOf: (element: T) => ReadonlyMap<string, string> | undefined) {
    all.forEach((element, place) => {
      const [label] = selectorOf(element) ?? [];
      if (label === undefined) {
        this.others.push(place);
        return;
      }
      const [key, value] = label;
      let values = this.byLabel.get(key);
      if (values === undefined) { this.byLabel.set(key, values = new Map()); }
      const places = values.get(value);
      if (places === undefined) { values.set(value, [place]); } else { places.push(place); }
    });
  }

  public candidates({ labels }: Workload): readonly T[] {
    const places = [...this.others];
    for (const [key, values] of this.byLabel) {
      const value = labels.get(key);
      const selecting = value === undefined ? undefined : values.get(value);
      if (selecting !== undefined) { places.push(...selecting); }
    }
    if (places.length > 1) { places.sort((a, b) => a - b); }
    return places.map(place => this.all[place]);
  }
}

const indexes = new WeakMap<readonly unknown[], SelectorIndex<unknown>>();

/**
 * Those of some objects that may select a workload, in their order: all that do, and perhaps others.
 *
 * @param all never changed, and always asked with the same `selectorOf`
 * @param selectorOf the labels that an object asks for; undefined where it does not select by labels
 */
export function maySelect<T>(
  all: readonly T[], workload: Workload, selectorOf: (element: T) => ReadonlyMap<string, string> | undefined,
): readonly T[] {
  // A few are looked through as quickly.
  if (all.length < 4) { return all; }
  let index = indexes.get(all) as SelectorIndex<T> | undefined;
  if (index === undefined) { indexes.set(all, index = new SelectorIndex(all, selectorOf)); }
  return index.candidates(workload);
}
