import type { Element } from '../../../model';
import { Cursor } from '../../cursor';
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

function collect(world: World): readonly WrittenRoute[] {
  return world.objects('VirtualService', 'networking.istio.io').flatMap(object => (['http', 'tls', 'tcp'] as const).flatMap(protocol =>
    Cursor.of(object.object, 'spec', protocol).items.map(route => ({ object, protocol, route, destinations: route.at('route').items }))));
}
