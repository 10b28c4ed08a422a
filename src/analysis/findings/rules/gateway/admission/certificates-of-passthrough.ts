import { serverTls } from './servers';
import { isGiven, isPassthrough } from './tls-fields';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';
import { listed } from '../../../validation/words';

const CERTIFICATES = ['caCrl', 'serverCertificate', 'privateKey', 'caCertificates', 'tlsCertificates', 'credentialName', 'credentialNames'];

export const CERTIFICATES_OF_PASSTHROUGH: Rule = {
  code: 'MESH0614',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'certificates where TLS is passed on',
  explanation: 'PASSTHROUGH, which is also what no mode stands for, passes TLS on as it is, and shows no certificate.',
  fix: 'Give the mode SIMPLE or MUTUAL, or remove the certificates.',
  find: world => refused(serverTls(world), at => {
    const given = isPassthrough(at) ? CERTIFICATES.filter(field => isGiven(at, field)) : [];
    return given.length > 0 ? `${listed(given)} of a server that passes TLS on` : undefined;
  }),
};
