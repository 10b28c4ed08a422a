import type { Cursor } from '../../../cursor';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

/** A header that a route changes. */
export interface HeaderChange extends Place {
  readonly name: string;
  /** Whether it gets a value in requests. */
  readonly inRequest: boolean;
  /** The value that it gets; undefined where it is removed. */
  readonly value?: Cursor;
}

/** Every header that routes change, for all their requests and for those to one destination. */
export function headerChanges(world: World): readonly HeaderChange[] {
  return world.once(collect);
}

function collect(world: World): readonly HeaderChange[] {
  return [...places(world, VIRTUAL_SERVICE, 'spec.http[].headers', 'spec.http[].route[].headers')].flatMap(({ object, at }) => [
    ...valued(at.at('request', 'add')), ...valued(at.at('request', 'set')), ...valued(at.at('response', 'add')), ...valued(at.at('response', 'set')),
    ...[...at.at('request', 'remove').items, ...at.at('response', 'remove').items]
      .flatMap(item => item.string === undefined ? [] : [{ at: item, name: item.string, inRequest: false }]),
  ].map(change => ({ object, ...change })));
}

function valued(map: Cursor): readonly Omit<HeaderChange, 'object'>[] {
  return map.entries.map(([name, value]) => ({ at: value, name, value, inRequest: /\.request\.(?:add|set)$/.test(map.path) }));
}
