import type { Rule } from '../../../rule';
import { SERVICE_ENTRY } from '../../../validation/kinds';
import { places, within } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const UNKNOWN_ENDPOINT_PORT: Rule = {
  code: 'MESH0708',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'port of an endpoint that the ServiceEntry does not have',
  explanation: 'An endpoint says where it has the ports of the ServiceEntry, by their names. Istio refuses other names.',
  fix: 'Use the name of a port of the ServiceEntry, or add the port.',
  *find(world) {
    for (const { object, at } of places(world, SERVICE_ENTRY, 'spec')) {
      const names = new Set(within(at, 'ports[].name').map(({ value }) => value));
      for (const ports of within(at, 'endpoints[].ports')) {
        for (const [name, { path }] of ports.entries) {
          if (!names.has(name)) { yield { object, path, message: `there is no port ${quoted(name)}` }; }
        }
      }
    }
  },
};
