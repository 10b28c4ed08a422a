import type { Element } from '../../../model';
import { Cursor } from '../../cursor';
import type { World } from '../../world/world';

/** A traffic policy of a DestinationRule, or of one port in it. */
export interface WrittenPolicy {
  readonly object: Element;
  readonly policy: Cursor;
  /** The policy that it is a port's entry of. */
  readonly whole?: Cursor;
  /** The name of the subset that it is for. */
  readonly subset?: string;
}

/** Every traffic policy of every DestinationRule: of all, of subsets, and of their ports. */
export function writtenPolicies(world: World): readonly WrittenPolicy[] {
  return world.once(collect);
}

function collect(world: World): readonly WrittenPolicy[] {
  return world.objects('DestinationRule', 'networking.istio.io').flatMap(object => {
    const spec = Cursor.of(object.object, 'spec');
    const holders = [
      { holder: spec, subset: undefined },
      ...spec.at('subsets').items.map(holder => ({ holder, subset: holder.at('name').string ?? '' })),
    ];
    return holders.flatMap(({ holder, subset }) => {
      const policy = holder.at('trafficPolicy');
      if (policy.object === undefined) { return []; }
      const rest = { object, ...subset === undefined ? {} : { subset } };
      return [{ ...rest, policy }, ...policy.at('portLevelSettings').items.map(entry => ({ ...rest, policy: entry, whole: policy }))];
    });
  });
}
