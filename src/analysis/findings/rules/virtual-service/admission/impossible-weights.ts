import type { Rule } from '../../../rule';
import { routeLists } from '../routes';

export const IMPOSSIBLE_WEIGHTS: Rule = {
  code: 'MESH0413',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'weights by which nothing can be shared',
  explanation: 'Weights are shares of the traffic. Istio refuses negative ones, and several destinations whose weights are all zero or missing.',
  fix: 'Give weights of zero or more, at least one above zero.',
  *find(world) {
    for (const { object, route, destinations } of routeLists(world)) {
      if (destinations.length === 1 && !destinations[0].at('weight').exists) { continue; }
      const weights = destinations.map(destination => destination.at('weight').number ?? 0);
      for (const [i, weight] of weights.entries()) {
        if (weight < 0) { yield { object, path: destinations[i].at('weight').path, message: `the weight ${weight} is negative` }; }
      }
      if (weights.length > 1 && weights.reduce((sum, weight) => sum + weight, 0) === 0) {
        yield { object, path: route.at('route').path, message: `the weights of ${weights.length} destinations add up to nothing` };
      }
    }
  },
};
