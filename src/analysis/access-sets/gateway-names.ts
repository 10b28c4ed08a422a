import type { AccessSpace } from './access-space';
import type { Language, ProductSet } from '../algebra';
import type { Listener } from '../decision/gateway-routing';
import { readsRequests } from '../decision/gateway-servers';

/**
 * What the servers of a gateway's port take: connections by the name of the handshake, and of requests in them those for a host of the
 * same server; others it answers itself.
 */
export function takenByServers(space: AccessSpace, servers: readonly Listener[]): ProductSet {
  const { sets, strings } = space.algebra;
  const mixed = servers.some(readsRequests) && !servers.every(readsRequests);
  return sets.union(...servers.map(listener => {
    const hosts = [...new Set(listener.server.hosts.map(({ host }) => host))];
    const named = sets.where(space.serverName, strings.union(...hosts.map(host => namesWithin(space, host))));
    if (!readsRequests(listener)) { return mixed ? sets.intersection(named, space.bytes) : named; }
    return sets.intersection(named, space.http, sets.where(space.host, strings.union(...hosts.map(host => authoritiesWithin(space, host)))));
  }));
}

function namesWithin({ algebra: { strings } }: AccessSpace, host: string): Language {
  return host.startsWith('*') ? strings.suffix(host.slice(1)) : strings.exact(host);
}

/** With a port or without. */
function authoritiesWithin({ algebra: { strings } }: AccessSpace, host: string): Language {
  const ignoreCase = { ignoreCase: true };
  if (host === '*') { return strings.all; }
  return host.startsWith('*') ? strings.union(strings.suffix(host.slice(1), ignoreCase), strings.containing(`${host.slice(1)}:`, ignoreCase))
    : strings.union(strings.exact(host, ignoreCase), strings.prefix(`${host}:`, ignoreCase));
}
