/**
 * The mechanisms by which a declared call is enforced. All of them, unless chosen otherwise with `enforce` on the mesh,
 * a namespace or a workload; the nearest choice wins.
 */
export enum Mechanism {
  /** The caller's proxy knows only the services that it may call. Scoping, not a boundary: a compromised caller steps around it. */
  SIDECAR = 'Sidecar',

  /** The callee's proxy admits identities, methods and paths. A boundary, with mutual TLS. */
  AUTHORIZATION_POLICY = 'AuthorizationPolicy',

  /** The cluster's network admits pods and ports, at both ends. A boundary, where the CNI plugin enforces it. */
  NETWORK_POLICY = 'NetworkPolicy',
}
