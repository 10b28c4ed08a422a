import type { Element } from '../../../model';
import { Cursor } from '../../cursor';
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

function collect(world: World): readonly WrittenPolicy[] {
  return world.objects('DestinationRule', 'networking.istio.io').flatMap(object => {
    const spec = Cursor.of(object.object, 'spec');
    return [spec, ...spec.at('subsets').items].flatMap(holder => {
      const policy = holder.at('trafficPolicy');
      if (policy.object === undefined) { return []; }
      return [{ object, policy }, ...policy.at('portLevelSettings').items.map(entry => ({ object, policy: entry, whole: policy }))];
    });
  });
}
