import { valuesOf } from './written-values';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { Inventory } from '../../world/inventory';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source */
export const UNKNOWN_PRINCIPAL: Rule = {
  code: 'MESH0945',
  severity: 'error',
  aliases: ['KIA0106'],
  title: 'caller that does not exist',
  explanation: 'No pods run under the service account that the rule names, so it admits nobody, or whoever takes that account later.',
  fix: 'Name the service account of the callers, as their pods name it.',
  *find(world) {
    const inventory = Inventory.of(world);
    const known = world.once(identities);
    for (const { policy, at, value, negated } of valuesOf(world, 'principals', 'source.principal')) {
      // Its trust domain is another rule's to judge.
      const [, namespace, account] = /^[^/]*\/ns\/([^/*]+)\/sa\/([^/]+)$/.exec(value) ?? [];
      if (negated || namespace === undefined || !inventory.shows(namespace)) { continue; }
      const accounts = known.get(namespace);
      // All of a namespace may be nobody yet.
      if (account === '*' || accounts?.has(account) === true) { continue; }
      const prefix = account.endsWith('*') ? account.slice(0, -1) : undefined;
      if (prefix !== undefined && [...accounts ?? []].some(one => one.startsWith(prefix))) { continue; }
      yield { object: policy, path: at.path, message: `no workload runs as ${quoted(value)}` };
    }
    for (const { policy, at, value, negated } of valuesOf(world, 'serviceAccounts', 'source.serviceAccount')) {
      const [account, namespace = policy.namespace] = value.split('/').reverse();
      if (negated || value.includes('*') || !inventory.shows(namespace) || known.get(namespace)?.has(account) === true) { continue; }
      yield { object: policy, path: at.path, message: `no workload of namespace ${namespace} runs as ${quoted(account)}` };
    }
  },
};

/** The service accounts that pods run under, those that are declared, and the platform's, by namespace. */
function identities(world: World): ReadonlyMap<string, ReadonlySet<string>> {
  const accounts = new Map<string, Set<string>>();
  const add = (namespace: string, account: string): void => {
    const known = accounts.get(namespace);
    if (known === undefined) { accounts.set(namespace, new Set([account])); } else { known.add(account); }
  };
  world.model.workloads.all.forEach(({ namespace, serviceAccount }) => add(namespace, serviceAccount));
  world.model.ingressGateways.forEach(({ namespace, serviceAccount }) => add(namespace, serviceAccount));
  world.objects('ServiceAccount', '').forEach(({ namespace, name }) => add(namespace, name));
  return accounts;
}
