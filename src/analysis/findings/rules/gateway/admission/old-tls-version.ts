import { serverTls } from './servers';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';

export const OLD_TLS_VERSION: Rule = {
  code: 'MESH0616',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'old version of TLS without ciphers for it',
  explanation: 'Proxies have no cipher suites for TLS 1.0 and 1.1 unless they are listed, so such clients still fail.',
  fix: 'Require TLSV1_2 or later; if old clients must be served, list the suites that they know.',
  find: world => refused(serverTls(world), at => {
    const version = at.at('minProtocolVersion').string ?? '';
    return ['TLSV1_0', 'TLSV1_1'].includes(version) && at.at('cipherSuites').length === 0 ? `${version} without cipherSuites` : undefined;
  }),
};
