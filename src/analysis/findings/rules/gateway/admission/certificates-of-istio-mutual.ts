import { serverTls } from './servers';
import { isGiven, modeOf } from './tls-fields';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';
import { listed } from '../../../validation/words';

const CERTIFICATES = ['serverCertificate', 'privateKey', 'caCertificates', 'tlsCertificates', 'credentialName', 'credentialNames'];

export const CERTIFICATES_OF_ISTIO_MUTUAL: Rule = {
  code: 'MESH0610',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'certificates beside those of the mesh',
  explanation: 'With ISTIO_MUTUAL, proxies show the certificates that istiod gives them. Istio refuses any others beside them.',
  fix: 'Remove them, or use MUTUAL.',
  find: world => refused(serverTls(world), at => {
    const given = modeOf(at) === 'ISTIO_MUTUAL' ? CERTIFICATES.filter(field => isGiven(at, field)) : [];
    return given.length > 0 ? `ISTIO_MUTUAL and ${listed(given)} exclude each other` : undefined;
  }),
};
