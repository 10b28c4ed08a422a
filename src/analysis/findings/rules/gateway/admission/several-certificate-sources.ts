import { serverTls } from './servers';
import { isGiven, modeOf } from './tls-fields';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';
import { listed } from '../../../validation/words';

export const SEVERAL_CERTIFICATE_SOURCES: Rule = {
  code: 'MESH0611',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'certificates of a server from several sources',
  explanation: 'A server has its certificates from credentialName, from credentialNames, from tlsCertificates, or from serverCertificate and privateKey. Istio refuses more than one.',
  fix: 'Keep one of them.',
  find: world => refused(serverTls(world), at => {
    if (modeOf(at) === 'ISTIO_MUTUAL') { return undefined; }
    const files = isGiven(at, 'serverCertificate') && isGiven(at, 'privateKey') ? ['serverCertificate'] : [];
    const sources = [...files, ...['credentialName', 'credentialNames', 'tlsCertificates'].filter(field => isGiven(at, field))];
    return sources.length > 1 ? `${listed(sources)} exclude each other` : undefined;
  }),
};
