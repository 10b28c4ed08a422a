import { DESTINATION_RULE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

/** Every exportTo. */
export function exportLists(world: World): readonly Place[] {
  return world.once(collect);
}

function collect(world: World): readonly Place[] {
  return [VIRTUAL_SERVICE, DESTINATION_RULE, SERVICE_ENTRY].flatMap(kind => [...places(world, kind, 'spec.exportTo')]);
}
