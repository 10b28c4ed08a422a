import type { Rule } from '../../rule';
import { serversOf } from '../../world/gateway-merge';

/** Beside which the lack of a mode is another finding. */
const CERTIFICATES = ['credentialName', 'credentialNames', 'serverCertificate', 'tlsCertificates'];

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode */
export const TLS_WITHOUT_MODE: Rule = {
  code: 'MESH0672',
  severity: 'warning',
  aliases: [],
  title: 'TLS of a server without a mode',
  explanation: 'The mode of a server\'s TLS is PASSTHROUGH unless it is said: the gateway passes the connection on as it is, uses no certificate, and reads no request, so that routes '
    + 'for HTTP do nothing.',
  fix: 'Say the mode: SIMPLE to end TLS at the gateway, PASSTHROUGH if that is meant.',
  *find(world) {
    for (const gateway of world.model.gateways.all) {
      for (const { server, at } of serversOf(gateway)) {
        const tls = at.at('tls');
        if (tls.object !== undefined && !tls.at('mode').exists && !server.httpsRedirect && !CERTIFICATES.some(field => tls.at(field).exists)) {
          yield { object: gateway, path: tls.path, message: 'without a mode it is PASSTHROUGH: TLS is not ended at the gateway' };
        }
      }
    }
  },
};
