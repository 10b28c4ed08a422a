import type { Listener } from './decision/gateway-routing';
import { claimsOf, listenersOf } from './decision/gateway-routing';
import type { Element, MeshModel } from './model';
import { protocolNamed } from './model/protocols';

/** One side of a conflict. */
export interface GatewayClaim {
  readonly object: Element;
}

/** Two objects that claim the same at one gateway, so that the order in which they are applied decides. */
export interface GatewayConflict {
  /** Servers for one host, routes for one host, or servers of different protocols on one port. */
  readonly what: 'host' | 'route' | 'port';
  readonly port: number;
  readonly host?: string;
  readonly claims: readonly [GatewayClaim, GatewayClaim];
}

interface Claimed {
  readonly object: Element;
  readonly host: string;
  readonly family: string;
}

/**
 * Gateways and VirtualServices that claim one host, or one port for several protocols, at the pods of the same gateway. A Gateway whose
 * pods nobody knows is one of those with the same selector.
 *
 * This is what an app is to leave alone, whichever object is older: `findings/world/gateway-merge.ts` tells what proxies make of it.
 *
 * @see https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate
 */
export function gatewayConflicts(model: MeshModel): GatewayConflict[] {
  const { listeners, orphans } = listenersOf(model);
  const unknown = orphans.flatMap(gateway => gateway.servers.map(server => ({ gateway, server, pods: undefined })));
  const places = new Map<string, (Listener | (typeof unknown)[number])[]>();
  for (const listener of [...listeners, ...unknown]) {
    const { gateway, server, pods } = listener;
    const where = pods ? `${pods.namespace}/${pods.name} ${JSON.stringify([...pods.labels])}` : JSON.stringify([...gateway.selector].sort());
    const key = `${where} ${server.port}`;
    places.set(key, [...places.get(key) ?? [], listener]);
  }
  const conflicts = [...places.values()].flatMap(place => {
    const [{ server: { port } }] = place;
    const servers = place.flatMap(({ gateway, server }) => server.hosts.map(({ host }): Claimed =>
      ({ object: gateway, host: host.toLowerCase(), family: familyOf(server) })));
    const routes = place.flatMap(listener => (listener.pods && !listener.server.httpsRedirect ? claimsOf(model, listener) : [])
      .map(({ domain, route }): Claimed => ({ object: route, host: domain.toLowerCase(), family: '' })));
    return [...sameHost(servers, 'host', port), ...sameHost(routes, 'route', port), ...otherFamily(servers, port)];
  });
  return [...new Map(conflicts.map(conflict => [keyOf(conflict), conflict])).values()];
}

function familyOf({ protocol, tls }: Listener['server']): string {
  return tls !== undefined ? 'TLS' : protocolNamed(protocol) === 'http' ? 'HTTP' : 'TCP';
}

function sameHost(claims: readonly Claimed[], what: 'host' | 'route', port: number): GatewayConflict[] {
  const byHost = new Map<string, Claimed[]>();
  for (const claim of claims) {
    byHost.set(claim.host, [...byHost.get(claim.host) ?? [], claim]);
  }
  return [...byHost].flatMap(([host, all]) => {
    const [first, ...others] = [...new Map(all.map(claim => [claim.object, claim])).values()];
    return others.map(other => ({ what, port, host, claims: [first, other] as const }));
  });
}

function otherFamily(claims: readonly Claimed[], port: number): GatewayConflict[] {
  const objects = [...new Map(claims.map(claim => [claim.object, claim])).values()];
  const [first] = objects;
  // Bytes without TLS have a whole port to themselves.
  return objects.slice(1).filter(({ family, host }) => family !== first.family || (family === 'TCP' && host !== first.host))
    .map(other => ({ what: 'port' as const, port, claims: [first, other] as const }));
}

function keyOf({ what, port, host, claims }: GatewayConflict): string {
  return JSON.stringify([what, port, host, ...claims.map(({ object }) => [object.kind, object.namespace, object.name])]);
}
