import type { Policy } from './policy';
import type { Labels } from './selector';

/**
 * The policies of one namespace, found by a label that they ask for: in a namespace of a thousand workloads with a policy
 * each, a pod is held against its own.
 */
export class PolicyIndex {
  private readonly byLabel = new Map<string, Map<string, number[]>>();
  /** Those that no single label keeps from selecting. */
  private readonly others: number[] = [];

  public constructor(public readonly all: readonly Policy[]) {
    all.forEach(({ pods }, place) => {
      const label = pods.find((one) => 'operator' in one && one.operator === 'In');
      if (label === undefined || !('values' in label)) {
        this.others.push(place);
        return;
      }
      let values = this.byLabel.get(label.key);
      if (values === undefined) this.byLabel.set(label.key, values = new Map());
      for (const value of label.values) {
        const places = values.get(value);
        if (places === undefined) values.set(value, [place]);
        else places.push(place);
      }
    });
  }

  /** Every policy that may select a pod with these labels, and perhaps others, in their order. */
  public candidates(labels: Labels): readonly Policy[] {
    const places = [...this.others];
    for (const [key, values] of this.byLabel) {
      const value = labels(key);
      if (typeof value === 'string') places.push(...values.get(value) ?? []);
      else if (value !== undefined) return this.all;
    }
    if (places.length > 1) places.sort((a, b) => a - b);
    return places.map((place) => this.all[place]);
  }
}
