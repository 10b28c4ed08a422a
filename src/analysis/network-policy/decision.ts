import type { Protocol } from './peers';

export type Verdict = 'ALLOW' | 'DENY' | 'UNKNOWN';

export type Direction = 'Ingress' | 'Egress';

/** Which policy, by name and by its place in the list that was handed in. */
export interface PolicyRef {
  readonly namespace: string;
  readonly name: string;
  readonly index: number;
}

/** Which rule: the index in the policy's `ingress` or `egress`. */
export interface RuleRef extends PolicyRef {
  readonly direction: Direction;
  readonly rule: number;
}

/** What the verdict of one direction rests on. */
export type DirectionBasis =
  /** No policy of this direction selects the pod. */
  | 'NOT_ISOLATED'
  /** A rule of a policy that selects the pod admits it. */
  | 'ADMITTED'
  /** Policies select the pod, and none of their rules admits it. */
  | 'NOT_ADMITTED'
  /** This end of the connection is no pod. */
  | 'EXTERNAL'
  /** A pod always reaches itself. */
  | 'SELF'
  /** The node that a pod runs on always reaches it, and is reached by it. */
  | 'OWN_NODE'
  /** The manifests do not tell. */
  | 'UNKNOWN';

/** One end of the connection: what its pod's policies say. */
export interface DirectionDecision {
  readonly direction: Direction;
  readonly verdict: Verdict;
  readonly basis: DirectionBasis;

  /** Whether a policy of this direction selects the pod; undefined if that is not known. */
  readonly isolated: boolean | undefined;

  /** The policies that select the pod for this direction, also those that perhaps do. */
  readonly isolatedBy: readonly PolicyRef[];

  /** The rules that admit the connection for sure. */
  readonly admittedBy: readonly RuleRef[];

  /** What is missing or undefined, where the verdict is UNKNOWN. */
  readonly causes: readonly string[];
}

/** Whether NetworkPolicies let a connection be opened. */
export interface NetworkPolicyDecision {
  readonly verdict: Verdict;
  readonly egress: DirectionDecision;
  readonly ingress: DirectionDecision;

  /** One sentence: what decided. */
  readonly reason: string;

  readonly causes: readonly string[];
}

/** Ports from `first` to `last`, both included. */
export interface PortInterval {
  readonly first: number;
  readonly last: number;
}

/** The ports of one protocol, sorted and never touching; every port in neither list is denied. */
export interface PortAccess {
  readonly allowed: readonly PortInterval[];
  readonly unknown: readonly PortInterval[];
}

export type AllowedPorts = Readonly<Record<Protocol, PortAccess>>;
