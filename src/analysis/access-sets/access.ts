import type { ByIdentity } from './by-identity';
import type { Bounds } from '../algebra';

/** A set of requests, as far as manifests tell it: `must` is allowed for certain, and nothing but `may` possibly. */
export interface Access extends Bounds {
  /** Why `may` is more than `must`. */
  readonly causes: readonly string[];
}

/** The same, told apart by who sends the requests. Where both are equal, they are one object. */
export interface AccessByIdentity extends Bounds<ByIdentity> {
  readonly causes: readonly string[];
}
