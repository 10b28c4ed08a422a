import { exportLists } from './exports';
import type { Rule } from '../../../rule';
import { quoted } from '../../../validation/words';

export const REPEATED_EXPORT: Rule = {
  code: 'MESH1608',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'export that another one includes',
  explanation: 'exportTo names each namespace once ("." is the own one), and "*" or "~" alone. Istio refuses others.',
  fix: 'Keep "*" or "~" alone, and each namespace once.',
  *find(world) {
    for (const { object, at } of exportLists(world)) {
      const seen = new Set<string>();
      for (const entry of at.items) {
        const { string } = entry;
        if (string === undefined) { continue; }
        const namespace = string === '.' ? object.namespace : string;
        if (seen.has(namespace)) { yield { object, path: entry.path, message: `${quoted(string)} is there already` }; }
        seen.add(namespace);
      }
      const alone = ['*', '~'].find(word => seen.has(word) && seen.size > 1);
      if (alone !== undefined) { yield { object, path: at.path, message: `${quoted(alone)} stands alone, and not beside namespaces` }; }
    }
  },
};
