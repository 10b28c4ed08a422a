import { namesProtocol } from './port-without-protocol';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/ */
export const EXTERNAL_NAME_PORT: Rule = {
  code: 'MESH0343',
  severity: 'warning',
  aliases: ['IST0150'],
  title: 'port of another name that takes every connection',
  explanation: 'A Service of type ExternalName has no address. Where one of its ports is TCP, or does not say what it speaks, proxies take every connection to that port, whatever its address, '
    + 'for one to this name.',
  fix: 'Name the port http, https, tls … by what it speaks, so that requests and handshakes tell their host; or declare a ServiceEntry.',
  *find(world) {
    for (const object of world.objects('Service', '')) {
      if (Cursor.of(object.object, 'spec', 'type').string !== 'ExternalName') { continue; }
      for (const port of Cursor.of(object.object, 'spec', 'ports').items) {
        const name = port.at('name').string ?? '';
        if (port.at('appProtocol').exists || (name !== 'tcp' && namesProtocol(name))) { continue; }
        const message = name === '' ? `port ${port.at('port').number ?? ''} has no name` : `the port is called ${quoted(name)}`;
        yield { object, path: (port.at('name').exists ? port.at('name') : port).path, message };
      }
    }
  },
};
