import { GatewayPods } from './gateway-pods';
import type { World } from './world';
import type { Gateway, GatewayServer } from '../../model';
import { nameOf } from '../../model';
import { Cursor } from '../cursor';
import { isHttp } from '../validation/protocols';

/** A server of a Gateway as it is written. */
export interface WrittenServer {
  readonly gateway: Gateway;
  readonly server: GatewayServer;
  readonly at: Cursor;
  /** Host and bind address: servers with TLS are told apart by them. */
  readonly names: readonly string[];
}

/** A server that proxies leave out, and the older one that is the reason. */
export interface DroppedServer {
  readonly dropped: WrittenServer;
  readonly winner: WrittenServer;
  readonly reason: 'host' | 'protocol';
  /** The host that both have. */
  readonly host?: string;
}

/** The servers of a Gateway. */
export function serversOf(gateway: Gateway): readonly WrittenServer[] {
  const written = new Map(Cursor.of(gateway.object, 'spec', 'servers').items.map(at => [at.path, at]));
  return gateway.servers.flatMap(server => {
    const at = written.get(`spec.${server.path}`);
    const bind = at?.at('bind').string ?? '';
    return at === undefined ? [] : [{ gateway, server, at, names: server.hosts.map(({ host }) => JSON.stringify([host, bind])) }];
  });
}

/** For the pods of each gateway the Gateways that are for them, the oldest first; each combination once. */
export function gatewayGroups(world: World): readonly (readonly Gateway[])[] {
  return world.once(collectGroups);
}

function collectGroups(world: World): readonly (readonly Gateway[])[] {
  const byPods = new Map<string, Gateway[]>();
  const gateways = GatewayPods.of(world);
  for (const gateway of world.model.gateways.all) {
    for (const pods of gateways.podsOf(gateway)) {
      const key = `${pods.kind} ${nameOf(pods)}`;
      const list = byPods.get(key);
      if (list === undefined) { byPods.set(key, [gateway]); } else { list.push(gateway); }
    }
  }
  return [...new Map([...byPods.values()].map(list => [list.map(nameOf).join(' '), list])).values()];
}

/**
 * What proxies leave out when they merge the servers of several Gateways, the oldest first: a server with TLS for a host that another
 * one has on the port, and one whose protocol does not go with the plaintext that another one speaks there. What is merged without loss,
 * as plaintext of one host is, is none of it; `gateway-conflicts.ts` tells what is claimed twice, lost or not.
 */
export function droppedServers(world: World): readonly DroppedServer[] {
  return world.once(collectDropped);
}

function collectDropped(world: World): readonly DroppedServer[] {
  const found = gatewayGroups(world).flatMap(gateways => mergeServers(gateways.flatMap(serversOf)));
  return [...new Map(found.map(drop => [`${nameOf(drop.dropped.gateway)} ${drop.dropped.at.path}`, drop])).values()];
}

function mergeServers(servers: readonly WrittenServer[]): readonly DroppedServer[] {
  const plain = new Map<number, WrittenServer>();
  const taken = new Map<string, WrittenServer>();
  const dropped: DroppedServer[] = [];
  for (const own of servers) {
    const { server, at, names } = own;
    const key = (name: string): string => `${server.port} ${name}`;
    const hasTls = at.at('tls').object !== undefined;
    const twice = hasTls ? names.find(name => taken.has(key(name))) : undefined;
    const winner = twice === undefined ? undefined : taken.get(key(twice));
    if (twice !== undefined && winner !== undefined) {
      // Of two that send the host's requests to HTTPS, one is enough.
      if (server.tls === undefined && winner.server.tls === undefined) { continue; }
      dropped.push({ dropped: own, winner, reason: 'host', host: String((JSON.parse(twice) as unknown[])[0]) });
      continue;
    }
    const current = plain.get(server.port);
    if (current !== undefined && !mixes(current, own) && current.at.at('bind').string === at.at('bind').string) {
      dropped.push({ dropped: own, winner: current, reason: 'protocol' });
      continue;
    }
    if (hasTls) { names.forEach(name => taken.set(key(name), own)); }
    if (server.tls === undefined && current === undefined) { plain.set(server.port, own); }
  }
  return dropped;
}

/** Plaintext on one port is for all servers that speak HTTP, and else for one only. */
function mixes({ server: current }: WrittenServer, { server }: WrittenServer): boolean {
  return isHttp(current.protocol) && isHttp(server.protocol);
}
