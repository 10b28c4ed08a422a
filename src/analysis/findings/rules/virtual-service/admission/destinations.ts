import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

/** Every destination of VirtualServices: what routes and mirrors lead to. */
export function destinations(world: World): Iterable<Place> {
  return places(world, VIRTUAL_SERVICE, 'spec.http[].mirror', 'spec.http[].mirrors[].destination',
    ...['http', 'tls', 'tcp'].map(protocol => `spec.${protocol}[].route[].destination`));
}
