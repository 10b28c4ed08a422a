import { completePatches } from './patches';
import type { Rule } from '../../../rule';
import { syntaxProblem } from '../../../validation/regular-expressions';
import { isSince } from '../../../world/istio-versions';

const LONGEST = 1024;

export const MALFORMED_PROXY_VERSION: Rule = {
  code: 'MESH1110',
  severity: 'error',
  aliases: ['IST0106', 'IST0133'],
  title: 'version of proxies that is no regular expression',
  explanation: 'A patch is for the proxies whose version matches a regular expression. Istio refuses what is none, and since 1.31 ignores one of more than 1024 characters.',
  fix: 'Write it like ^1\\.30.*.',
  *find(world) {
    for (const { object, at } of completePatches(world)) {
      const { path, string = '' } = at.at('match', 'proxy', 'proxyVersion');
      if (Buffer.byteLength(string) > LONGEST && isSince(world.istioVersion, '1.31')) {
        yield { object, path, severity: 'warning', message: `an expression of ${Buffer.byteLength(string)} bytes is ignored` };
        continue;
      }
      const message = syntaxProblem(string);
      if (message !== undefined) { yield { object, path, message }; }
    }
  },
};
