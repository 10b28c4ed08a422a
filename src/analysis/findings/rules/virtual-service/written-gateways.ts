import type { Element } from '../../../model';
import { gatewayName } from '../../../model';
import { Cursor } from '../../cursor';
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
  return world.objects('VirtualService', 'networking.istio.io').flatMap(object => {
    const spec = Cursor.of(object.object, 'spec');
    const matches = (['http', 'tls', 'tcp'] as const).flatMap(protocol => spec.at(protocol).items).flatMap(route => route.at('match').items);
    const named = (list: Cursor, inMatch: boolean): readonly WrittenGateway[] => list.items.flatMap(at => at.string === undefined || at.string === '' ? []
      : [{ object, at, name: gatewayName(at.string, object.namespace), inMatch }]);
    return [...named(spec.at('gateways'), false), ...matches.flatMap(match => named(match.at('gateways'), true))];
  });
}
