import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { clientNamespaces } from '../../world/bindings';
import { ClientRules } from '../../world/client-rules';
import { destinationsOf } from '../../world/destinations';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset */
export const MISSING_SUBSET: Rule = {
  code: 'MESH0443',
  severity: 'error',
  aliases: ['IST0101', 'KIA1107'],
  title: 'subset that no DestinationRule gives to the caller',
  explanation: 'Subsets are defined by the one DestinationRule that a proxy applies to the host: of its own namespace, else of the service\'s, else of the root '
    + 'namespace. What is routed to a subset that this rule does not have is answered with 503.',
  fix: 'Define the subset in the DestinationRule of the host, in the namespace of the service.',
  *find(world) {
    const rules = ClientRules.of(world);
    for (const { object, virtualService, at, host, subset, services: [service] } of destinationsOf(world)) {
      if (service === undefined || subset === undefined) { continue; }
      const what = `the subset ${quoted(subset)} of ${host}`;
      const covering = rules.covering(host);
      if (covering.some(({ problems }) => problems.length > 0)) { continue; }
      const definer = covering.find(({ subsets }) => subsets.some(({ name }) => name === subset));
      const { path } = at.at('subset');
      if (definer === undefined) {
        yield { object, path, message: `no DestinationRule defines ${what}` };
        continue;
      }
      for (const namespace of clientNamespaces(world, virtualService, [service.namespace])) {
        const applied = rules.appliedBy(namespace, service);
        if (applied?.subsets.some(entry => entry.subset.name === subset) === true) { continue; }
        const rule = applied?.rule;
        // Rules of one host and namespace that do not come together are another finding.
        if (rule !== undefined && rule.host === definer.host && rule.namespace === definer.namespace) { continue; }
        const defined = `DestinationRule ${definer.namespace}/${definer.name} defines ${what}, but proxies of namespace ${namespace}`;
        yield { object, path, message: rule === undefined ? `${defined} do not see it` : `${defined} apply DestinationRule ${rule.namespace}/${rule.name} in its place` };
      }
    }
  },
};
