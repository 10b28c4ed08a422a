import type { Severity } from './severity';
import type { Origin } from '../manifest';

/** A mistake in manifests. */
export interface Finding {
  readonly code: string;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly object: { readonly apiVersion: string; readonly kind: string; readonly namespace: string; readonly name: string };
  /** Where in the object: '' is all of it. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
  /** Where the object comes from. */
  readonly origin?: Origin;
}

/** A finding that somebody knows of, and why it may be. */
export interface AcknowledgedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** What became of all findings. */
export interface FindingsResult {
  /** What nobody has acknowledged, in the order of the manifests. */
  readonly open: readonly Finding[];
  readonly acknowledged: readonly AcknowledgedFinding[];
}
