import { nameOf } from '../../../model';
import type { EntryPort } from '../../world/entries';
import { areSeenTogether, entryPorts } from '../../world/entries';
import type { World } from '../../world/world';

/** A port of a host that another ServiceEntry before has as well. */
export interface EntryConflict {
  readonly entry: EntryPort;
  readonly other: EntryPort;
  readonly sameProtocol: boolean;
}

export function entryConflicts(world: World): readonly EntryConflict[] {
  return world.once(collect);
}

function collect(world: World): readonly EntryConflict[] {
  const byPlace = new Map<string, EntryPort[]>();
  return entryPorts(world).flatMap(entry => {
    const key = JSON.stringify([entry.host, entry.number]);
    const before = byPlace.get(key) ?? [];
    byPlace.set(key, [...before, entry]);
    const rivals = before.filter(other => nameOf(other.object) !== nameOf(entry.object) && areSeenTogether(world, other.object, entry.object));
    const other = rivals.find(({ protocol }) => protocol !== entry.protocol) ?? rivals[0];
    return other === undefined ? [] : [{ entry, other, sameProtocol: other.protocol === entry.protocol }];
  });
}
