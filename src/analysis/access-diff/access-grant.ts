import type { AccessChangeSide } from './access-change';
import type { AccessClient } from '../access/access-client';
import type { AccessVerdict } from '../access/access-decision';
import type { AccessOperation } from '../access/access-operation';
import type { AccessWorkload } from '../access/access-request';

/**
 * Access that should not be possible, and is, or possibly is: as far as boundaries go, whatever the proxies of callers would keep
 * them from.
 */
export interface AccessGrant {
  readonly client: AccessClient;
  readonly callee: AccessWorkload;
  /** The container port; one that nobody mentions stands for all such. */
  readonly port: number;
  readonly operations: AccessOperation[];
  /** ALLOW, or UNKNOWN where manifests do not tell. */
  readonly verdict: AccessVerdict;
  /** One request, in words. @default - no single request shows it */
  readonly example?: string;
  /** What decides the example, layer by layer. */
  readonly decidedBy: AccessChangeSide[];
  /** Why it is not known, where it is not. */
  readonly causes: string[];
}
