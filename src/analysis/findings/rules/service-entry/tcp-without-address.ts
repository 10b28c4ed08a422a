import { dig } from '../../../json';
import type { Element } from '../../../model';
import { nameOf, protocolNamed } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { isTls } from '../../validation/protocols';
import { quoted } from '../../validation/words';
import type { EntryPort } from '../../world/entries';
import { areSeenTogether, entryPorts } from '../../world/entries';
import { isAmbientNamespace } from '../../world/waypoints';

/** @see https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/#external-tcp-services-without-vips */
export const TCP_WITHOUT_ADDRESS: Rule = {
  code: 'MESH0740',
  severity: 'warning',
  aliases: ['IST0134'],
  title: 'host for TCP without an address of its own',
  explanation: 'Proxies tell connections of TCP apart by their address. For a host without one they listen on every address of the port: whatever is sent there, to whichever server, '
    + 'counts as sent to this host; of two such hosts only one can have the port. With DNS capture each host gets an address.',
  fix: 'Give `addresses`, or set `ISTIO_META_DNS_CAPTURE: "true"` in the mesh\'s `proxyMetadata` and say so by the options.',
  *find(world) {
    if (world.model.meshConfig.dnsCapture) { return; }
    const first = new Map<number, EntryPort[]>();
    const reported = new Set<string>();
    for (const entry of entryPorts(world)) {
      const { object, host, port, number, protocol } = entry;
      // TLS is told apart by the name of the server. What istiod warns of by itself is another finding.
      if (protocolNamed(protocol) !== 'tcp' || isTls(protocol) || hasAddress(object) || isWarnedOf(object) || isAmbientNamespace(world, object.namespace)) { continue; }
      const others = first.get(number) ?? [];
      const rival = others.find(other => other.host !== host && areSeenTogether(world, other.object, object));
      first.set(number, [...others, entry]);
      const key = `${nameOf(object)} ${port.path}`;
      if (reported.has(key)) { continue; }
      reported.add(key);
      const message = `${quoted(host)} takes all connections to port ${number}, of whatever address`;
      yield rival === undefined ? { object, path: port.path, message }
        : { object, path: port.path, severity: 'error', message: `${message}, and so does ${quoted(rival.host)} of ServiceEntry ${nameOf(rival.object)}` };
    }
  },
};

function hasAddress({ object }: Element): boolean {
  return Cursor.of(object, 'spec', 'addresses').length > 0 || Cursor.of(object, 'status', 'addresses').length > 0;
}

/** Where istiod never gives addresses of itself. */
function isWarnedOf({ object }: Element): boolean {
  const resolution = dig(object, 'spec', 'resolution');
  return resolution === undefined || resolution === 'NONE' || dig(object, 'metadata', 'labels', 'networking.istio.io/enable-autoallocate-ip') === 'false';
}
