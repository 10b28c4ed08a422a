import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import type { WrittenServer } from '../../world/gateway-merge';
import { gatewayGroups, serversOf } from '../../world/gateway-merge';

/** @see https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate */
export const SHARED_CERTIFICATE: Rule = {
  code: 'MESH0644',
  severity: 'warning',
  aliases: ['IST0138'],
  title: 'certificate of two Gateways on one port',
  explanation: 'Browsers send requests for a second host over the connection that they have, if its certificate is for that host too. At the gateway the connection belongs to the '
    + 'first Gateway, which does not know the second one\'s hosts and answers 404.',
  fix: 'Write one server with the hosts of both, or use a certificate for each.',
  *find(world) {
    const reported = new Set<string>();
    for (const gateways of gatewayGroups(world)) {
      const first = new Map<string, WrittenServer>();
      for (const own of gateways.flatMap(serversOf)) {
        const credential = credentialOf(own);
        if (credential === undefined) { continue; }
        const other = first.get(credential);
        if (other === undefined) { first.set(credential, own); continue; }
        const key = `${nameOf(own.gateway)} ${own.at.path}`;
        if (other.gateway === own.gateway || reported.has(key) || own.names.every(name => other.names.includes(name))) { continue; }
        reported.add(key);
        const { at } = own;
        const name = at.at('tls', 'credentialName');
        yield {
          object: own.gateway,
          path: name.exists ? name.path : at.at('tls').path,
          message: `${other.at.path} of Gateway ${nameOf(other.gateway)} has the same certificate${name.string === undefined ? '' : ` ${quoted(name.string)}`} on port ${own.server.port}`,
        };
      }
    }
  },
};

/** Port and certificate of a server for requests. */
function credentialOf({ at, server }: WrittenServer): string | undefined {
  const tls = at.at('tls');
  const files = [tls.at('serverCertificate').string, tls.at('privateKey').string];
  const certificate = tls.at('credentialName').string ?? (files.every(file => file !== undefined && file !== '') ? files.join(' ') : undefined);
  return certificate === undefined || certificate === '' || server.protocol !== 'HTTPS' ? undefined : JSON.stringify([server.port, at.at('bind').string ?? '', certificate]);
}
