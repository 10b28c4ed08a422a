import { nameOf } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { listed, quoted } from '../../validation/words';
import { apiGateway, apiRoutes, obstacleOf, parentsOf } from '../../world/api-routes';

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference */
export const NO_LISTENER: Rule = {
  code: 'MESH1270',
  severity: 'error',
  aliases: [],
  title: 'listener that the Gateway does not have',
  explanation: '`sectionName` and `port` of a parent choose among the listeners of the Gateway. It has none that fits, so the route is not attached.',
  fix: 'Name a listener of the Gateway, or leave `sectionName` and `port` out.',
  *find(world) {
    for (const parent of apiRoutes(world).flatMap(parentsOf)) {
      const { route, at, kind, namespace, name } = parent;
      const gateway = kind === 'Gateway' ? apiGateway(world, namespace, name) : undefined;
      if (gateway === undefined || obstacleOf(world, parent, gateway) !== 'section') { continue; }
      const listeners = Cursor.of(gateway.object, 'spec', 'listeners').items.map(listener => `${quoted(listener.at('name').string ?? '')} (port ${listener.at('port').number ?? '?'})`);
      // Listeners can be elsewhere, too.
      if (listeners.length === 0) { continue; }
      const wanted = at.at('sectionName').exists ? at.at('sectionName') : at.at('port');
      yield { object: route, path: wanted.path, message: `Gateway ${nameOf(gateway)} has the listeners ${listed(listeners)}` };
    }
  },
};
