import { completePatches } from './patches';
import type { Rule } from '../../../rule';

export const IGNORED_FILTER_MATCH: Rule = {
  code: 'MESH1108',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'match of a filter that has no effect',
  explanation: 'A patch of a listener or of a filter chain is not narrowed by what filters are in it.',
  fix: 'Remove the match of the filter, or apply the patch to NETWORK_FILTER or HTTP_FILTER.',
  *find(world) {
    for (const { object, at, applyTo } of completePatches(world)) {
      const filter = at.at('match', 'listener', 'filterChain', 'filter');
      if (filter.exists && ['LISTENER', 'FILTER_CHAIN'].includes(applyTo)) { yield { object, path: filter.path, message: `it does not narrow a patch of ${applyTo}` }; }
    }
  },
};
