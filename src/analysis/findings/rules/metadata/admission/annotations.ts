import { WEBHOOK_KINDS } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

/** The annotations of every object that istiod's webhook looks at. */
export function annotations(world: World): readonly Place[] {
  return world.once(collect);
}

function collect(world: World): readonly Place[] {
  return WEBHOOK_KINDS.flatMap(kind => [...places(world, kind, 'metadata.annotations')]);
}
