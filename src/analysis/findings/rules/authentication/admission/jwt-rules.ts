import { REQUEST_AUTHENTICATION } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

/** Every rule about tokens. */
export function jwtRules(world: World): readonly Place[] {
  return world.once(collect);
}

function collect(world: World): readonly Place[] {
  return [...places(world, REQUEST_AUTHENTICATION, 'spec.jwtRules[]')].filter(({ at }) => at.object !== undefined);
}
