import { isGatewayOnly } from './binding';
import { hostWithin, isWildcard } from '../../../../hosts';
import type { Rule } from '../../../rule';
import { isAddress } from '../../../validation/addresses';
import { isGeneratedSni, wildcardDomainProblem } from '../../../validation/dns-names';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { areThere, places, within } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const SNI_HOST_OF_OTHERS: Rule = {
  code: 'MESH0437',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'SNI host outside the hosts of its VirtualService',
  explanation: 'A VirtualService routes its own hosts only. Istio refuses an SNI host that no host of it covers, or that cannot be one.',
  fix: 'Add the host to hosts, or remove it here.',
  *find(world) {
    if (!areThere(world, VIRTUAL_SERVICE, 'spec.tls[].match[].sniHosts[]')) { return; }
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec')) {
      const hosts = at.at('hosts').items.flatMap(({ string }) => string ?? []);
      const exact = new Set(hosts);
      const wildcards = hosts.filter(isWildcard);
      for (const sni of within(at, 'tls[].match[].sniHosts[]')) {
        if (sni.string === undefined || isAddress(sni.string)) { continue; }
        const { string: name } = sni;
        const message = isGatewayOnly(at) && isGeneratedSni(name) ? undefined : wildcardDomainProblem(name);
        const covered = exact.has(name) || wildcards.some(host => hostWithin(name, host));
        if (message !== undefined || !covered) { yield { object, path: sni.path, message: message ?? `${quoted(name)} is none of the hosts` }; }
      }
    }
  },
};
