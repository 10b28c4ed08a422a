import { meshedServices } from './meshed-services';
import { protocolNamed } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** Ports that Istio takes for TCP by their number. */
const WELL_KNOWN = new Set([25, 53, 3306, 27017]);

/** @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/ */
export const PORT_WITHOUT_PROTOCOL: Rule = {
  code: 'MESH0340',
  severity: 'warning',
  aliases: ['IST0118', 'KIA0601'],
  title: 'port that does not say what it speaks',
  explanation: 'Proxies learn from the name of a port, up to its first dash, or from appProtocol, what it speaks. Otherwise they look at the first bytes: routes and policies for HTTP '
    + 'may not apply, and where the server speaks first the connection waits.',
  fix: 'Name the port http, grpc, tcp … or http-something, or give it an appProtocol.',
  *find(world) {
    for (const service of meshedServices(world)) {
      for (const port of Cursor.of(service.object, 'spec', 'ports').items) {
        const name = port.at('name').string ?? '';
        if (port.at('appProtocol').exists || (port.at('protocol').string ?? 'TCP') !== 'TCP') { continue; }
        if (WELL_KNOWN.has(port.at('port').number ?? 0) || namesProtocol(name)) { continue; }
        yield {
          object: service,
          path: (port.at('name').exists ? port.at('name') : port).path,
          message: name === '' ? `port ${port.at('port').number ?? ''} has no name that says what it speaks` : `the name ${quoted(name)} does not say what the port speaks`,
        };
      }
    }
  },
};

/** Whether the name of a port says what it speaks. */
export function namesProtocol(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.startsWith('grpc-web') || protocolNamed(lower.split('-')[0]) !== undefined;
}
