import type { Rule } from '../../rule';
import { destinationRuleOf } from '../../world/by-name';
import { GatewayPods } from '../../world/gateway-pods';
import { Hosts } from '../../world/hosts';
import { Inventory } from '../../world/inventory';

/** @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration */
export const RULE_OF_NOBODY: Rule = {
  code: 'MESH0581',
  severity: 'warning',
  aliases: [],
  title: 'DestinationRule in a namespace where nobody looks for it',
  explanation: 'Proxies look for the rule of a host in their own namespace, in that of the service, and in the root namespace. This one is in another, in which there is no proxy.',
  fix: 'Move the rule into the namespace of the service.',
  *find(world) {
    const { model } = world;
    const gateways = new Set(GatewayPods.of(world).unseen.map(({ namespace }) => namespace));
    for (const object of world.objects('DestinationRule', 'networking.istio.io')) {
      const { namespace } = object;
      if (namespace === model.meshConfig.rootNamespace || gateways.has(namespace) || model.workloads.in(namespace).length > 0) { continue; }
      const rule = destinationRuleOf(world, object);
      if (rule === undefined) { continue; }
      const services = Hosts.of(world).find(rule.host, namespace).visible;
      // Where nothing of the namespace is shown there may be proxies.
      if (services.length === 0 || services.some(service => service.namespace === namespace) || !Inventory.of(world).shows(namespace)) { continue; }
      yield { object, message: `namespace ${namespace} has no proxies, and ${rule.host} is of namespace ${services[0].namespace}` };
    }
  },
};
