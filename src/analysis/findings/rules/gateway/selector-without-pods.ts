import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { listed } from '../../validation/words';
import { gatewayNamed } from '../../world/by-name';
import { GatewayPods } from '../../world/gateway-pods';

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway */
export const GATEWAY_WITHOUT_PODS: Rule = {
  code: 'MESH0640',
  severity: 'warning',
  aliases: ['IST0101', 'KIA0302'],
  title: 'Gateway that selects no pods',
  explanation: 'A Gateway is for the proxies whose pods have the labels of its selector. Where there are none, nothing listens, and the VirtualServices that name it do nothing.',
  fix: 'Use labels of the gateway\'s pods; tell of a gateway that no manifest shows by the options or in the context.',
  *find(world) {
    for (const object of world.objects('Gateway', 'networking.istio.io')) {
      const gateway = gatewayNamed(world, nameOf(object));
      if (gateway === undefined || gateway.selector.size === 0 || GatewayPods.of(world).podsOf(gateway).length > 0) { continue; }
      yield { object, path: 'spec.selector', message: `no gateway has pods with ${listed([...gateway.selector].map(([key, value]) => `${key}=${value}`))}` };
    }
  },
};
