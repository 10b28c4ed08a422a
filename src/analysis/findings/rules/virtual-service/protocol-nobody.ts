import type { GatewayServer, ServicePort } from '../../../model';
import { protocolNamed } from '../../../model';
import type { Rule } from '../../rule';
import { isHttp } from '../../validation/protocols';
import { listed } from '../../validation/words';
import { gatewaysOf, isForMesh, serves } from '../../world/bindings';
import { virtualServiceOf } from '../../world/by-name';
import { Hosts } from '../../world/hosts';

type Protocol = 'http' | 'tls' | 'tcp';
const WORDS: Readonly<Record<Protocol, string>> = { http: 'HTTP', tls: 'TLS by server name', tcp: 'TCP' };

/** @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/ */
export const PROTOCOL_NOBODY: Rule = {
  code: 'MESH0484',
  severity: 'warning',
  aliases: [],
  title: 'routes for a protocol that no port speaks',
  explanation: 'Routes in `http` are for ports of which proxies read HTTP, `tls` for ports on which TLS is passed through, `tcp` for the others. What a port speaks is said by '
    + 'the name or `appProtocol` of the Service\'s port, and by the server of the Gateway. These routes are used on no port.',
  fix: 'Write the routes under the protocol of the port, or correct the port.',
  *find(world) {
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const route = virtualServiceOf(world, object);
      if (route === undefined || route.hosts.length === 0) { continue; }
      const gateways = gatewaysOf(world, route);
      const services = isForMesh(route) ? route.hosts.map(host => Hosts.of(world).find(host, object.namespace).visible[0]) : [];
      // Of what is not known everything may be spoken.
      if (gateways.length < route.gateways.filter(name => name !== 'mesh').length || services.some(service => service === undefined)) { continue; }
      const spoken = new Set<Protocol>([
        ...gateways.flatMap(({ servers }) => servers).filter(server => route.hosts.some(host => serves(server, route, host))).flatMap(spokenAt),
        ...services.flatMap(service => service?.ports.flatMap(spokenOn) ?? []),
      ]);
      if (spoken.size === 0) { continue; }
      for (const protocol of ['http', 'tls', 'tcp'] as const) {
        if (route[protocol].length > 0 && !spoken.has(protocol)) {
          yield { object, path: `spec.${protocol}`, message: `no port of ${listed(route.hosts)} is for ${WORDS[protocol]}, only for ${listed([...spoken].map(name => WORDS[name]))}` };
        }
      }
    }
  },
};

function spokenAt({ protocol, tls }: GatewayServer): readonly Protocol[] {
  if (protocolNamed(protocol) === undefined) { return ['http', 'tls', 'tcp']; }
  if (tls === 'PASSTHROUGH' || tls === 'AUTO_PASSTHROUGH') { return ['tls']; }
  return [isHttp(protocol) || protocol === 'HTTPS' ? 'http' : 'tcp'];
}

function spokenOn({ protocol, applicationTls }: ServicePort): readonly Protocol[] {
  switch (protocol) {
    case 'http': return ['http'];
    case 'sniffed': return ['http', 'tls', 'tcp'];
    case 'tcp': return applicationTls === true ? ['tls'] : ['tcp', 'tls'];
    case 'udp': return [];
  }
}
