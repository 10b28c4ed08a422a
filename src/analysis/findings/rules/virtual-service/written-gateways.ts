import type { Element } from '../../../model';
import { gatewayName } from '../../../model';
import type { Cursor } from '../../cursor';
import { VIRTUAL_SERVICE } from '../../validation/kinds';
import { places } from '../../validation/places';
import type { World } from '../../world/world';

/** A place in which a VirtualService names a gateway. */
export interface WrittenGateway {
  readonly object: Element;
  readonly at: Cursor;
  /** `mesh`, or `namespace/name`. */
  readonly name: string;
  /** Whether it only narrows a match. */
  readonly inMatch: boolean;
}

export function writtenGateways(world: World): readonly WrittenGateway[] {
  return world.once(collect);
}

function collect(world: World): readonly WrittenGateway[] {
  const lists = places(world, VIRTUAL_SERVICE, 'spec.gateways', ...['http', 'tls', 'tcp'].map(protocol => `spec.${protocol}[].match[].gateways`));
  const bound = new Set(places(world, VIRTUAL_SERVICE, 'spec.gateways'));
  return lists.flatMap(place => place.at.items.flatMap(at => at.string === undefined || at.string === '' ? []
    : [{ object: place.object, at, name: gatewayName(at.string, place.object.namespace), inMatch: !bound.has(place) }]));
}
