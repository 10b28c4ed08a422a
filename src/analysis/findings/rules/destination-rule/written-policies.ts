import type { Element } from '../../../model';
import { Cursor } from '../../cursor';
import { settings } from './admission/traffic-policies';
import type { World } from '../../world/world';

/** A traffic policy of a DestinationRule, or of one port in it. */
export interface WrittenPolicy {
  readonly object: Element;
  readonly policy: Cursor;
  /** The policy that it is a port's entry of. */
  readonly whole?: Cursor;
}

/** Every traffic policy of every DestinationRule: of all, of subsets, and of their ports. */
export function writtenPolicies(world: World): readonly WrittenPolicy[] {
  return world.once(collect);
}

/** Those that have a setting somewhere, if only one has: most rules are about what none has. */
export function policiesWith(world: World, setting: string): readonly WrittenPolicy[] {
  return settings(world, setting).length === 0 ? [] : writtenPolicies(world);
}

function collect(world: World): readonly WrittenPolicy[] {
  const found: WrittenPolicy[] = [];
  for (const object of world.objects('DestinationRule', 'networking.istio.io')) {
    const spec = Cursor.of(object.object, 'spec');
    for (const holder of [spec, ...spec.at('subsets').items]) {
      const policy = holder.at('trafficPolicy');
      if (policy.object === undefined) { continue; }
      found.push({ object, policy });
      for (const entry of policy.at('portLevelSettings').items) { found.push({ object, policy: entry, whole: policy }); }
    }
  }
  return found;
}
