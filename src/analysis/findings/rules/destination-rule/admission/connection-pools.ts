import { settings } from './traffic-policies';
import { SIDECAR } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

/** Every connection pool: of what DestinationRules and Sidecars configure. */
export function connectionPools(world: World): readonly Place[] {
  return world.once(collect);
}

function collect(world: World): readonly Place[] {
  return [...settings(world, 'connectionPool'), ...places(world, SIDECAR, 'spec.inboundConnectionPool', 'spec.ingress[].connectionPool')];
}
