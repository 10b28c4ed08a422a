import { writtenValues } from './written-values';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** Fields in which an asterisk stands for something at either end, and nowhere else. */
const PATTERNS = new Set(['principals', 'requestPrincipals', 'hosts', 'methods', 'paths', 'source.principal', 'request.auth.principal', 'connection.sni']);

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/ */
export const INNER_WILDCARD: Rule = {
  code: 'MESH0975',
  severity: 'warning',
  aliases: [],
  title: 'asterisk that stands for itself',
  explanation: 'An asterisk stands for any text as the first or the last character of a value only. Anywhere else, and as the second of two, it is an asterisk that callers would have to send.',
  fix: 'Keep one asterisk, at an end; paths take {*} for one segment and {**} for many.',
  *find(world) {
    for (const { policy, field, at, value } of writtenValues(world)) {
      if (!value.includes('*')) { continue; }
      if (!PATTERNS.has(field) && !field.startsWith('request.headers[')) { continue; }
      if (field === 'paths' && value.includes('{')) { continue; }
      const rest = value.startsWith('*') ? value.slice(1) : value.endsWith('*') ? value.slice(0, -1) : value;
      if (!rest.includes('*')) { continue; }
      yield { object: policy, path: at.path, message: `the asterisk within ${quoted(value)} stands for itself` };
    }
  },
};
