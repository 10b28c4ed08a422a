import { Pods } from './pods';
import type { World } from './world';
import { gatewayServersAt, inboundChain } from '../../decision/inbound';
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
  return world.once(served).get(workload) ?? [];
}

/** The ports of a workload that take connections of TCP only, as its proxy treats them. Servers of Gateways read what they are set to. */
export function tcpPorts(world: World, workload: Workload): readonly number[] {
  const targets = new Set(servedPorts(world, workload).filter(({ port }) => port.protocol === 'tcp').map(({ target }) => target));
  return [...targets].filter(target =>
    inboundChain(world.model, workload, target).protocol === 'tcp' && gatewayServersAt(world.model, workload, target).length === 0);
}

function served(world: World): ReadonlyMap<Workload, readonly ServedPort[]> {
  const pods = Pods.of(world);
  const ports = new Map<Workload, ServedPort[]>();
  for (const service of world.model.services.all) {
    if (service.selector === undefined || service.selector.size === 0) { continue; }
    for (const workload of pods.selectedBy(service.selector, service.namespace)) {
      const list = ports.get(workload) ?? [];
      ports.set(workload, list);
      for (const port of service.ports) {
        const target = targetOf(port, workload);
        if (target !== undefined) { list.push({ target, service, port }); }
      }
    }
  }
  return ports;
}
