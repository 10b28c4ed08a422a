import { serverTls } from './servers';
import type { Rule } from '../../../rule';
import { quoted } from '../../../validation/words';

const CIPHERS = new Set([
  'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA', 'AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA', 'AES256-SHA', 'DES-CBC3-SHA',
]);

export const UNKNOWN_CIPHER: Rule = {
  code: 'MESH0615',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'cipher suite that proxies do not know, or twice',
  explanation: 'Istio leaves out a cipher suite that BoringSSL does not have, and one that is listed a second time.',
  fix: 'Name the suites as BoringSSL does, such as ECDHE-ECDSA-AES256-GCM-SHA384, or leave them out.',
  *find(world) {
    for (const { object, at } of serverTls(world)) {
      const seen = new Set<string>();
      for (const { path, string } of at.at('cipherSuites').items) {
        if (string === undefined) { continue; }
        const message = !isKnown(string) ? `${quoted(string)} is no cipher suite of BoringSSL` : seen.has(string) ? `${quoted(string)} is there already` : undefined;
        if (message !== undefined) { yield { object, path, message }; }
        seen.add(string);
      }
    }
  },
};

/** What begins with no letter or digit combines suites. */
function isKnown(suite: string): boolean {
  return suite === '' || suite === 'ALL' || !/^[\p{L}\p{N}]/u.test(suite) || CIPHERS.has(suite);
}
