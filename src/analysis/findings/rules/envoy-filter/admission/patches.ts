import type { Cursor } from '../../../cursor';
import { ENVOY_FILTER } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

/** A patch that istiod looks at. */
export interface Patch extends Place {
  readonly applyTo: string;
  readonly operation: string;
}

/** Patches of EnvoyFilters; istiod's webhook does not look at those of waypoints. */
export function patches(world: World): readonly Patch[] {
  return world.once(collect);
}

/** Those that have all their parts. */
export function completePatches(world: World): readonly Patch[] {
  return patches(world).filter(patch => missingPart(patch) === undefined);
}

/** What a patch lacks. */
export function missingPart({ at, applyTo, operation }: Patch): string | undefined {
  if (applyTo === 'INVALID') { return 'applyTo'; }
  if (!at.at('patch').exists) { return 'patch'; }
  if (operation === 'INVALID') { return 'operation'; }
  return operation !== 'REMOVE' && !at.at('patch', 'value').exists ? 'value' : undefined;
}

function collect(world: World): readonly Patch[] {
  return [...places(world, ENVOY_FILTER, 'spec.configPatches[]')]
    .filter(({ at }) => at.object !== undefined && at.at('match', 'context').string !== 'WAYPOINT')
    .map(({ object, at }) => ({ object, at, applyTo: text(at.at('applyTo')), operation: text(at.at('patch', 'operation')) }));
}

function text({ string }: Cursor): string {
  return string ?? 'INVALID';
}
