import { serverTls } from './servers';
import { hasCredential, isGiven, modeOf } from './tls-fields';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';

export const MISPLACED_REVOCATION_LIST: Rule = {
  code: 'MESH0613',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'list of revoked certificates where none are verified',
  explanation: 'caCrl lists certificates of clients that are revoked. Istio refuses it with SIMPLE, which asks clients for none, and beside a Secret, which holds the list itself.',
  fix: 'Use MUTUAL, or put the list into the Secret as ca.crl.',
  find: world => refused(serverTls(world), at => {
    const mode = modeOf(at);
    if (!isGiven(at, 'caCrl') || mode === 'ISTIO_MUTUAL') { return undefined; }
    if (mode === 'SIMPLE') { return hasCredential(at) ? undefined : 'SIMPLE verifies no certificates that caCrl could list'; }
    // With MUTUAL and a Secret it is ignored in silence.
    const looked = isGiven(at, 'credentialName') && !['MUTUAL', 'OPTIONAL_MUTUAL'].includes(mode);
    return looked ? 'caCrl and credentialName exclude each other' : undefined;
  }),
};
