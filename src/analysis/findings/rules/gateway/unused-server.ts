import { hostsOverlap } from '../../../hosts';
import type { GatewayServer } from '../../../model';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { listed, quoted } from '../../validation/words';
import { boundTo, isForMesh, serves } from '../../world/bindings';
import { serversOf } from '../../world/gateway-merge';
import { writtenGateways } from '../virtual-service/written-gateways';

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/ */
export const UNUSED_SERVER: Rule = {
  code: 'MESH0670',
  severity: 'warning',
  aliases: [],
  title: 'server of a Gateway without routes',
  explanation: 'The gateway listens for the hosts, but no VirtualService of the manifests has routes for them there: every request gets 404, every other connection is closed.',
  fix: 'Bind a VirtualService with these hosts to the Gateway, or remove the server.',
  *find(world) {
    if (world.model.gateways.all.length === 0) { return; }
    const named = new Set(writtenGateways(world).map(({ name }) => name));
    // Who forgot to bind one is told so there.
    const unbound = world.model.virtualServices.all.filter(isForMesh).flatMap(({ hosts }) => hosts);
    const isForgotten = (server: GatewayServer): boolean => server.hosts.some(({ host }) => host !== '*' && unbound.some(other => hostsOverlap(host, other)));
    for (const gateway of world.model.gateways.all) {
      const routes = boundTo(world, gateway);
      const servers = serversOf(gateway).filter(({ server, at }) => !server.httpsRedirect && server.tls !== 'AUTO_PASSTHROUGH' && at.at('hosts').length > 0);
      const idle = servers.filter(({ server }) => !routes.some(route => route.hosts.some(host => serves(server, route, host))));
      // Bound, but for other hosts: that is a mistake of the VirtualService.
      if (idle.length === servers.length && named.has(nameOf(gateway))) { continue; }
      for (const { server, at } of idle) {
        if (isForgotten(server)) { continue; }
        const message = `no VirtualService has routes for ${listed(server.hosts.map(({ host }) => quoted(host)))} at this Gateway`;
        // The routes of a Gateway that serves many teams are theirs, and elsewhere.
        yield { object: gateway, path: at.path, message, ...routes.length === 0 ? { severity: 'info' } : {} };
      }
    }
  },
};
