import { DESTINATION_RULE } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

const POLICIES = ['spec.trafficPolicy', 'spec.subsets[].trafficPolicy'];

/** The traffic policies of DestinationRules: for all traffic, and those of subsets. */
export function trafficPolicies(world: World): readonly Place[] {
  return world.once(collectPolicies);
}

/** What policies say of single ports. */
export function portPolicies(world: World): readonly Place[] {
  return world.once(collectPortPolicies);
}

/** A setting wherever a policy has it, those of ports included. */
export function settings(world: World, path: string): readonly Place[] {
  return places(world, DESTINATION_RULE, ...POLICIES.flatMap(policy => [`${policy}.${path}`, `${policy}.portLevelSettings[].${path}`]));
}

function collectPolicies(world: World): readonly Place[] {
  return [...places(world, DESTINATION_RULE, ...POLICIES)];
}

function collectPortPolicies(world: World): readonly Place[] {
  return [...places(world, DESTINATION_RULE, ...POLICIES.map(policy => `${policy}.portLevelSettings[]`))];
}
