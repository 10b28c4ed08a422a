import type { Rule } from '../../../rule';
import { fqdnProblem, wildcardDomainProblem } from '../../../validation/dns-names';
import { SERVICE_ENTRY } from '../../../validation/kinds';
import { places, within } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const WILDCARD_TO_RESOLVE: Rule = {
  code: 'MESH0711',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'wildcard that DNS is to resolve',
  explanation: 'With the resolution DNS and no endpoints, proxies resolve the hosts themselves, which needs whole names. Istio refuses wildcards.',
  fix: 'Give endpoints, name the hosts, or use the resolution NONE or DYNAMIC_DNS.',
  *find(world) {
    for (const { object, at } of places(world, SERVICE_ENTRY, 'spec')) {
      if (!['DNS', 'DNS_ROUND_ROBIN'].includes(at.at('resolution').string ?? '') || at.at('endpoints').length > 0) { continue; }
      const host = within(at, 'hosts[]').find(({ string }) =>
        // What cannot be a host at all is refused for that.
        string !== undefined && fqdnProblem(string) !== undefined && wildcardDomainProblem(string) === undefined);
      if (host !== undefined) { yield { object, path: host.path, message: `${quoted(host.value)} is no name that DNS could resolve` }; }
    }
  },
};
