import { hostWithin } from '../../../hosts';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { isHttp } from '../../validation/protocols';
import { quoted } from '../../validation/words';
import { gatewayGroups, serversOf } from '../../world/gateway-merge';

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings */
export const PLAINTEXT_BESIDE_TLS: Rule = {
  code: 'MESH0671',
  severity: 'info',
  aliases: [],
  title: 'plaintext for a host that is there with TLS',
  explanation: 'The host is served with TLS and, at the same gateway, without: whoever types its name sends the first request, with its cookies, as plaintext.',
  fix: 'Set `tls: { httpsRedirect: true }` at the server without TLS.',
  *find(world) {
    const reported = new Set<string>();
    for (const servers of gatewayGroups(world).map(gateways => gateways.flatMap(serversOf))) {
      const secure = servers.filter(({ server }) => server.tls !== undefined);
      if (secure.length === 0) { continue; }
      for (const { gateway, server, at } of servers) {
        if (server.tls !== undefined || server.httpsRedirect || !isHttp(server.protocol) || reported.has(`${nameOf(gateway)} ${at.path}`)) { continue; }
        const other = secure.find(one => one.server.hosts.some(({ host }) => server.hosts.some(own => hostWithin(host, own.host))));
        if (other === undefined) { continue; }
        reported.add(`${nameOf(gateway)} ${at.path}`);
        const host = other.server.hosts.find(entry => server.hosts.some(own => hostWithin(entry.host, own.host)))?.host;
        yield { object: gateway, path: at.path, message: `${other.at.path} of Gateway ${nameOf(other.gateway)} has ${quoted(host)} with TLS, and here it is plaintext` };
      }
    }
  },
};
