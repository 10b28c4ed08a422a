import type { Workload } from '../../../model';
import { isAmbientNamespace } from '../../world/waypoints';
import type { World } from '../../world/world';

const MODE = 'istio.io/dataplane-mode';

/** Whether labels put the pods into ambient mode. */
export function isAmbientWorkload(world: World, workload: Workload): boolean {
  const own = workload.labels.get(MODE);
  return !workload.outsideCluster && !workload.hostNetwork && (own === 'ambient' || (isAmbientNamespace(world, workload.namespace) && own !== 'none'));
}
