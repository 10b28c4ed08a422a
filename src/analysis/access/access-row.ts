import type { AccessCallee } from './access-callee';
import type { AccessClient } from './access-client';
import type { AccessLayer } from './access-decision';
import type { AccessOperation } from './access-operation';

/**
 * Which way a row of an access table looks.
 */
export enum AccessDirection {
  /** Who may reach workloads of the manifests. */
  INBOUND = 'inbound',
  /** What workloads of the manifests may reach beside each other, as far as their own NetworkPolicies are asked. */
  OUTBOUND = 'outbound',
}

/**
 * Each of the clients may do each of the operations to each of the callees, on each of the ports.
 */
export interface AccessRow {
  readonly direction: AccessDirection;
  readonly clients: AccessClient[];
  readonly callees: AccessCallee[];
  /** Container ports in words: `9080`, `any`, `any except 9080`, `53 (TCP, UDP)`. */
  readonly ports: string;
  readonly operations: AccessOperation[];
  /** False if manifests do not tell whether it is allowed; `notes` say why. */
  readonly certain: boolean;
  /** The boundaries that hold callers to this. None of them: nothing does. */
  readonly boundaries: AccessLayer[];
  /** Why it is not certain, what closes it on the client's own side, and what the ports are for. */
  readonly notes: string[];
}
