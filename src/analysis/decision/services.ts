import type { MeshModel, Service, ServicePort, Workload } from '../model';
import { selects, targetOf } from '../model';
import { Unknown } from './tri';
import type { Tri } from './tri';

const indexes = new WeakMap<MeshModel, ReadonlyMap<string, readonly Service[]>>();

/** All services of a host, the oldest first. */
export function servicesWithHost(model: MeshModel, host: string): readonly Service[] {
  let index = indexes.get(model);
  if (index === undefined) {
    const built = new Map<string, Service[]>();
    for (const service of model.services.all) {
      const list = built.get(service.host);
      if (list === undefined) { built.set(service.host, [service]); } else { list.push(service); }
    }
    indexes.set(model, index = built);
  }
  return index.get(host) ?? [];
}

/** Whether a pod of the workload, at a container port, is an endpoint of a service's port. */
export function isEndpoint(service: Service, port: ServicePort, workload: Workload, containerPort: number): Tri {
  if (service.exposure === 'external-name') { return new Unknown(`${service.host} is a name for something else`); }
  if (service.selector === undefined) {
    const addresses = service.endpoints.map(endpoint => endpoint.address);
    if (addresses.length > 0 && workload.addresses.length > 0) {
      return port.target === containerPort && addresses.some(address => workload.addresses.includes(address));
    }
    if (service.exposure === 'entry' && service.external) { return false; }
    return new Unknown(`the endpoints of ${service.host} are not in the manifests`);
  }
  return service.namespace === workload.namespace && selects(service.selector, workload.labels) && targetOf(port, workload) === containerPort;
}
