import { settings } from './traffic-policies';
import type { Place } from '../../../validation/places';
import type { World } from '../../../world/world';

/** What says where traffic goes by locality. */
export function localitySettings(world: World): readonly Place[] {
  return world.once(collect);
}

function collect(world: World): readonly Place[] {
  return [...settings(world, 'loadBalancer.localityLbSetting')];
}

export const TOPOLOGY_LABELS: ReadonlySet<string> = new Set(['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone']);
