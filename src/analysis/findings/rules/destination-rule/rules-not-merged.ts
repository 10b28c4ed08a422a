import type { DestinationRule } from '../../../model';
import { nameOf, selects } from '../../../model';
import { Cursor } from '../../cursor';
import type { Found, Rule } from '../../rule';
import { listed, quoted } from '../../validation/words';
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
      if (rules.length < 2) { continue; }
      yield* conflicts(rules.filter(({ workloadSelector }) => workloadSelector === undefined));
      for (const [i, younger] of rules.entries()) {
        const older = younger.workloadSelector === undefined ? undefined : rules.find((other, k) => k < i && selectTheSame(world, other, younger));
        if (older !== undefined) { yield* conflicts([older, younger], textOf(older.workloadSelector) !== textOf(younger.workloadSelector)); }
      }
    }
  },
};

/** What of rules, the oldest first, does not come together. */
function* conflicts(rules: readonly DestinationRule[], apart = false): Iterable<Found> {
  const [first] = rules;
  const subsets = new Map<string, { readonly rule: DestinationRule; readonly text: string }>();
  let policy: { readonly rule: DestinationRule; readonly text: string } | undefined;
  for (const rule of rules) {
    const told = (other: DestinationRule, message: string): Found =>
      ({ object: rule, path: 'spec.host', message: `DestinationRule ${nameOf(other)} is for ${rule.host} too, and ${message}` });
    if (rule !== first && apart) { yield told(first, 'for pods that both select only one of the two counts'); continue; }
    const [others, own] = [first, rule].map(({ exportTo = [], namespace }) => [...new Set(exportTo.map(entry => entry === '.' ? namespace : entry))].sort());
    if (textOf(own) !== textOf(others)) {
      // It is merged into the older one, and goes only where that goes.
      const within = others.length > 0 && others.every(entry => own.includes(entry));
      yield told(first, within ? 'is exported to fewer namespaces: the others see neither' : 'is exported to other namespaces: only one of the two counts');
      continue;
    }
    const spec = Cursor.of(rule.object, 'spec');
    const stated = { rule, text: JSON.stringify(spec.at('trafficPolicy').value ?? null) };
    const lost: { readonly other: DestinationRule; readonly what: string }[] = [];
    if (policy !== undefined && stated.text !== 'null' && stated.text !== policy.text) { lost.push({ other: policy.rule, what: 'traffic policy' }); }
    if (stated.text !== 'null') { policy ??= stated; }
    for (const subset of spec.at('subsets').items) {
      const name = subset.at('name').string ?? '';
      const text = JSON.stringify(subset.value);
      const before = subsets.get(name);
      if (before === undefined) { subsets.set(name, { rule, text }); } else if (before.rule !== rule && before.text !== text) { lost.push({ other: before.rule, what: `subset ${quoted(name)}` }); }
    }
    if (lost.length > 0) { yield told(lost[0].other, `has another ${listed(lost.map(({ what }) => what))}: that of the older one counts`); }
  }
}

function selectTheSame(world: World, older: DestinationRule, younger: DestinationRule): boolean {
  const { workloadSelector } = younger;
  if (older.workloadSelector === undefined || workloadSelector === undefined) { return false; }
  return Pods.of(world).selectedBy(older.workloadSelector, older.namespace).some(({ labels }) => selects(workloadSelector, labels));
}

function byHost({ model }: World): ReadonlyMap<string, readonly DestinationRule[]> {
  const found = new Map<string, DestinationRule[]>();
  for (const rule of model.destinationRules.all) {
    const key = JSON.stringify([rule.namespace, rule.host]);
    const list = found.get(key);
    if (list === undefined) { found.set(key, [rule]); } else { list.push(rule); }
  }
  return found;
}

function textOf(value: readonly string[] | ReadonlyMap<string, string> | undefined): string {
  return JSON.stringify([...value ?? []].map(entry => String(entry)).sort());
}
