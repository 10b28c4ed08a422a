import { httpRoutes } from './http-routes';
import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { areThere } from '../../../validation/places';
import { listed } from '../../../validation/words';

export const SEVERAL_ACTIONS: Rule = {
  code: 'MESH0410',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'HTTP route that leads to several ends',
  explanation: 'A route either sends requests to destinations, or redirects them, or answers them itself. Istio refuses one that does more than one of it.',
  fix: 'Keep one of them, or split the route in two.',
  *find(world) {
    if (!areThere(world, VIRTUAL_SERVICE, 'spec.http[].redirect', 'spec.http[].directResponse')) { return; }
    for (const { object, at, role } of httpRoutes(world)) {
      if (role === 'root') { continue; }
      const actions = [
        ...at.at('route').length > 0 ? ['route'] : [],
        ...['redirect', 'directResponse'].filter(field => at.at(field).exists),
      ];
      if (actions.length > 1) { yield { object, path: at.path, message: `${listed(actions)} exclude one another` }; }
    }
  },
};
