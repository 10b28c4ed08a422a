import { hostsOverlap } from '../../../hosts';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { listed, quoted } from '../../validation/words';
import { gatewayGroups, serversOf } from '../../world/gateway-merge';

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings */
export const REDIRECT_TO_NOTHING: Rule = {
  code: 'MESH0673',
  severity: 'warning',
  aliases: [],
  title: 'redirect to HTTPS that nobody serves',
  explanation: 'Every request is sent to HTTPS, but no server of the gateway has the host with TLS. Where a load balancer before the gateway ends TLS, it is a redirect for ever.',
  fix: 'Add a server for HTTPS with these hosts, or leave `httpsRedirect` out.',
  *find(world) {
    const reported = new Set<string>();
    for (const servers of gatewayGroups(world).map(gateways => gateways.flatMap(serversOf))) {
      const secure = servers.filter(({ server }) => server.tls !== undefined);
      for (const { gateway, server, at } of servers) {
        const key = `${nameOf(gateway)} ${at.path}`;
        if (!server.httpsRedirect || server.tls !== undefined || reported.has(key)) { continue; }
        if (secure.some(other => other.server.hosts.some(({ host }) => server.hosts.some(own => hostsOverlap(own.host, host))))) { continue; }
        reported.add(key);
        yield { object: gateway, path: at.at('tls', 'httpsRedirect').path, message: `no server has ${listed(server.hosts.map(({ host }) => quoted(host)))} with TLS` };
      }
    }
  },
};
