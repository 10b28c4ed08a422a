import type { World } from './world';
import { gatewayServersAt, inboundChain, servicesOf } from '../../decision/inbound';
import type { Service, ServicePort, Workload } from '../../model';
import { targetOf } from '../../model';

/** A container port to which a port of a Service leads. */
export interface ServedPort {
  readonly target: number;
  readonly service: Service;
  readonly port: ServicePort;
}

/** What Services make of the ports of a workload, the oldest Service first: it decides the protocol. */
export function servedPorts(world: World, workload: Workload): readonly ServedPort[] {
  const known = world.once(servedPortsByWorkload);
  let ports = known.get(workload);
  if (ports === undefined) { known.set(workload, ports = findServedPorts(world, workload)); }
  return ports;
}

/** The ports of a workload that take connections of TCP only, as its proxy treats them. Servers of Gateways read what they are set to. */
export function tcpPorts(world: World, workload: Workload): readonly number[] {
  const targets = new Set(servedPorts(world, workload).filter(({ port }) => port.protocol === 'tcp').map(({ target }) => target));
  return [...targets].filter(target =>
    inboundChain(world.model, workload, target).protocol === 'tcp' && gatewayServersAt(world.model, workload, target).length === 0);
}

function servedPortsByWorkload(): Map<Workload, readonly ServedPort[]> {
  return new Map();
}

function findServedPorts({ model }: World, workload: Workload): readonly ServedPort[] {
  return servicesOf(model, workload).filter(({ selector }) => selector !== undefined && selector.size > 0)
    .flatMap(service => service.ports.flatMap(port => {
      const target = targetOf(port, workload);
      return target === undefined ? [] : [{ target, service, port }];
    }));
}
