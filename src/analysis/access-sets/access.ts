import type { Bounds } from '../algebra';

/** A set of requests, as far as manifests tell it: `must` is allowed for certain, and nothing but `may` possibly. */
export interface Access extends Bounds {
  /** Why `may` is more than `must`. */
  readonly causes: readonly string[];
}
