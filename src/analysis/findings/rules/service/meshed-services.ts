import { hasSidecar } from '../../../decision/proxies';
import { namespaceInjection } from '../../../model';
import type { Service } from '../../../model';
import { Pods } from '../../world/pods';
import type { World } from '../../world/world';

/** The Services whose pods may have a sidecar: what proxies make of their ports matters. */
export function meshedServices(world: World): readonly Service[] {
  return world.once(collect);
}

function collect(world: World): readonly Service[] {
  const pods = Pods.of(world);
  return world.model.services.all.filter(service => service.kind === 'Service' && service.selector !== undefined
    && isMeshed(world, service, pods.selectedBy(service.selector, service.namespace)));
}

/** Of a Service without pods its namespace tells. */
function isMeshed({ model }: World, { namespace }: Service, pods: ReturnType<Pods['selectedBy']>): boolean {
  if (pods.length > 0) { return pods.some(workload => hasSidecar(model, workload) === true); }
  const found = model.namespaces.get(namespace);
  // Manifests of the mesh that do not show it are taken for manifests of the mesh.
  return found === undefined || ['enabled', 'unknown'].includes(namespaceInjection(found));
}
