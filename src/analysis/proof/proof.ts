import type { DeclaredEdge } from './declaration';
import type { SharedAccount } from './shared-accounts';
import type { Element } from '../model';

/** Which half of the promise is broken: something is possible that was not declared, or impossible that was. */
export type Side = 'safety' | 'liveness';

/** A difference between what was declared and what manifests do. */
export interface Difference {
  /** What it is called: the same for the same difference in every synth, and another for any other. */
  readonly id: string;
  readonly side: Side;
  /** The layer, in the words of the decision. */
  readonly layer: 'authorizationPolicy' | 'networkPolicy' | 'sidecar' | 'routing' | 'all layers';
  /** The construct that it is about. */
  readonly path: string;
  /** What is possible or impossible, with a concrete example. */
  readonly message: string;
  /** What was declared of the same place. */
  readonly declared: readonly DeclaredEdge[];
  readonly object?: Element;
}

/** What holding manifests against declarations came to; it holds if there are no differences. */
export interface Proof {
  readonly differences: readonly Difference[];
  /** How many workloads were held against the declarations. */
  readonly workloads: number;
  /** How many declared calls were followed. */
  readonly calls: number;
  /** The mechanisms that were judged. */
  readonly boundaries: readonly string[];
  /** Service accounts that several callers share, and what each of them may do because of it. */
  readonly sharedAccounts: readonly SharedAccount[];
}
