import { completePatches } from './patches';
import type { Rule } from '../../../rule';

/** What is matched by what patches apply to. */
const MATCHED: ReadonlyMap<string, string> = new Map([
  ...['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER'].map(applyTo => [applyTo, 'listener'] as const),
  ...['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE'].map(applyTo => [applyTo, 'routeConfiguration'] as const),
  ['CLUSTER', 'cluster'],
]);

export const MATCH_OF_ANOTHER_KIND: Rule = {
  code: 'MESH1106',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'match of what the patch does not apply to',
  explanation: 'A patch of listeners and filters matches by listener, one of routes by routeConfiguration, one of clusters by cluster. Istio refuses other matches.',
  fix: 'Match what applyTo names.',
  *find(world) {
    for (const { object, at, applyTo } of completePatches(world)) {
      const wanted = MATCHED.get(applyTo);
      const given = ['listener', 'routeConfiguration', 'cluster', 'waypoint'].find(field => at.at('match', field).exists);
      if (wanted !== undefined && given !== undefined && wanted !== given) {
        yield { object, path: at.at('match', given).path, message: `a patch of ${applyTo} matches by ${wanted}, not by ${given}` };
      }
    }
  },
};
