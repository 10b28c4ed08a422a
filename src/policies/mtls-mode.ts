/**
 * What a workload's proxy accepts from callers.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
 */
export enum MtlsMode {
  /** Mutual TLS only: every caller has an identity. */
  STRICT = 'STRICT',
  /** Mutual TLS and plain text; callers in plain text have no identity. */
  PERMISSIVE = 'PERMISSIVE',
  /** Plain text only: no caller has an identity. */
  DISABLE = 'DISABLE',
  /** What the mesh says: no PeerAuthentication is emitted. */
  UNSET = 'UNSET',
}
