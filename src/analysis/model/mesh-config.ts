import type { OutboundMode } from './sidecars';

export type PathNormalization = 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';

/**
 * What the mesh itself is set to. Manifests rarely tell; the defaults are Istio's own.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export interface MeshConfig {
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  readonly rootNamespace: string;
  readonly clusterDomain: string;
  readonly outboundMode: OutboundMode;
  readonly autoMtls: boolean;
  readonly pathNormalization: PathNormalization;
  readonly serviceExportTo: readonly string[];
  readonly virtualServiceExportTo: readonly string[];
  readonly destinationRuleExportTo: readonly string[];
  /** The names of providers that policies and Telemetry may refer to, besides Istio's own. @default - none */
  readonly extensionProviders?: readonly string[];
  /** Whether sidecars answer DNS themselves, and so give each host an address of its own (`ISTIO_META_DNS_CAPTURE`). */
  readonly dnsCapture: boolean;
  /** Whether proxies write access logs where a Telemetry names no provider. @default - not known */
  readonly defaultAccessLogging?: boolean;
  /** Parts of the mesh's own configuration that could not be read: everything depends on them. */
  readonly problems: readonly string[];
}

export const DEFAULT_MESH_CONFIG: MeshConfig = {
  trustDomain: 'cluster.local',
  trustDomainAliases: [],
  rootNamespace: 'istio-system',
  clusterDomain: 'cluster.local',
  outboundMode: 'ALLOW_ANY',
  autoMtls: true,
  pathNormalization: 'BASE',
  serviceExportTo: ['*'],
  virtualServiceExportTo: ['*'],
  destinationRuleExportTo: ['*'],
  dnsCapture: false,
  problems: [],
};

/**
 * A gateway that the platform brings and no manifest shows.
 */
export interface PlatformGateway {
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly serviceAccount: string;
}

/** The gateway of istioctl's default and demo profiles. */
export const DEFAULT_INGRESS_GATEWAY: PlatformGateway = {
  namespace: 'istio-system',
  labels: new Map([['app', 'istio-ingressgateway'], ['istio', 'ingressgateway']]),
  serviceAccount: 'istio-ingressgateway-service-account',
};

/** What is not in the manifests: every part has a default. */
export interface ModelOptions {
  readonly meshConfig?: Partial<MeshConfig>;
  /** @default - the gateway of istioctl's default profile */
  readonly ingressGateways?: readonly PlatformGateway[];
  /** The namespace of objects that name none. @default default */
  readonly defaultNamespace?: string;
  /** Machines of which it is known that they run their proxy, as `namespace/name` of what stands for them. @default - none */
  readonly machinesWithProxy?: readonly string[];
}
