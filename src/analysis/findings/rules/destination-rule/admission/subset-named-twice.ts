import type { Rule } from '../../../rule';
import { DESTINATION_RULE } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const SUBSET_NAMED_TWICE: Rule = {
  code: 'MESH0502',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'two subsets of one name',
  explanation: 'Routes name a subset, so a DestinationRule has each name once. Istio refuses it otherwise.',
  fix: 'Rename one of them.',
  *find(world) {
    for (const { object, at } of places(world, DESTINATION_RULE, 'spec.subsets')) {
      const seen = new Set<string>();
      for (const subset of at.items) {
        const name = subset.at('name').string;
        if (name === undefined) { continue; }
        if (seen.has(name)) { yield { object, path: subset.at('name').path, message: `there is a subset ${quoted(name)} already` }; }
        seen.add(name);
      }
    }
  },
};
