import type { DestinationRule } from '../../../model';
import { selects } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { listed, quoted } from '../../validation/words';
import { nameOf } from '../../world/by-name';
import { Pods } from '../../world/pods';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services */
export const RULES_NOT_MERGED: Rule = {
  code: 'MESH0544',
  severity: 'warning',
  aliases: ['KIA0201'],
  title: 'DestinationRules of one host that contradict each other',
  explanation: 'Of the rules that a namespace has for one host, the oldest counts. Of younger ones only subsets with new names are added, and a traffic policy where there was '
    + 'none; where they are exported to other namespaces, nothing is. What is left out depends on the order of their creation.',
  fix: 'Write one DestinationRule for the host.',
  *find(world) {
    for (const rules of world.once(byHost).values()) {
      for (const [i, younger] of rules.entries()) {
        for (const older of rules.slice(0, i)) {
          const lost = lostOf(world, older, younger);
          if (lost === undefined) { continue; }
          yield {
            object: younger,
            path: 'spec.host',
            message: `DestinationRule ${nameOf(older)} is for ${younger.host} too, and ${lost}`,
          };
          break;
        }
      }
    }
  },
};

function byHost({ model }: World): ReadonlyMap<string, readonly DestinationRule[]> {
  const found = new Map<string, DestinationRule[]>();
  for (const rule of model.destinationRules.all) {
    const key = JSON.stringify([rule.namespace, rule.host]);
    const list = found.get(key);
    if (list === undefined) { found.set(key, [rule]); } else { list.push(rule); }
  }
  return found;
}

/** What does not come together; undefined where both count. */
function lostOf(world: World, older: DestinationRule, younger: DestinationRule): string | undefined {
  if ((older.workloadSelector === undefined) !== (younger.workloadSelector === undefined)) { return undefined; }
  if (older.workloadSelector !== undefined && younger.workloadSelector !== undefined) {
    const { workloadSelector } = younger;
    const pods = Pods.of(world).selectedBy(older.workloadSelector, older.namespace);
    if (!pods.some(({ labels }) => selects(workloadSelector, labels))) { return undefined; }
    if (textOf(older.workloadSelector) !== textOf(younger.workloadSelector)) { return 'for pods that both select only one of the two counts'; }
  }
  if (textOf(older.exportTo) !== textOf(younger.exportTo)) { return 'is exported to other namespaces: only one of the two counts'; }
  const [before, after] = [older, younger].map(({ object }) => Cursor.of(object, 'spec'));
  const names = new Map(before.at('subsets').items.map(subset => [subset.at('name').string, subset.value]));
  const repeated = after.at('subsets').items.filter(subset => names.has(subset.at('name').string)
    && JSON.stringify(names.get(subset.at('name').string)) !== JSON.stringify(subset.value)).map(subset => quoted(subset.at('name').string));
  const policies = [before, after].map(spec => spec.at('trafficPolicy').value);
  const policy = policies.every(value => value !== undefined) && JSON.stringify(policies[0]) !== JSON.stringify(policies[1]);
  const parts = [...policy ? ['traffic policy'] : [], ...repeated.length > 0 ? [`subset ${listed(repeated)}`] : []];
  return parts.length === 0 ? undefined : `has another ${listed(parts)}: that of the older one counts`;
}

function textOf(value: readonly string[] | ReadonlyMap<string, string> | undefined): string {
  return JSON.stringify([...value ?? []].map(entry => String(entry)).sort());
}
