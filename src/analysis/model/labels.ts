export type Labels = ReadonlyMap<string, string>;

/** Whether every pair of an equality selector is among the labels. An empty selector matches all. */
export function selects(selector: Labels, labels: Labels): boolean {
  for (const [key, value] of selector) {
    if (labels.get(key) !== value) { return false; }
  }
  return true;
}
