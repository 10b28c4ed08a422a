import * as fc from 'fast-check';
import { maySelect } from '../../../src/analysis/decision/selector-index';
import type { Workload } from '../../../src/analysis/model';
import { selects } from '../../../src/analysis/model';

const labels = fc.array(fc.tuple(fc.constantFrom('app', 'version', 'team'), fc.constantFrom('a', 'b', '')), { maxLength: 3 }).map(pairs => new Map(pairs));
const selector = fc.option(labels, { nil: undefined });

test('what is found by a label is what is found one by one, in the same order', () => {
  fc.assert(fc.property(fc.array(fc.record({ selector }), { maxLength: 12 }), fc.array(labels, { minLength: 1, maxLength: 4 }), (all, pods) => {
    for (const own of pods) {
      const workload = { labels: own } as unknown as Workload;
      const matching = (some: readonly { readonly selector?: ReadonlyMap<string, string> }[]): readonly unknown[] =>
        some.filter(one => one.selector !== undefined && selects(one.selector, own));
      const found = maySelect(all, workload, one => one.selector);
      expect(matching(found)).toEqual(matching(all));
      // What does not select by labels is for its reader to judge.
      expect(found.filter(one => one.selector === undefined)).toEqual(all.filter(one => one.selector === undefined));
      expect(found.every(one => all.includes(one))).toBe(true);
    }
  }));
});
