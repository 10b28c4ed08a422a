import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';
import { listed } from '../../../validation/words';

export const VERIFICATION_OF_THE_UNVERIFIED: Rule = {
  code: 'MESH0522',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'certificates to verify, and insecureSkipVerify',
  explanation: 'insecureSkipVerify verifies nothing, so what says how to verify contradicts it. Istio refuses both.',
  fix: 'Remove insecureSkipVerify.',
  find: world => refused(settings(world, 'tls'), at => {
    const mode = at.at('mode').string;
    if (at.at('insecureSkipVerify').boolean !== true || (mode !== 'SIMPLE' && mode !== 'MUTUAL')) { return undefined; }
    const given = ['caCertificates', ...mode === 'SIMPLE' ? ['credentialName'] : []].filter(field => (at.at(field).string ?? '') !== '');
    const all = [...given, ...at.at('subjectAltNames').length > 0 ? ['subjectAltNames'] : []];
    return all.length > 0 ? `insecureSkipVerify and ${listed(all)} exclude each other` : undefined;
  }),
};
