import type { Rule } from '../../../rule';
import { dnsLabelProblem } from '../../../validation/dns-names';
import { GATEWAY } from '../../../validation/kinds';

export const MALFORMED_GATEWAY_NAME: Rule = {
  code: 'MESH0601',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'Gateway with a dot in its name',
  explanation: 'VirtualServices name gateways as namespace/name, in which a name is one DNS label. Istio refuses other names.',
  fix: 'Rename it: letters, digits and hyphens.',
  *find(world) {
    for (const object of world.objects(GATEWAY.kind, GATEWAY.group)) {
      const message = dnsLabelProblem(object.name);
      if (message !== undefined) { yield { object, path: 'metadata.name', message }; }
    }
  },
};
