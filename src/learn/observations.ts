/** What a request or connection has in it, as far as proxies look. */
export type ObservedProtocol = 'http' | 'grpc' | 'tcp';

/**
 * What became of it. `answered`: the callee had it, whatever it said. `refused`: a policy may have refused it. `failed`: it did not get there.
 */
export type Outcome = 'answered' | 'refused' | 'failed';

/** A workload as traffic names it. What was not seen is left out. */
export interface ObservedWorkload {
  readonly namespace: string;
  /** The name of its Deployment, StatefulSet and so on. */
  readonly workload?: string;
  /** The name of a pod of it. */
  readonly pod?: string;
  readonly app?: string;
  readonly version?: string;
  /** Its identity, as policies write it: 'cluster.local/ns/shop/sa/web'. */
  readonly principal?: string;
  readonly cluster?: string;
  /** What it is for the mesh's edge. */
  readonly edge?: 'ingress' | 'egress';
  /** The hosts that it serves, if it is an ingress gateway that tells them. */
  readonly hosts?: readonly string[];
  /** It has no proxy. */
  readonly unmeshed?: boolean;
}

/** Who called: a workload, or somebody without a name. */
export type ObservedCaller =
  | { readonly kind: 'workload'; readonly workload: ObservedWorkload }
  | { readonly kind: 'nobody' };

/** What was called. */
export type ObservedCallee =
  | { readonly kind: 'service'; readonly namespace: string; readonly name: string; readonly workload?: ObservedWorkload }
  | { readonly kind: 'workload'; readonly workload: ObservedWorkload }
  | { readonly kind: 'host'; readonly host: string; readonly addresses?: readonly string[] }
  /** Something that proxies do not know; its name is an address, or what Istio calls the way there. */
  | { readonly kind: 'unknown'; readonly name: string };

/** An HTTP request. */
export interface ObservedRequest {
  readonly method: string;
  /** As it was sent, without its query. */
  readonly path: string;
}

/** That something was called. */
export interface Observation {
  readonly caller: ObservedCaller;
  readonly callee: ObservedCallee;
  readonly protocol: ObservedProtocol;
  /** The port of the callee's Service. */
  readonly port?: number;
  /** The port of its pods. */
  readonly targetPort?: number;
  readonly request?: ObservedRequest;
  /** The host that the request named, without its port. */
  readonly host?: string;
  readonly outcome: Outcome;
  /** Why it was not answered, such as '403' or 'UH'. */
  readonly reason?: string;
  /** How much of it there was: requests or connections, or a rate. */
  readonly amount: number;
  /** It came without mutual TLS. */
  readonly plaintext?: boolean;
  /** It tells nothing of the caller, and only which workload answers for the Service. */
  readonly behind?: boolean;
}

/** Something that was read and could not be used. */
export interface LeftOut {
  /** Where it stands: 'graph.json: edge e1', 'web.log:12'. */
  readonly place: string;
  readonly reason: string;
}

/** What a source says. */
export interface Reading {
  readonly observations: readonly Observation[];
  readonly left: readonly LeftOut[];
  /** What has to be known of all of it, one sentence each. */
  readonly remarks: readonly string[];
}

/** Several readings as one. */
export function joined(readings: readonly Reading[]): Reading {
  return {
    observations: readings.flatMap(({ observations }) => observations),
    left: readings.flatMap(({ left }) => left),
    remarks: [...new Set(readings.flatMap(({ remarks }) => remarks))],
  };
}
