import type { Rule } from '../../../rule';
import { SERVICE_ENTRY } from '../../../validation/kinds';
import { places, within } from '../../../validation/places';
import { isHttp, isTcp, isTls } from '../../../validation/protocols';

export const SEVERAL_HOSTS_OF_TCP: Rule = {
  code: 'MESH0712',
  severity: 'error',
  aliases: ['IST0106', 'IST0133'],
  title: 'several hosts behind what tells none apart',
  explanation: 'Requests of HTTP and TLS say which host they are for, other bytes do not. Istio refuses several hosts of such a port, and warns where addresses stand for several hosts.',
  fix: 'Make a ServiceEntry for each host.',
  *find(world) {
    for (const { object, at } of places(world, SERVICE_ENTRY, 'spec')) {
      const resolution = at.at('resolution').string ?? 'NONE';
      const hosts = at.at('hosts').length;
      if (resolution === 'NONE' || hosts < 2) { continue; }
      const ports = within(at, 'ports[]').map(port => ({ path: port.path, protocol: port.at('protocol').string ?? '' }));
      const mute = ports.find(({ protocol }) => !isHttp(protocol) && !isTls(protocol));
      const bytes = resolution.startsWith('DNS') && at.at('addresses').length > 0 ? ports.find(({ protocol }) => isTcp(protocol)) : undefined;
      if (mute !== undefined) {
        yield { object, path: mute.path, message: `nothing tells the ${hosts} hosts apart at this port` };
      } else if (bytes !== undefined) {
        yield { object, path: bytes.path, message: `the addresses stand for ${hosts} hosts at this port`, severity: 'warning' };
      }
    }
  },
};
