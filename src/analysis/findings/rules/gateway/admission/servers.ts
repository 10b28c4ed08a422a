import { GATEWAY, SIDECAR } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

/** Every server of every Gateway. */
export function servers(world: World): readonly Place[] {
  return world.once(collectServers);
}

/** What says how TLS ends at a server of a Gateway, or at a listener of a Sidecar. */
export function serverTls(world: World): readonly Place[] {
  return world.once(collectTls);
}

function collectServers(world: World): readonly Place[] {
  return [...places(world, GATEWAY, 'spec.servers[]')].filter(({ at }) => at.object !== undefined);
}

function collectTls(world: World): readonly Place[] {
  return [...places(world, GATEWAY, 'spec.servers[].tls'), ...places(world, SIDECAR, 'spec.ingress[].tls')].filter(({ at }) => at.object !== undefined);
}
