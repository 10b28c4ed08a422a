import { AccessSpace } from './access-space';

/** More is not kept for those who ask later: neither sets, nor what is remembered of the identities of so many meshes. */
const MOST_STATES = 20_000;
const MOST_USES = 16;

let shared: { readonly space: AccessSpace; uses: number } | undefined;

/**
 * A space for one whole question, such as a table, in which the sets of earlier ones may be found: meshes mostly have the same methods, paths
 * and namespaces as they had before. What sets mean does not depend on what else is in their space.
 */
export function sharedSpace(): AccessSpace {
  if (shared === undefined || shared.uses >= MOST_USES || shared.space.algebra.size.states > MOST_STATES) {
    shared = { space: new AccessSpace(), uses: 0 };
  }
  shared.uses++;
  return shared.space;
}
