import type { Cursor } from '../../../cursor';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places, within } from '../../../validation/places';
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
  return [...places(world, VIRTUAL_SERVICE, 'spec')].flatMap(({ object, at: spec }) => within(spec, 'http[]')
    .filter(route => route.object !== undefined).map(at => ({ object, at, role: roleOf(at, spec) })));
}

function roleOf(route: Cursor, spec: Cursor): HttpRoute['role'] {
  if (spec.at('hosts').items.length === 0) { return 'delegate'; }
  return route.at('delegate').exists ? 'root' : 'independent';
}
