import { AccessVerdict } from '../access/access-decision';
import type { Bounds, ProductSet, ProductSets } from '../algebra';

/** Points whose verdict is another one than before, and what it is for all of them. */
export interface Part {
  readonly set: ProductSet;
  /** UNKNOWN if it is for some of them. */
  readonly before: AccessVerdict;
  readonly after: AccessVerdict;
}

/**
 * Points of which more is said than before, where DENY is less than UNKNOWN and UNKNOWN less than ALLOW: denied before and
 * no longer for certain, or allowed for certain and not so before.
 */
export function risen(sets: ProductSets, before: Bounds, after: Bounds): ProductSet {
  if (before.must === after.must && before.may === after.may) { return sets.none; }
  return sets.union(sets.difference(after.may, before.may), sets.difference(after.must, before.must));
}

/** Risen points by what is said of them now. */
export function risenParts(sets: ProductSets, set: ProductSet, before: Bounds, after: Bounds): readonly Part[] {
  const part = (points: ProductSet, verdict: AccessVerdict): readonly Part[] => sets.isEmpty(points) ? []
    : [{ set: points, before: sets.isEmpty(sets.intersection(points, before.may)) ? AccessVerdict.DENY : AccessVerdict.UNKNOWN, after: verdict }];
  return [...part(sets.intersection(set, after.must), AccessVerdict.ALLOW), ...part(sets.difference(set, after.must), AccessVerdict.UNKNOWN)];
}

/** Fallen points by what is said of them now. */
export function fallenParts(sets: ProductSets, set: ProductSet, before: Bounds, after: Bounds): readonly Part[] {
  const part = (points: ProductSet, verdict: AccessVerdict): readonly Part[] => sets.isEmpty(points) ? []
    : [{ set: points, before: sets.isSubset(points, before.must) ? AccessVerdict.ALLOW : AccessVerdict.UNKNOWN, after: verdict }];
  return [...part(sets.difference(set, after.may), AccessVerdict.DENY), ...part(sets.intersection(set, after.may), AccessVerdict.UNKNOWN)];
}

/** Points of which neither version tells. */
export function undecided(sets: ProductSets, before: Bounds, after: Bounds): ProductSet {
  return sets.intersection(sets.difference(before.may, before.must), sets.difference(after.may, after.must));
}
