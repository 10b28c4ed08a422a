import { httpRoutes } from './http-routes';
import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { areThere } from '../../../validation/places';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate */
export const DELEGATED_AND_ROUTED: Rule = {
  code: 'MESH0412',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'delegate beside a route of its own, or of a delegate',
  explanation: 'What a route delegates, another VirtualService routes, and that one cannot delegate again. Istio refuses destinations or a redirect beside the delegate.',
  fix: 'Move the route to the VirtualService that is delegated to.',
  *find(world) {
    if (!areThere(world, VIRTUAL_SERVICE, 'spec.http[].delegate')) { return; }
    for (const { object, at, role } of httpRoutes(world)) {
      const delegate = at.at('delegate');
      if (role === 'delegate' && delegate.exists) {
        yield { object, path: delegate.path, message: 'a VirtualService that is delegated to cannot delegate' };
      }
      for (const field of role === 'root' ? ['redirect', 'route'] : []) {
        const found = at.at(field);
        if (field === 'route' ? found.length > 0 : found.exists) {
          yield { object, path: found.path, message: `a route that is delegated has no ${field} of its own` };
        }
      }
    }
  },
};
