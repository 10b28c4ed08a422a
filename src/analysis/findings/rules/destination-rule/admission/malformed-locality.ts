import { localitySettings } from './localities';
import type { Rule } from '../../../rule';
import { localitiesProblem } from '../../../validation/localities';

export const MALFORMED_LOCALITY: Rule = {
  code: 'MESH0518',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'localities that cannot be, or that overlap',
  explanation: 'A locality is a region, region/zone or region/zone/subzone, possibly with a * as its last part, and one list has none twice. Istio refuses others.',
  fix: 'Write it as region/zone/subzone, each once.',
  *find(world) {
    for (const { object, at } of localitySettings(world)) {
      const distributions = at.at('failover').length > 0 ? [] : at.at('distribute').items;
      const lists = [
        { path: at.at('distribute').path, localities: distributions.map(from => from.at('from').string ?? '') },
        // Entries of an object have no order: an asterisk may come first.
        ...distributions.map(from => ({ path: from.at('to').path, localities: from.at('to').entries.map(([locality]) => locality).sort() })),
      ];
      for (const { path, localities } of lists) {
        const message = localitiesProblem(localities);
        if (message !== undefined) { yield { object, path, message }; }
      }
    }
  },
};
