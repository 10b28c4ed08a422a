import { exportedTo } from '../../../decision/visibility';
import type { DestinationRule, Service } from '../../../model';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { ClientRules } from '../../world/client-rules';
import { Hosts } from '../../world/hosts';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration */
export const HIDDEN_BY_NARROW: Rule = {
  code: 'MESH0582',
  severity: 'warning',
  aliases: [],
  title: 'rule for some callers that takes a wider one away from others',
  explanation: 'Of the rules of the service\'s namespace the most specific for a host is chosen first, and only then is asked who may see it. For callers to whom the '
    + 'rule for the host is not exported, the wider one that they may see does not count either: they apply none. A rule for its own namespace alone takes nothing away.',
  fix: 'Export the more specific rule too, or repeat in it what the wider one says and export both.',
  *find(world) {
    const told = new Set<DestinationRule>();
    const namespaces = [...new Set(world.model.workloads.all.map(({ namespace }) => namespace))].sort();
    for (const service of world.model.services.all) {
      const own = ClientRules.of(world).covering(service.host).filter(rule => rule.namespace === service.namespace && !isPrivate(rule));
      const specific = own.filter(({ host }) => host === own[0].host);
      const wide = own.filter(({ host }) => host !== own[0]?.host);
      if (wide.length === 0 || told.has(specific[0]) || specific.some(rule => rule.exportTo === undefined || rule.exportTo.includes('*'))) { continue; }
      const loser = namespaces.find(namespace => namespace !== service.namespace && loses(world, service, namespace, specific, wide));
      if (loser === undefined) { continue; }
      told.add(specific[0]);
      yield { object: specific[0], path: 'spec.exportTo', message: `callers of namespace ${loser} see DestinationRule ${nameOf(wide[0])}, but it does not count for ${service.host} because of this one` };
    }
  },
};

function loses(world: World, service: Service, namespace: string, specific: readonly DestinationRule[], wide: readonly DestinationRule[]): boolean {
  const sees = (rule: DestinationRule): boolean => rule.workloadSelector === undefined
    && exportedTo(rule, rule.exportTo, world.model.meshConfig.destinationRuleExportTo, namespace);
  if (!Hosts.of(world).isVisible(service, namespace) || specific.some(sees) || !wide.some(sees)) { return false; }
  return ClientRules.of(world).appliedBy(namespace, service) === undefined;
}

function isPrivate({ exportTo, namespace, workloadSelector }: DestinationRule): boolean {
  return workloadSelector !== undefined || (exportTo !== undefined && exportTo.length > 0 && exportTo.every(entry => entry === '.' || entry === namespace));
}
