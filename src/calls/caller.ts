/** Who a caller is, as its callees see it. */
export interface CallerConfig {
  /** What to call it in messages: its construct path. */
  readonly name: string;

  /** The namespace of its pods; '*' for a whole trust domain. */
  readonly namespace: string;

  /**
   * Its service account: with the trust domain and namespace, its identity.
   * @default - any service account of the namespace
   */
  readonly serviceAccount?: string;

  /** The trust domain of its identity. */
  readonly trustDomain: string;

  /**
   * Labels of its pods.
   * @default - every pod of the namespace
   */
  readonly podLabels?: { readonly [key: string]: string };

  /**
   * The addresses from which it comes, as CIDR blocks, if it is no pod of this cluster.
   * @default - it comes from its pods
   */
  readonly cidrs?: string[];

  /**
   * Does it choose the callee's version itself, as a gateway does, past the mesh's routes?
   * @default false
   */
  readonly routes?: boolean;

  /**
   * The 'namespace/name' of the Gateway object, if it is a gateway.
   * @default - it is none
   */
  readonly gateway?: string;

  /**
   * The hosts that it serves for clients from outside, if it is a gateway for them.
   * @default - it serves none
   */
  readonly gatewayHosts?: string[];

  /** Has it a proxy, and so an identity? */
  readonly meshed: boolean;
}

/** Something that calls: a workload, a version, a gateway, everything in a namespace, a service that lives elsewhere. */
export interface ICaller {
  /** Who calls: one for each identity. */
  toCallerConfigs(): CallerConfig[];
}
