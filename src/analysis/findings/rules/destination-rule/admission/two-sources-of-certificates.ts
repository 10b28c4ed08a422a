import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';
import { listed } from '../../../validation/words';

const FILES = ['clientCertificate', 'caCertificates', 'privateKey', 'caCrl'];

export const TWO_SOURCES_OF_CERTIFICATES: Rule = {
  code: 'MESH0523',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'certificates of files beside those of a Secret',
  explanation: 'With credentialName, everything comes from that Secret. Istio refuses files beside it.',
  fix: 'Put them into the Secret, or leave credentialName out.',
  find: world => refused(settings(world, 'tls'), at => {
    if (!['SIMPLE', 'MUTUAL'].includes(at.at('mode').string ?? '') || (at.at('credentialName').string ?? '') === '') { return undefined; }
    const files = FILES.filter(field => (at.at(field).string ?? '') !== '');
    return files.length > 0 ? `credentialName and ${listed(files)} exclude each other` : undefined;
  }),
};
