import type { AlignedWorkload } from './aligned';
import type { Comparison } from './comparison';
import type { PeerSpace } from './peer-space';
import type { AccessClient } from '../access/access-client';
import type { ProductSet } from '../algebra';
import type { Direction, PortInterval } from '../network-policy';

/** What is let pass of new access. */
export interface Allowance {
  /** What is left of requests to a callee by whatever identity. */
  beyond(comparison: Comparison, callee: AlignedWorkload, port: number, requests: ProductSet): ProductSet;
  /** What is left of the requests of one client. */
  beyondOf(comparison: Comparison, client: AccessClient, callee: AlignedWorkload, port: number, requests: ProductSet): ProductSet;
  /** What is left of the requests that gateways pass on. */
  beyondInternet(comparison: Comparison, callee: AlignedWorkload, port: number, requests: ProductSet): ProductSet;
  /** The ports that are left of those to which a client may connect. */
  beyondConnections(client: AccessClient, callee: AlignedWorkload, ports: readonly PortInterval[]): readonly PortInterval[];
  /** What is left of peers and ports to which the NetworkPolicies of a workload open it, or for which they let it out. */
  beyondOpenings(peers: PeerSpace, workload: AlignedWorkload, direction: Direction, openings: ProductSet): ProductSet;
  /** Whether a callee may admit plaintext at a port. */
  admitsPlaintext(callee: AlignedWorkload, port: number): boolean;
  /** Whether a client's proxy may know a port of a host; `*` stands for whatever it does not know. */
  letsKnow(client: AccessClient, host: string, port: number): boolean;
}
