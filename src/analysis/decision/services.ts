import type { MeshModel, Service, ServicePort, Workload } from '../model';
import { reachedAt, selects, targetOf } from '../model';
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

/**
 * A sidecar leaves what is sent to a headless Service at the address that its caller chose: routes lead nowhere else, and no subset
 * chooses a pod. Why it is not known where a request ends, if so.
 *
 * @param asked for which host the sidecar was asked; undefined for a gateway, which finds endpoints itself
 */
export function notChosen(asked: Pick<Service, 'host'> | undefined, service: Service, subset: string | undefined): Unknown | undefined {
  if (asked === undefined || service.exposure !== 'headless') { return undefined; }
  if (asked.host !== service.host) { return new Unknown(`${service.host} is headless, so a route leaves requests at the address that the caller of ${asked.host} chose`); }
  return subset === undefined ? undefined : new Unknown(`${service.host} is headless, so its caller chooses the pod, and not the subset ${subset}`);
}

/**
 * Whether a pod of the workload, at a container port, is an endpoint of a service's port.
 *
 * @param bySidecar whether a sidecar sends to it, and no gateway
 */
export function isEndpoint(service: Service, port: ServicePort, workload: Workload, containerPort: number, bySidecar: boolean): Tri {
  if (service.exposure === 'external-name') { return new Unknown(`${service.host} is a name for something else`); }
  if (service.selector === undefined) {
    const addresses = service.endpoints.map(endpoint => endpoint.address);
    if (addresses.length > 0 && workload.addresses.length > 0) {
      return port.target === containerPort && addresses.some(address => workload.addresses.includes(address));
    }
    if (service.exposure === 'entry' && service.external) { return false; }
    return new Unknown(`the endpoints of ${service.host} are not in the manifests`);
  }
  const reached = bySidecar ? reachedAt(service, port, workload) : targetOf(port, workload);
  return service.namespace === workload.namespace && selects(service.selector, workload.labels) && reached === containerPort;
}
