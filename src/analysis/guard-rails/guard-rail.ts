import type { Element } from '../model';
import type { DeclaredOperation, PlainLabels } from '../proof';

/** Pods of a namespace: by the name of what makes them, by their labels, or all of them. */
export interface Pods {
  /** For messages. */
  readonly name: string;
  readonly namespace: string;
  /** The name of the object that makes the pods. */
  readonly workload?: string;
  readonly labels?: PlainLabels;
}

/** Pods that call, or an identity of which no pod is known. */
export interface CallingPods extends Omit<Pods, 'namespace'> {
  /** Undefined for an identity without pods. */
  readonly namespace?: string;
  /** `<trust domain>/ns/<namespace>/sa/<account>`, `*` for any account; undefined for that of the pods that are found. */
  readonly principal?: string;
}

/** Who calls. */
export type CallerSet =
  | { readonly kind: 'these'; readonly these: readonly CallingPods[] }
  | { readonly kind: 'everyone'; readonly except: readonly CallingPods[] }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'outside' };

/** What is called. */
export type CalleeSet =
  | { readonly kind: 'these'; readonly these: readonly Pods[] }
  | { readonly kind: 'everything'; readonly except: readonly Pods[] };

/** What no declaration may open, or what every one must leave open, as plain data. */
export interface GuardRail {
  readonly kind: 'never' | 'always';
  /** How messages call it: its kind, and where it was declared. */
  readonly name: string;
  readonly reason: string;
  readonly from: CallerSet;
  readonly to: CalleeSet;
  /** Undefined for every request and connection. */
  readonly operation?: DeclaredOperation;
  /** The callee's container port; undefined for every one. */
  readonly port?: number;
}

/** What speaks against a guard rail. */
export interface GuardRailProblem {
  readonly rail: GuardRail;
  readonly message: string;
  readonly object?: Element;
}
