import { nameOf } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { apiRoutes, GATEWAY_API, parentsOf } from '../../world/api-routes';
import { GATEWAY_NAME } from '../../world/gateway-pods';

/** @see https://gateway-api.sigs.k8s.io/concepts/api-overview/ */
export const IDLE_GATEWAY: Rule = {
  code: 'MESH1275',
  severity: 'info',
  aliases: [],
  title: 'Gateway without routes',
  explanation: 'The Gateway listens, with a load balancer and pods of its own, but no route of the manifests is attached to it: every request gets 404.',
  fix: 'Attach a route by `parentRefs`, or remove the Gateway.',
  *find(world) {
    const used = new Set(apiRoutes(world).flatMap(parentsOf).map(({ namespace, name }) => `${namespace}/${name}`));
    const selected = new Set(world.model.gateways.all.flatMap(({ selector, namespace }) => selector.has(GATEWAY_NAME) ? [`${namespace}/${selector.get(GATEWAY_NAME) ?? ''}`] : []));
    for (const gateway of world.objects('Gateway', GATEWAY_API)) {
      const spec = Cursor.of(gateway.object, 'spec');
      const listeners = spec.at('listeners').items;
      const isForMesh = listeners.some(listener => ['HBONE', 'TLS'].includes(listener.at('protocol').string ?? '') && [15008, 15443].includes(listener.at('port').number ?? 0));
      const classes = ['istio-waypoint', 'istio-east-west'];
      if (listeners.length === 0 || isForMesh || classes.includes(spec.at('gatewayClassName').string ?? '')) { continue; }
      if (!used.has(nameOf(gateway)) && !selected.has(nameOf(gateway))) { yield { object: gateway, message: 'no route is attached to it' }; }
    }
  },
};
