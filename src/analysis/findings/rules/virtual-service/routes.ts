import type { Element } from '../../../model';
import { Cursor } from '../../cursor';
import { VIRTUAL_SERVICE } from '../../validation/kinds';
import type { Place } from '../../validation/places';
import { places } from '../../validation/places';
import type { World } from '../../world/world';

/** One route of a VirtualService, as it is written. */
export interface WrittenRoute {
  readonly object: Element;
  readonly protocol: 'http' | 'tls' | 'tcp';
  readonly route: Cursor;
  /** Its `route` list. */
  readonly destinations: readonly Cursor[];
}

/** Every route of every VirtualService. */
export function routeLists(world: World): readonly WrittenRoute[] {
  return world.once(collect);
}

/** Where routes have something of this name: most rules about it have nothing to look at. */
export function fieldsOfRoutes(world: World, field: string): readonly Place[] {
  return places(world, VIRTUAL_SERVICE, `spec.http[].${field}`, `spec.tls[].${field}`, `spec.tcp[].${field}`);
}

function collect(world: World): readonly WrittenRoute[] {
  const found: WrittenRoute[] = [];
  for (const object of world.objects('VirtualService', 'networking.istio.io')) {
    const spec = Cursor.of(object.object, 'spec');
    for (const protocol of ['http', 'tls', 'tcp'] as const) {
      for (const route of spec.at(protocol).items) { found.push({ object, protocol, route, destinations: route.at('route').items }); }
    }
  }
  return found;
}
