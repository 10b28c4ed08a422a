import { isWildcard } from '../../../hosts';
import type { DestinationRule } from '../../../model';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { ClientRules } from '../../world/client-rules';

/** @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration */
export const RULE_OUTDONE: Rule = {
  code: 'MESH0571',
  severity: 'warning',
  aliases: ['KIA0201'],
  title: 'wildcard rule of callers in place of the service\'s own',
  explanation: 'A proxy applies one DestinationRule to a host, and looks for it in its own namespace first: any rule there, even for a wildcard, takes the place of the one that the '
    + 'service\'s namespace has for this very host. Its subsets and its traffic policy are lost to those callers.',
  fix: 'Make the host of the rule narrower, or repeat there what the service\'s rule says.',
  *find(world) {
    const { rootNamespace } = world.model.meshConfig;
    const reported = new Set<DestinationRule>();
    for (const service of world.model.services.all) {
      const covering = ClientRules.of(world).covering(service.host);
      if (covering.length < 2) { continue; }
      const own = covering.find(rule => rule.namespace === service.namespace && (rule.subsets.length > 0 || rule.trafficPolicy !== undefined));
      if (own === undefined) { continue; }
      for (const rule of covering) {
        if (!isWildcard(rule.host) || [service.namespace, rootNamespace].includes(rule.namespace) || reported.has(rule)) { continue; }
        if (ClientRules.of(world).appliedBy(rule.namespace, service)?.rule !== rule) { continue; }
        reported.add(rule);
        yield { object: rule, path: 'spec.host', message: `callers of namespace ${rule.namespace} apply it to ${service.host} in place of DestinationRule ${nameOf(own)}` };
      }
    }
  },
};
