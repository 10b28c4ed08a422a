import type { Labels, Service } from '../../../model';
import { selects } from '../../../model';
import type { Rule } from '../../rule';
import { listed, quoted } from '../../validation/words';
import { destinationRuleOf } from '../../world/by-name';
import { destinationsOf } from '../../world/destinations';
import { Hosts } from '../../world/hosts';
import { Pods } from '../../world/pods';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset */
export const SUBSET_WITHOUT_PODS: Rule = {
  code: 'MESH0541',
  severity: 'error',
  aliases: ['IST0173', 'KIA0203'],
  title: 'subset that no pod of the service belongs to',
  explanation: 'A subset is the pods of the Service that have its labels too. What is routed to a subset without pods is answered with 503; pods elsewhere that happen to have the '
    + 'labels do not count.',
  fix: 'Use labels that the pods of a version have, or remove the subset.',
  *find(world) {
    const used = world.once(usedSubsets);
    for (const object of world.objects('DestinationRule', 'networking.istio.io')) {
      const rule = destinationRuleOf(world, object);
      if (rule === undefined || rule.subsets.length === 0) { continue; }
      const endpoints = Hosts.of(world).find(rule.host, rule.namespace).visible.map(service => endpointLabels(world, service));
      // Where a service tells nothing of its endpoints, there may be any.
      if (endpoints.length === 0 || endpoints.some(labels => labels === undefined || labels.length === 0)) { continue; }
      for (const [i, { name, labels }] of rule.subsets.entries()) {
        if (labels.size === 0 || [...labels.keys()].some(isDerived) || endpoints.some(all => all?.some(own => selects(labels, own)))) { continue; }
        const isUsed = used.has(JSON.stringify([rule.host, name]));
        yield {
          object,
          path: `spec.subsets[${i}].labels`,
          severity: isUsed ? 'error' : 'warning',
          message: `no pod of ${rule.host} has ${listed([...labels].map(([key, value]) => `${key}=${value}`))}${isUsed ? `, and routes lead to the subset ${quoted(name)}` : ''}`,
        };
      }
    }
  },
};

/** The labels of everything that answers for a service; undefined where the manifests do not tell. */
function endpointLabels(world: World, service: Service): readonly Labels[] | undefined {
  if (service.selector !== undefined) { return Pods.of(world).selectedBy(service.selector, service.namespace).map(({ labels }) => labels); }
  return service.exposure === 'entry' ? service.endpoints.map(({ labels }) => labels) : undefined;
}

/** Labels that Istio gives to endpoints by where they are. */
function isDerived(label: string): boolean {
  return label.startsWith('topology.') || label.startsWith('kubernetes.io/');
}

function usedSubsets(world: World): ReadonlySet<string> {
  return new Set(destinationsOf(world).flatMap(({ host, subset }) => subset === undefined ? [] : [JSON.stringify([host, subset])]));
}
