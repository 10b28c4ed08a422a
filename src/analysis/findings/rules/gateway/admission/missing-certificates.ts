import { serverTls } from './servers';
import { hasCredential, isGiven, modeOf } from './tls-fields';
import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { listed } from '../../../validation/words';

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings */
export const MISSING_CERTIFICATES: Rule = {
  code: 'MESH0612',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'TLS without certificates',
  explanation: 'Where TLS ends, the proxy shows a certificate; and for mutual TLS it verifies those of clients. Istio refuses the server without.',
  fix: 'Give credentialName, the name of a Secret beside the pods of the gateway.',
  *find(world) {
    for (const { object, at } of serverTls(world)) {
      const mode = modeOf(at);
      if (!['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'].includes(mode) || hasCredential(at)) { continue; }
      const certificates: readonly Cursor[] = isGiven(at, 'tlsCertificates') ? at.at('tlsCertificates').items : [at];
      const missing = new Set([
        ...mode === 'SIMPLE' || isGiven(at, 'caCertificates') ? [] : ['caCertificates'],
        ...certificates.flatMap(certificate => ['serverCertificate', 'privateKey'].filter(field => !isGiven(certificate, field))),
      ]);
      if (missing.size > 0) { yield { object, path: at.path, message: `${mode} without credentialName, and without ${listed([...missing])}` }; }
    }
  },
};
