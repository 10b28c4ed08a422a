import type { WrittenPatch } from './patches';
import { patches } from './patches';
import type { Found } from '../../rule';
import type { World } from '../../world/world';

/** Patches whose operation is not for what they are applied to. */
export function* wrong(world: World, operation: string, isWrong: (patch: WrittenPatch) => boolean): Iterable<Found> {
  for (const patch of patches(world)) {
    if (patch.operation === operation && patch.applyTo !== '' && isWrong(patch)) {
      yield { object: patch.object, path: patch.at.at('patch', 'operation').path, message: `${operation} of ${patch.applyTo}` };
    }
  }
}
