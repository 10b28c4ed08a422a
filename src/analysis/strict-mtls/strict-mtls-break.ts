import type { AccessClient } from '../access/access-client';
import type { AccessObject, AccessVerdict } from '../access/access-decision';
import type { AccessWorkload } from '../access/access-request';

/**
 * A caller that gets through today without mutual TLS, and would be refused under STRICT.
 */
export interface StrictMtlsBreak {
  /** A workload; or, as a class, whoever has no pod in the manifests. */
  readonly client: AccessClient;
  readonly callee: AccessWorkload;
  /** The container port. */
  readonly port: number;
  /** DENY if it would be refused, UNKNOWN if it may be. */
  readonly verdict: AccessVerdict;
  /** Why it is not mutual TLS. */
  readonly reason: string;
  /** The object that makes it so. @default - none: it has no proxy */
  readonly object?: AccessObject;
  /** What the callee's port accepts today: PERMISSIVE or DISABLE. */
  readonly mode: string;
}
