import { valuesOf } from './written-values';
import { matchesPrincipal, spiffe } from '../../../decision/match/identities';
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
      const [, namespace] = /^[^/]*\/ns\/([^/*]+)\/sa\/[^/]+$/.exec(value) ?? [];
      if (negated || namespace === undefined || !inventory.shows(namespace)) { continue; }
      // Its trust domain is another rule's to judge.
      const pattern = value.replace(/^[^/]*/, 'any');
      if (known.inNamespace(namespace).some(account => matchesPrincipal(pattern, spiffe('any', namespace, account)))) { continue; }
      yield { object: policy, path: at.path, message: `no workload runs as ${quoted(value)}` };
    }
    for (const { policy, at, value, negated } of valuesOf(world, 'serviceAccounts', 'source.serviceAccount')) {
      const [account, namespace = policy.namespace] = value.split('/').reverse();
      if (negated || value.includes('*') || !inventory.shows(namespace) || known.inNamespace(namespace).includes(account)) { continue; }
      yield { object: policy, path: at.path, message: `no workload of namespace ${namespace} runs as ${quoted(account)}` };
    }
  },
};

interface Identities {
  inNamespace(namespace: string): readonly string[];
}

/** The service accounts that pods run under, those that are declared, and the platform's. */
function identities(world: World): Identities {
  const accounts = new Map<string, Set<string>>();
  const add = (namespace: string, account: string): void => void accounts.set(namespace, (accounts.get(namespace) ?? new Set()).add(account));
  world.model.workloads.all.forEach(({ namespace, serviceAccount }) => add(namespace, serviceAccount));
  world.model.ingressGateways.forEach(({ namespace, serviceAccount }) => add(namespace, serviceAccount));
  world.objects('ServiceAccount', '').forEach(({ namespace, name }) => add(namespace, name));
  return { inNamespace: namespace => [...accounts.get(namespace) ?? []] };
}
