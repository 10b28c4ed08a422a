import type { Rule } from '../../rule';
import { wildcardDomainProblem } from '../../validation/dns-names';
import { DESTINATION_RULE, GATEWAY, SERVICE_ENTRY, SIDECAR, VIRTUAL_SERVICE } from '../../validation/kinds';
import type { KindOfObject } from '../../validation/places';
import { places } from '../../validation/places';
import { quoted } from '../../validation/words';

const PLACES: readonly (readonly [KindOfObject, readonly string[]])[] = [
  [VIRTUAL_SERVICE, ['spec.hosts[]', 'spec.http[].route[].destination.host', 'spec.tcp[].route[].destination.host', 'spec.tls[].route[].destination.host', 'spec.tls[].match[].sniHosts[]']],
  [DESTINATION_RULE, ['spec.host']],
  [GATEWAY, ['spec.servers[].hosts[]']],
  [SERVICE_ENTRY, ['spec.hosts[]']],
  [SIDECAR, ['spec.egress[].hosts[]']],
];

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
export const CAPITAL_LETTERS: Rule = {
  code: 'MESH1690',
  severity: 'warning',
  aliases: [],
  title: 'host with capital letters',
  explanation: 'Istio compares hosts letter by letter, and Services have names in small letters: a host with capital letters in one object is not that of another, and the server names of TLS come '
    + 'in small letters.',
  fix: 'Write it in small letters.',
  *find(world) {
    for (const [kind, paths] of PLACES) {
      for (const { object, at } of places(world, kind, ...paths)) {
        const host = at.string?.slice(at.string.lastIndexOf('/') + 1) ?? '';
        if (!/[A-Z]/.test(host) || wildcardDomainProblem(host) !== undefined) { continue; }
        yield { object, path: at.path, message: `${quoted(at.string)} has capital letters`, fix: `Write ${at.string?.toLowerCase() ?? ''}.` };
      }
    }
  },
};
