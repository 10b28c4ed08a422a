/**
 * What a client of an access table is.
 */
export enum AccessClientKind {
  /** A workload of the manifests. */
  WORKLOAD = 'workload',
  /** Every workload of a namespace that is in the manifests. */
  EVERY_WORKLOAD_OF_NAMESPACE = 'everyWorkloadOfNamespace',
  /** Every workload of the manifests. */
  EVERY_WORKLOAD = 'everyWorkload',
  /** A service account that no workload of the manifests has. */
  SERVICE_ACCOUNT = 'serviceAccount',
  /** Every identity of a namespace. */
  NAMESPACE = 'namespace',
  /** Every identity of the mesh. */
  ANY_IDENTITY = 'anyIdentity',
  /** Whoever proves no identity, because what is sent is plaintext. */
  NO_IDENTITY = 'noIdentity',
  /** Whoever there is, with an identity or without. */
  ANYONE = 'anyone',
  /** Identities that a pattern tells. */
  IDENTITIES = 'identities',
  /** Pods that labels tell, and that no workload of the manifests makes. */
  PODS = 'pods',
  /** Whoever has one of some addresses. */
  ADDRESSES = 'addresses',
}

/**
 * Who may do something: one workload, or a class of callers.
 */
export interface AccessClient {
  readonly kind: AccessClientKind;
  /** In words: `shop/web`, `any identity of namespace shop`. */
  readonly text: string;
  /** @default - not of one namespace */
  readonly namespace?: string;
  /** The workload's name, or the service account's. @default - a class */
  readonly name?: string;
  /** The identity that mutual TLS proves, without `spiffe://`. @default - none is asked for, or not one alone */
  readonly principal?: string;
}
