import type { Rule } from '../../../rule';
import { dnsLabelProblem } from '../../../validation/dns-names';
import { SERVICE_ENTRY, WORKLOAD_ENTRY } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';
import { protocolProblem } from '../../../validation/protocols';

export const MALFORMED_PORT: Rule = {
  code: 'MESH0705',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'port with a name or protocol that cannot be',
  explanation: 'A port has the name of a DNS label and a protocol that Istio knows. Istio refuses others.',
  fix: 'Name it after its protocol, such as https, and write the protocol HTTP, HTTPS, TLS or TCP.',
  *find(world) {
    yield* refused(places(world, SERVICE_ENTRY, 'spec.ports[].name'), ofText(dnsLabelProblem));
    yield* refused(places(world, SERVICE_ENTRY, 'spec.ports[].protocol'), ofText(text => text === '' ? undefined : protocolProblem(text)));
    const maps = [...places(world, SERVICE_ENTRY, 'spec.endpoints[].ports'), ...places(world, WORKLOAD_ENTRY, 'spec.ports')];
    for (const { object, at } of maps) {
      for (const [name, { path }] of at.entries) {
        const message = dnsLabelProblem(name);
        if (message !== undefined) { yield { object, path, message }; }
      }
    }
  },
};
