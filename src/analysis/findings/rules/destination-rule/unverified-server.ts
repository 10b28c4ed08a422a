import { policiesWith } from './written-policies';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings */
export const UNVERIFIED_SERVER: Rule = {
  code: 'MESH0543',
  severity: 'info',
  aliases: ['IST0128', 'IST0129'],
  title: 'TLS without certificate authority of its own',
  explanation: 'Without `caCertificates` proxies trust the authorities of their operating system, which is right for public servers and too much for private ones. With '
    + '`insecureSkipVerify` they trust any server.',
  fix: 'Name the authority that has signed the server\'s certificate by `caCertificates`.',
  *find(world) {
    for (const { object, policy } of policiesWith(world, 'tls.mode')) {
      const tls = policy.at('tls');
      const { string: mode } = tls.at('mode');
      if (mode !== 'SIMPLE' && mode !== 'MUTUAL') { continue; }
      if (tls.at('insecureSkipVerify').boolean === true) {
        yield { object, path: tls.at('insecureSkipVerify').path, severity: 'warning', message: 'the certificate of the server is not verified', fix: 'Leave `insecureSkipVerify` out.' };
      } else if (!tls.at('caCertificates').exists && !tls.at('credentialName').exists) {
        yield { object, path: tls.path, message: `mode ${mode} trusts every authority that the proxy's operating system trusts` };
      }
    }
  },
};
