import { fieldsOfRoutes, routeLists } from './routes';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination */
export const WEIGHTS_BESIDE_HUNDRED: Rule = {
  code: 'MESH0473',
  severity: 'warning',
  aliases: [],
  title: 'weights that do not add up to 100',
  explanation: 'Weights are shares of their sum. Where the sum is not 100 they are no percentages, and most likely one was changed and another forgotten; one without '
    + 'weight gets nothing.',
  fix: 'Let the weights add up to 100.',
  *find(world) {
    if (fieldsOfRoutes(world, 'route[].weight').length === 0) { return; }
    for (const { object, route, destinations } of routeLists(world)) {
      if (destinations.length < 2) { continue; }
      const weights = destinations.map(destination => destination.at('weight').number ?? 0);
      const sum = weights.reduce((a, b) => a + b, 0);
      // A sum of 0 is refused by istiod.
      if (sum > 0 && sum !== 100) { yield { object, path: route.at('route').path, message: `the weights ${weights.join(' + ')} add up to ${sum}` }; }
    }
  },
};
