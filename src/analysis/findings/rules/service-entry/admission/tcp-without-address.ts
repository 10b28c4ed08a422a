import { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { SERVICE_ENTRY } from '../../../validation/kinds';
import { places, refused, within } from '../../../validation/places';

/** @see https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/ */
export const TCP_WITHOUT_ADDRESS: Rule = {
  code: 'MESH0706',
  severity: 'warning',
  aliases: ['IST0133', 'IST0134'],
  title: 'port of TCP without an address to know it by',
  explanation: 'Proxies know a connection of TCP by its address only. Without addresses, and where istiod gives none, the port takes the traffic of every other host to it.',
  fix: 'Give addresses, or the protocol TLS or HTTP; istiod gives addresses unless the resolution is NONE or a label forbids it.',
  *find(world) {
    for (const { object, at } of places(world, SERVICE_ENTRY, 'spec')) {
      if (at.at('addresses').length > 0) { continue; }
      const label = Cursor.of(object.object, 'metadata', 'labels', 'networking.istio.io/enable-autoallocate-ip').string;
      const allocated = (at.at('resolution').string ?? 'NONE') !== 'NONE' && label?.toLowerCase() !== 'false';
      if (allocated) { continue; }
      yield* refused(within(at, 'ports[]').map(port => ({ object, at: port })), port => {
        const protocol = port.at('protocol').string ?? '';
        return port.object !== undefined && ['', 'TCP'].includes(protocol.toUpperCase()) ? 'the port needs addresses to be known by' : undefined;
      });
    }
  },
};
