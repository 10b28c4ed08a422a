import type { Rule } from '../../../rule';
import { SIDECAR } from '../../../validation/kinds';
import { places } from '../../../validation/places';

const FIELDS = ['subjectAltNames', 'httpsRedirect', 'credentialName', 'credentialNames', 'tlsCertificates'];

export const UNSUPPORTED_TLS: Rule = {
  code: 'MESH0805',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'TLS that a Sidecar does not end',
  explanation: 'Where a Sidecar ends TLS, it does so with files of the pod, for servers of HTTPS or TLS. Istio refuses what only Gateways have, and the modes ISTIO_MUTUAL and AUTO_PASSTHROUGH.',
  fix: 'Give the mode SIMPLE or MUTUAL with serverCertificate and privateKey; the mesh\'s own TLS needs nothing here.',
  *find(world) {
    for (const { object, at } of places(world, SIDECAR, 'spec.ingress[].tls')) {
      for (const field of FIELDS) {
        const { path, value } = at.at(field);
        if (value !== undefined && value !== null && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0)) {
          yield { object, path, message: `a Sidecar has no ${field}` };
        }
      }
      const mode = at.at('mode');
      if (mode.string === 'ISTIO_MUTUAL' || mode.string === 'AUTO_PASSTHROUGH') { yield { object, path: mode.path, message: `a Sidecar has no mode ${mode.string}` }; }
    }
  },
};
