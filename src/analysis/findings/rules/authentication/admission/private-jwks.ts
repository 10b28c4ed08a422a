import { jwtRules } from './jwt-rules';
import type { Rule } from '../../../rule';
import { privateKeys } from '../../../validation/key-sets';

export const PRIVATE_JWKS: Rule = {
  code: 'MESH1003',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'private key in a manifest',
  explanation: 'Proxies verify tokens by public keys. Whoever reads this manifest can make tokens that they accept.',
  fix: 'Remove the private parts, and use another key from now on.',
  *find(world) {
    for (const { object, at } of jwtRules(world)) {
      const { path, string = '' } = at.at('jwks');
      for (const i of privateKeys(string)) { yield { object, path, message: `key ${i} of jwks is private` }; }
    }
  },
};
