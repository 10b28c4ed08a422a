import { isGatewayOnly } from './binding';
import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { hostProblem, isGeneratedSni } from '../../../validation/dns-names';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places, within } from '../../../validation/places';

export const MALFORMED_HOST: Rule = {
  code: 'MESH0405',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'host that cannot be one',
  explanation: 'A host is a name of DNS, possibly with a * as its first part, or an address. Istio refuses the VirtualService otherwise.',
  fix: 'Name the host as clients do, without scheme, port or path.',
  *find(world) {
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec')) {
      for (const host of at.at('hosts').items) {
        const message = host.string === undefined ? undefined : hostProblem(host.string);
        if (message === undefined || (isGeneratedSni(host.string ?? '') && isBySni(at))) { continue; }
        yield { object, path: host.path, message };
      }
    }
  },
};

function isBySni(spec: Cursor): boolean {
  return isGatewayOnly(spec) && within(spec, 'tls[].match[].sniHosts[]').length > 0;
}
