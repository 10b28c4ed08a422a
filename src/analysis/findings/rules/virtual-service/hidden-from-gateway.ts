import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { gatewaysOf, isVisibleTo } from '../../world/bindings';
import { virtualServiceOf } from '../../world/by-name';
import { GatewayPods } from '../../world/gateway-pods';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService */
export const HIDDEN_FROM_GATEWAY: Rule = {
  code: 'MESH0480',
  severity: 'error',
  aliases: [],
  title: 'VirtualService that is not exported to its gateway',
  explanation: 'A gateway sees the VirtualServices that are exported to the namespace of its pods, wherever the Gateway object is. One that it does not see answers nothing.',
  fix: 'Add the namespace of the gateway\'s pods to `exportTo`.',
  *find(world) {
    if (world.model.gateways.all.length === 0) { return; }
    const gateways = GatewayPods.of(world);
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const route = virtualServiceOf(world, object);
      if (route === undefined || route.hosts.length === 0) { continue; }
      for (const gateway of gatewaysOf(world, route)) {
        const hidden = gateways.podsOf(gateway).find(({ namespace }) => !isVisibleTo(world, route, namespace))?.namespace;
        if (hidden === undefined) { continue; }
        yield {
          object,
          path: 'spec.exportTo',
          fix: `Add ${hidden} to \`exportTo\`.`,
          message: `the pods of Gateway ${nameOf(gateway)} run in namespace ${hidden}, to which it is not exported`,
        };
      }
    }
  },
};
