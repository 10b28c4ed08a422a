import { dig, isObject } from '../../../json';
import type { Element } from '../../../model';
import type { Rule } from '../../rule';
import { Inventory } from '../../world/inventory';
import { PodIsolation } from '../../world/pod-isolation';
import type { World } from '../../world/world';

/** @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const NETWORK_POLICY_SELECTS_NOTHING: Rule = {
  code: 'MESH1372',
  severity: 'warning',
  aliases: [],
  title: 'NetworkPolicy for no pods',
  explanation: 'No pods of the namespace have the labels that it selects by, so it isolates nothing and admits nothing.',
  fix: "Select by labels of the pods' template, or remove it.",
  *find(world) {
    const used = world.once(selecting);
    for (const object of world.model.networkPolicies.all) {
      const selector = dig(object.object, 'spec', 'podSelector');
      // One for all pods is for those that will come, too.
      if (used.has(object) || !isObject(selector) || Object.keys(selector).length === 0 || !Inventory.of(world).shows(object.namespace)) { continue; }
      if (world.model.workloads.in(object.namespace).length === 0) { continue; }
      yield { object, path: 'spec.podSelector', message: `no workload of namespace ${object.namespace} is selected` };
    }
  },
};

function selecting(world: World): ReadonlySet<Element> {
  const isolation = PodIsolation.of(world);
  const found = new Set<Element>();
  for (const workload of world.model.workloads.all) {
    for (const policy of isolation.policiesOf(workload)) { found.add(policy); }
  }
  return found;
}
