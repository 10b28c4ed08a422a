import { httpRoutes } from './http-routes';
import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { areThere } from '../../../validation/places';

export const EXCLUDED_SETTINGS: Rule = {
  code: 'MESH0411',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'settings of a route that exclude each other',
  explanation: 'Faults and rewrites are for requests that are sent on, not for those that are redirected or answered; and mirrors replaces mirror. Istio refuses both together.',
  fix: 'Remove one of the two.',
  *find(world) {
    if (!areThere(world, VIRTUAL_SERVICE, 'spec.http[].redirect', 'spec.http[].directResponse', 'spec.http[].mirror')) { return; }
    for (const { object, at, role } of httpRoutes(world)) {
      if (role === 'root') { continue; }
      const end = ['redirect', 'directResponse'].find(field => at.at(field).exists);
      for (const field of end === undefined ? [] : ['fault', 'rewrite']) {
        if (at.at(field).exists) { yield { object, path: at.at(field).path, message: `a route with a ${end} has no ${field}` }; }
      }
      if (at.at('mirror').exists && at.at('mirrors').length > 0) {
        yield { object, path: at.at('mirror').path, message: 'a route has either mirror or mirrors' };
      }
    }
  },
};
