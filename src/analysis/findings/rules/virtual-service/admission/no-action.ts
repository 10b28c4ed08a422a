import { httpRoutes } from './http-routes';
import type { Rule } from '../../../rule';

export const NO_ACTION: Rule = {
  code: 'MESH0409',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'HTTP route that leads nowhere',
  explanation: 'A route sends requests to destinations, redirects them, or answers them. Istio refuses one that does nothing of it.',
  fix: 'Add a route, a redirect, a directResponse or a delegate.',
  *find(world) {
    for (const { object, at, role } of httpRoutes(world)) {
      if (role === 'root' || at.at('delegate').exists) { continue; }
      if (at.at('redirect').exists || at.at('directResponse').exists || at.at('route').length > 0) { continue; }
      yield { object, path: at.path, message: 'nothing says what becomes of these requests' };
    }
  },
};
