/**
 * What proxies make of a path before policies see it.
 *
 * @see https://istio.io/latest/docs/reference/config/security/normalization/
 */
export enum AccessPathNormalization {
  NONE = 'NONE',
  BASE = 'BASE',
  MERGE_SLASHES = 'MERGE_SLASHES',
  DECODE_AND_MERGE_SLASHES = 'DECODE_AND_MERGE_SLASHES',
}

/**
 * A gateway that the platform brings, and that no manifest shows.
 */
export interface AccessIngressGateway {
  readonly namespace: string;
  /** The labels of its pods. */
  readonly labels: { readonly [name: string]: string };
  readonly serviceAccount: string;
}

/**
 * What is not in the manifests. Where they have istiod's own ConfigMap, it is read; what is set here wins.
 */
export interface MeshAccessOptions {
  /** @default cluster.local */
  readonly trustDomain?: string;
  /** @default - none */
  readonly trustDomainAliases?: string[];
  /** @default istio-system */
  readonly rootNamespace?: string;
  /** @default cluster.local */
  readonly clusterDomain?: string;
  /**
   * Whether proxies drop what they do not know, where no Sidecar says otherwise (`outboundTrafficPolicy: REGISTRY_ONLY`).
   * @default false
   */
  readonly registryOnly?: boolean;
  /** @default true */
  readonly autoMtls?: boolean;
  /** @default AccessPathNormalization.BASE */
  readonly pathNormalization?: AccessPathNormalization;
  /**
   * The namespace of objects that name none.
   * @default default
   */
  readonly defaultNamespace?: string;
  /** @default - the gateway of istioctl's default profile */
  readonly ingressGateways?: AccessIngressGateway[];
  /**
   * Machines outside of the cluster of which it is known that they run their proxy, as 'namespace/name' of their WorkloadEntry or
   * WorkloadGroup. No manifest tells.
   * @default - none: what depends on it is unknown
   */
  readonly machinesWithProxy?: string[];
  /**
   * Objects that others own: the namespace, the mesh's defaults, other teams' workloads.
   * @default - none
   */
  readonly context?: unknown[];
}
