import { gatewayNamed } from './by-name';
import { GatewayPods } from './gateway-pods';
import type { World } from './world';
import { exportedTo } from '../../decision/visibility';
import { hostsOverlap } from '../../hosts';
import type { Gateway, GatewayServer, VirtualService } from '../../model';
import { nameOf } from '../../model';

/** The Gateways that a VirtualService is bound to, as far as they are there; `mesh` is none. */
export function gatewaysOf(world: World, route: VirtualService): readonly Gateway[] {
  return route.gateways.filter(name => name !== 'mesh').flatMap(name => gatewayNamed(world, name) ?? []);
}

/** Whether sidecars use it. One without hosts is for others to delegate to. */
export function isForMesh(route: VirtualService): boolean {
  return route.hosts.length > 0 && route.gateways.includes('mesh');
}

export function isVisibleTo(world: World, route: VirtualService, namespace: string): boolean {
  return exportedTo(route, route.exportTo, world.model.meshConfig.virtualServiceExportTo, namespace);
}

/** Whether a server takes one of the VirtualService's hosts, as its `namespace/host` allows. */
export function serves(server: GatewayServer, route: VirtualService, host: string): boolean {
  return server.hosts.some(entry => (entry.namespace === '*' || entry.namespace === route.namespace) && hostsOverlap(entry.host, host));
}

/** The VirtualServices that name a Gateway. */
export function boundTo(world: World, gateway: Gateway): readonly VirtualService[] {
  return world.once(byGateway).get(nameOf(gateway)) ?? [];
}

function byGateway({ model }: World): ReadonlyMap<string, readonly VirtualService[]> {
  const found = new Map<string, VirtualService[]>();
  for (const route of model.virtualServices.all) {
    for (const name of new Set(route.gateways)) {
      const list = found.get(name);
      if (list === undefined) { found.set(name, [route]); } else { list.push(route); }
    }
  }
  return found;
}

/**
 * The namespaces whose proxies are known to use a VirtualService: those of its gateways' pods, and of the mesh its own and those of
 * its services.
 */
export function clientNamespaces(world: World, route: VirtualService, serviceNamespaces: readonly string[]): readonly string[] {
  const gateways = GatewayPods.of(world);
  const pods = gatewaysOf(world, route).flatMap(gateway => gateways.podsOf(gateway)).map(({ namespace }) => namespace);
  const mesh = isForMesh(route) ? [route.namespace, ...serviceNamespaces] : [];
  return [...new Set([...pods, ...mesh])].filter(namespace => isVisibleTo(world, route, namespace));
}
