import { hasSidecar } from '../../../decision/proxies';
import type { Service } from '../../../model';
import { Pods } from '../../world/pods';
import type { World } from '../../world/world';

/** The Services some of whose pods have a sidecar: what proxies make of their ports matters. */
export function meshedPods(world: World): readonly Service[] {
  return world.once(collect);
}

function collect(world: World): readonly Service[] {
  const pods = Pods.of(world);
  return world.model.services.all.filter(({ kind, namespace, selector }) => kind === 'Service' && selector !== undefined
    && pods.selectedBy(selector, namespace).some(workload => hasSidecar(world.model, workload) === true));
}
