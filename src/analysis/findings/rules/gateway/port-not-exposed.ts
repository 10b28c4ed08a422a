import { servicesOf } from '../../../decision/inbound';
import type { Workload } from '../../../model';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { listed } from '../../validation/words';
import { serversOf } from '../../world/gateway-merge';
import { GatewayPods } from '../../world/gateway-pods';

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server */
export const PORT_NOT_EXPOSED: Rule = {
  code: 'MESH0643',
  severity: 'warning',
  aliases: ['IST0162'],
  title: 'port that the gateway\'s Service does not have',
  explanation: 'The gateway\'s pods listen on the port, but no Service leads to it: neither as its port nor as its target port. Clients that come by the Service, or by its load '
    + 'balancer, cannot reach it.',
  fix: 'Add the port to the Service of the gateway.',
  *find(world) {
    for (const gateway of world.model.gateways.all) {
      const pods = GatewayPods.of(world).podsOf(gateway).filter(pod => !pod.hostNetwork && servicesOf(world.model, pod).length > 0);
      for (const { server, at } of serversOf(gateway)) {
        const blind = server.port === 0 ? undefined : pods.find(pod => !isExposed(pod, server.port));
        if (blind === undefined) { continue; }
        const services = servicesOf(world.model, blind).filter(({ exposure }) => exposure !== 'entry');
        yield { object: gateway, path: at.at('port', 'number').path, message: `no port of ${listed(services.map(service => `Service ${nameOf(service)}`))} leads to port ${server.port}` };
      }
    }

    function isExposed(pod: Workload, port: number): boolean {
      return servicesOf(world.model, pod).some(({ ports }) => ports.some(entry => entry.port === port || entry.target === port));
    }
  },
};
