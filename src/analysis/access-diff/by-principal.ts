import type { AccessSpace } from '../access-sets';
import type { OptionalLanguage, ProductSet } from '../algebra';
import { boxes } from '../algebra';

/** Identities that may do the same, and what that is, whoever does it. */
export interface Share {
  readonly principals: OptionalLanguage;
  readonly requests: ProductSet;
}

/** A set of requests by who may make them: no identity is in two shares. */
export function byPrincipal(space: AccessSpace, set: ProductSet): readonly Share[] {
  const { sets, optionalStrings } = space.algebra;
  const languages = boxes(sets, set).map(box => box.find(({ dimension }) => dimension === space.principal)?.values ?? optionalStrings.all);
  const shares = new Map<ProductSet, OptionalLanguage[]>();
  for (const atom of optionalStrings.atoms(languages as OptionalLanguage[])) {
    const requests = sets.restrict(set, space.principal, atom);
    if (sets.isEmpty(requests)) { continue; }
    const alike = shares.get(requests);
    if (alike === undefined) { shares.set(requests, [atom]); } else { alike.push(atom); }
  }
  return [...shares].map(([requests, atoms]) => ({ requests, principals: optionalStrings.union(...atoms) }));
}
