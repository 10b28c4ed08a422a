import type { Cursor } from '../../../cursor';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

/** An HTTP route with what kind of route it is. */
export interface HttpRoute extends Place {
  /** `root` delegates, `delegate` is what others delegate to. */
  readonly role: 'root' | 'delegate' | 'independent';
}

export function httpRoutes(world: World): readonly HttpRoute[] {
  return world.once(collect);
}

function collect(world: World): readonly HttpRoute[] {
  const found: HttpRoute[] = [];
  for (const { object, at: spec } of places(world, VIRTUAL_SERVICE, 'spec')) {
    for (const at of spec.at('http').items) {
      if (at.object !== undefined) { found.push({ object, at, role: roleOf(at, spec) }); }
    }
  }
  return found;
}

function roleOf(route: Cursor, spec: Cursor): HttpRoute['role'] {
  if (spec.at('hosts').length === 0) { return 'delegate'; }
  return route.at('delegate').exists ? 'root' : 'independent';
}
