import { servers } from './servers';
import { isGiven, isPassthrough } from './tls-fields';
import type { Rule } from '../../../rule';
import { isHttp, isTls, protocolProblem } from '../../../validation/protocols';

export const TLS_AND_PROTOCOL: Rule = {
  code: 'MESH0608',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'protocol and TLS of a server that contradict each other',
  explanation: 'A server of HTTPS or TLS says how TLS ends. One of another protocol has no TLS, but for the redirect of HTTP to HTTPS. Istio refuses it otherwise.',
  fix: 'Write the protocol HTTPS or TLS with tls, and another one without.',
  *find(world) {
    for (const { object, at } of servers(world)) {
      const protocol = at.at('port', 'protocol').string ?? '';
      const tls = at.at('tls');
      if (protocolProblem(protocol) !== undefined) { continue; }
      if (isTls(protocol)) {
        if (!tls.exists) { yield { object, path: at.path, message: `${protocol} without tls` }; }
        continue;
      }
      const redirects = isHttp(protocol) && isPassthrough(tls) && ['caCertificates', 'privateKey', 'serverCertificate'].every(field => !isGiven(tls, field));
      if (tls.exists && !redirects) { yield { object, path: tls.path, message: `${protocol} has no TLS${isHttp(protocol) ? ' but httpsRedirect' : ''}` }; }
    }
  },
};
