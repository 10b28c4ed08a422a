import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { quoted } from '../../../validation/words';

export const IMPOSSIBLE_HASH_COOKIE: Rule = {
  code: 'MESH0512',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'cookie without a name, or with an attribute twice',
  explanation: 'The cookie by which requests are spread needs a name, and each of its attributes one of its own. Istio refuses it otherwise.',
  fix: 'Name the cookie and its attributes, each once.',
  *find(world) {
    for (const { object, at } of settings(world, 'loadBalancer.consistentHash.httpCookie')) {
      if (at.at('name').string === '') { yield { object, path: at.at('name').path, message: 'the cookie has no name' }; }
      const seen = new Set<string>();
      for (const attribute of at.at('attributes').items) {
        const name = attribute.at('name').string;
        if (name === '') { yield { object, path: attribute.path, message: 'the attribute has no name' }; }
        if (name !== undefined && name !== '' && seen.has(name)) { yield { object, path: attribute.path, message: `there is an attribute ${quoted(name)} already` }; }
        if (name !== undefined) { seen.add(name); }
      }
    }
  },
};
