import type { AccessClient } from '../access/access-client';
import type { AccessLayer, AccessObject, AccessVerdict } from '../access/access-decision';
import type { AccessOperation } from '../access/access-operation';
import type { AccessWorkload } from '../access/access-request';

/**
 * What allows more, or lets less through, than before.
 */
export enum AccessChangeLayer {
  /** Mutual TLS with tokens and AuthorizationPolicies of the callee, alone: a boundary. */
  IDENTITY = 'identity',
  /** Whether mutual TLS alone admits plaintext, where AuthorizationPolicies still refuse it. */
  MUTUAL_TLS = 'mutualTls',
  /** NetworkPolicies alone: a boundary. */
  NETWORK_POLICY = 'networkPolicy',
  /** What the caller's proxy knows, alone. It limits programs that behave; no boundary. */
  SIDECAR = 'sidecar',
  /** All layers together, as callers see it. */
  ALL = 'all',
}

/**
 * What one version makes of the example of a change.
 */
export interface AccessChangeSide {
  readonly verdict: AccessVerdict;
  /** The layer that decides. @default - there is no such workload in this version */
  readonly layer?: AccessLayer;
  readonly reason: string;
  /** The object that decides. @default - no object decides */
  readonly object?: AccessObject;
  /** Where in the object: `rules[0]`. @default - the whole object */
  readonly rule?: string;
}

/**
 * One request that is answered otherwise than before.
 */
export interface AccessChangeExample {
  /** In words: `GET /details/0 of cluster.local/ns/shop/sa/web`. */
  readonly text: string;
  /**
   * The request as `cdk8s-istio access --requests` reads it.
   * @default - who asks is no workload, identity or address that such a request can name
   */
  readonly request?: { readonly [key: string]: unknown };
  readonly before: AccessChangeSide;
  readonly after: AccessChangeSide;
}

/**
 * One difference between two versions: each of the clients may do each of the operations at the callee, and could not before,
 * or the other way round.
 */
export interface AccessChange {
  readonly layer: AccessChangeLayer;
  readonly clients: AccessClient[];
  /** What is called, in words: `shop/cart`, `addresses 10.0.0.0/8`. */
  readonly callee: string;
  /** @default - what is called is no workload of the manifests */
  readonly calleeWorkload?: AccessWorkload;
  /** Container ports: `8080`, `9000-9010`, `any port`, `any other port`. */
  readonly ports: string;
  readonly operations: AccessOperation[];
  /** What is said of all of it before: `DENY`, or `UNKNOWN` where manifests did not tell; of new access never `ALLOW`. */
  readonly before: AccessVerdict;
  readonly after: AccessVerdict;
  /** @default - no single request shows it */
  readonly example?: AccessChangeExample;
  /** Why it is not known, where it is not. */
  readonly causes: string[];
}
