import { gatewaysOf, isForMesh, serves } from './bindings';
import { Hosts } from './hosts';
import type { World } from './world';
import type { VirtualService } from '../../model';

/** A port on which proxies ask a VirtualService for routes. */
export interface ListenerPort {
  readonly port: number;
  /** `mesh`, or the gateway's `namespace/name`. */
  readonly gateway: string;
}

/** The ports of the servers that take its hosts, and of the services that it is for. What is no Service listens on port 80. */
export function listenerPorts(world: World, route: VirtualService): readonly ListenerPort[] {
  const hosts = Hosts.of(world);
  const gateways = gatewaysOf(world, route).flatMap(gateway => gateway.servers
    .filter(server => route.hosts.some(host => serves(server, route, host)))
    .map(({ port }) => ({ port, gateway: `${gateway.namespace}/${gateway.name}` })));
  const mesh = !isForMesh(route) ? [] : route.hosts.flatMap(host => hosts.find(host, route.namespace).visible.slice(0, 1))
    .flatMap(service => service.ports.filter(({ protocol }) => protocol !== 'udp').map(({ port }) => ({ port, gateway: 'mesh' })));
  const found = new Map([...gateways, ...mesh].map(entry => [`${entry.gateway} ${entry.port}`, entry]));
  return [...found.values()];
}
