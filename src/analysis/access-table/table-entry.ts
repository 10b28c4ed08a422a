import type { PeerClass } from './peer-classes';
import type { AccessCallee } from '../access/access-callee';
import type { AccessClient } from '../access/access-client';
import type { AccessLayer } from '../access/access-decision';
import type { AccessOperation } from '../access/access-operation';
import type { AccessSpace } from '../access-sets';
import type { IntegerSet, ProductSet } from '../algebra';
import type { Workload } from '../model';

/** One row before rows that say the same of others are joined to it. */
export interface TableEntry {
  readonly clients: readonly AccessClient[];
  readonly callee: AccessCallee;
  /** In words. */
  readonly ports: string;
  readonly operations: readonly AccessOperation[];
  readonly certain: boolean;
  readonly boundaries: readonly AccessLayer[];
  readonly notes: readonly string[];
  /** Why nobody sends it: what holds the caller back is no boundary. @default - somebody may well */
  readonly unused?: string;
  readonly meaning: InboundMeaning | OutboundMeaning;
}

/** What a row means, exactly: what it is judged by. */
export interface InboundMeaning {
  readonly kind: 'inbound';
  readonly space: AccessSpace;
  readonly callee: Workload;
  /** One workload, or a class as the callee's NetworkPolicies see it, which its own may hold back. */
  readonly from: Workload | PeerClass;
  readonly ports: IntegerSet;
  /** Of a workload it does not ask for the principal. */
  readonly set: ProductSet;
}

export interface OutboundMeaning {
  readonly kind: 'outbound';
  readonly space: AccessSpace;
  readonly caller: Workload;
  readonly to: PeerClass;
  /** Of TCP. */
  readonly ports: IntegerSet;
}
