/** A transport protocol and a port of a pod. */
export interface PlatformPort {
  /** The port of the pod, 1–65535. */
  readonly port: number;

  /**
   * The transport protocol: 'TCP', 'UDP' or 'SCTP'.
   * @default 'TCP'
   */
  readonly protocol?: string;
}

/** Pods of the platform, or addresses, that every workload may have to do with. */
export interface PlatformPeer {
  /**
   * The namespace of the pods.
   * @default - the peer is described by `cidrs` alone
   */
  readonly namespace?: string;

  /**
   * Labels of the pods.
   * @default - every pod of the namespace
   */
  readonly podLabels?: { readonly [key: string]: string };

  /**
   * Address ranges, for what is not a pod (a DNS cache on the node, the API server).
   * @default - none
   */
  readonly cidrs?: string[];

  /** The ports: the peer's own where workloads call it, the workload's where the peer calls them. */
  readonly ports: PlatformPort[];
}
