import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';
import { listed } from '../../../validation/words';

export const MUTUAL_WITHOUT_CERTIFICATE: Rule = {
  code: 'MESH0524',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'mutual TLS without a certificate to show',
  explanation: 'With the mode MUTUAL the proxy shows a certificate of yours: of a credentialName, or of files. Istio refuses it without.',
  fix: 'Give credentialName, or clientCertificate and privateKey; within the mesh use ISTIO_MUTUAL, which needs none.',
  find: world => refused(settings(world, 'tls'), at => {
    if (at.at('mode').string !== 'MUTUAL' || (at.at('credentialName').string ?? '') !== '') { return undefined; }
    const missing = ['clientCertificate', 'privateKey'].filter(field => (at.at(field).string ?? '') === '');
    return missing.length > 0 ? `MUTUAL without ${listed(missing)}` : undefined;
  }),
};
