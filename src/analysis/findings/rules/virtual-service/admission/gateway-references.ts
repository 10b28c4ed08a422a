import type { Cursor } from '../../../cursor';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

/**
 * Every gateway that VirtualServices name, as far as istiod's webhook looks: of one list it looks at nothing after the first
 * name without a namespace.
 */
export function gatewayReferences(world: World): readonly Place[] {
  return world.once(collect);
}

function collect(world: World): readonly Place[] {
  const lists = places(world, VIRTUAL_SERVICE, 'spec.gateways', ...['http', 'tls', 'tcp'].map(protocol => `spec.${protocol}[].match[].gateways`));
  return [...lists].flatMap(({ object, at }) => lookedAt(at.items.filter(({ string }) => string !== undefined)).map(item => ({ object, at: item })));
}

function lookedAt(names: readonly Cursor[]): readonly Cursor[] {
  const bare = names.findIndex(({ string = '' }) => !string.includes('/'));
  return bare < 0 ? names : names.slice(0, bare + 1);
}
