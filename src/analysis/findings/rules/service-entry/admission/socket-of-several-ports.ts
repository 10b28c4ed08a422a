import type { Rule } from '../../../rule';
import { SERVICE_ENTRY } from '../../../validation/kinds';
import { places, within } from '../../../validation/places';
import { isUnixSocket } from '../../../validation/unix-sockets';

export const SOCKET_OF_SEVERAL_PORTS: Rule = {
  code: 'MESH0710',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'socket of Unix for other than one port',
  explanation: 'A socket of Unix has no ports, so the ServiceEntry has exactly one. Istio refuses it otherwise.',
  fix: 'Make a ServiceEntry for each port.',
  *find(world) {
    for (const { object, at } of places(world, SERVICE_ENTRY, 'spec')) {
      const ports = new Set(within(at, 'ports[].name').map(({ value }) => value)).size;
      if (at.at('resolution').string !== 'STATIC' || ports === 1) { continue; }
      for (const { path, string } of within(at, 'endpoints[].address')) {
        if (isUnixSocket(string ?? '')) { yield { object, path, message: `the socket stands for one port, and there are ${ports}` }; }
      }
    }
  },
};
