import { fieldsOfRoutes, routeLists } from './routes';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination */
export const LONE_WEIGHT: Rule = {
  code: 'MESH0440',
  severity: 'warning',
  aliases: ['KIA1104'],
  title: 'weight of an only destination',
  explanation: 'A route with one destination sends everything there, whatever its weight says: what the weight would leave over goes nowhere else.',
  fix: 'Leave the weight out, or name the destination that gets the rest.',
  *find(world) {
    if (fieldsOfRoutes(world, 'route[].weight').length === 0) { return; }
    for (const { object, destinations } of routeLists(world)) {
      const weight = destinations[0]?.at('weight');
      if (destinations.length === 1 && weight.number !== undefined && weight.number > 0 && weight.number < 100) {
        yield { object, path: weight.path, message: `the only destination has weight ${weight.number} and gets everything` };
      }
    }
  },
};
