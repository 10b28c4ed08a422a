import { policiesWith } from './written-policies';
import type { Rule } from '../../rule';
import { listed } from '../../validation/words';

const CERTIFICATES = ['clientCertificate', 'privateKey', 'caCertificates', 'credentialName', 'caCrl'];

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode */
export const IGNORED_CERTIFICATES: Rule = {
  code: 'MESH0575',
  severity: 'warning',
  aliases: [],
  title: 'certificates that the mode ignores',
  explanation: 'ISTIO_MUTUAL uses the certificates of the mesh, and DISABLE none: those that are named beside it are not used.',
  fix: 'Set the mode to MUTUAL or SIMPLE to use them, or leave them out.',
  *find(world) {
    for (const { object, policy } of policiesWith(world, 'tls.mode')) {
      const tls = policy.at('tls');
      const mode = tls.at('mode').string;
      if (mode !== 'ISTIO_MUTUAL' && mode !== 'DISABLE') { continue; }
      const named = CERTIFICATES.filter(field => tls.at(field).exists);
      if (named.length > 0) { yield { object, path: tls.at(named[0]).path, message: `mode ${mode} does not use ${listed(named)}` }; }
    }
  },
};
