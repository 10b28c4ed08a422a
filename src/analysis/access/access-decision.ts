/**
 * What happens to a request.
 */
export enum AccessVerdict {
  /** It gets to the callee. */
  ALLOW = 'ALLOW',
  /** It does not. */
  DENY = 'DENY',
  /** Manifests do not tell: see the reason. It counts neither as allowed nor as denied. */
  UNKNOWN = 'UNKNOWN',
}

/**
 * One mechanism that allows or denies.
 */
export enum AccessLayer {
  /** Whether the traffic meets the proxies at all. */
  INTERCEPTION = 'interception',
  /** What the caller's Sidecar knows, and what becomes of the rest. */
  SIDECAR = 'sidecar',
  /** Where VirtualServices, DestinationRules and Gateways lead the request. */
  ROUTING = 'routing',
  /** NetworkPolicies at both ends. */
  NETWORK_POLICY = 'networkPolicy',
  /** PeerAuthentication against what the caller sends. */
  MUTUAL_TLS = 'mutualTls',
  /** Tokens. */
  REQUEST_AUTHENTICATION = 'requestAuthentication',
  /** AuthorizationPolicies of the callee. */
  AUTHORIZATION_POLICY = 'authorizationPolicy',
}

/**
 * An object, and where it was read from.
 */
export interface AccessObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** @default - not read from a file */
  readonly file?: string;
  /** @default - not read from a file */
  readonly line?: number;
  /** @default - not emitted by a construct */
  readonly constructPath?: string;
}

/**
 * What one layer says.
 */
export interface AccessLayerDecision {
  readonly layer: AccessLayer;
  readonly verdict: AccessVerdict;
  /** Whether a compromised caller cannot step around the layer. */
  readonly boundary: boolean;
  readonly reason: string;
  /** @default - no object decides */
  readonly object?: AccessObject;
  /** Where in the object: `rules[0]`. @default - the whole object */
  readonly rule?: string;
  /** @default - it passes, or what is seen is not known */
  readonly sees?: string;
}

/**
 * The answer to a request.
 */
export interface AccessDecision {
  readonly verdict: AccessVerdict;
  /** The layer that decides. */
  readonly layer: AccessLayer;
  readonly reason: string;
  /** The object that decides. @default - no object decides */
  readonly object?: AccessObject;
  /** Where in the object: `rules[0]`. @default - the whole object */
  readonly rule?: string;
  /** What the caller sees: `ok`, an HTTP status, `reset` or `timeout`. @default - not known */
  readonly sees?: string;
  /** Each layer's own verdict, in the order in which a request meets them. */
  readonly layers: AccessLayerDecision[];
}
