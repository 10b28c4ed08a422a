import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { apiGateway, apiRoutes, GATEWAY_API, obstacleOf, parentsOf } from '../../world/api-routes';
import { Inventory } from '../../world/inventory';

/** @see https://gateway-api.sigs.k8s.io/guides/multiple-ns/ */
export const PARENT_MISSING: Rule = {
  code: 'MESH1240',
  severity: 'error',
  aliases: ['KIA1401'],
  title: 'Gateway that does not take the route',
  explanation: 'A route is used where a listener of its Gateway admits its namespace: its own only, unless `allowedRoutes.namespaces` says otherwise. Where there is no such Gateway or '
    + 'no such listener, nothing comes in. A Gateway of a namespace of which the manifests show nothing is not reported.',
  fix: 'Name the Gateway with its namespace, and let one of its listeners admit the namespace of the route.',
  *find(world) {
    const inhabited = new Set(world.objects('Gateway', GATEWAY_API).map(({ namespace }) => namespace));
    for (const parent of apiRoutes(world).flatMap(parentsOf)) {
      const { route, at, kind, namespace, name } = parent;
      if (kind !== 'Gateway') { continue; }
      const gateway = apiGateway(world, namespace, name);
      const path = at.at('name').path;
      if (gateway === undefined) {
        if (namespace !== route.namespace && !Inventory.of(world).shows(namespace) && !inhabited.has(namespace)) { continue; }
        yield { object: route, path, message: `there is no Gateway ${namespace}/${name}` };
      } else if (obstacleOf(world, parent, gateway) === 'namespace') {
        yield { object: route, path, message: `no listener of Gateway ${nameOf(gateway)} admits routes of namespace ${route.namespace}` };
      }
    }
  },
};
