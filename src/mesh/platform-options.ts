import type { EgressGatewayInstallation, GatewayInstallation } from './gateway-installation';
import type { IstioCsrInstallation } from './istio-csr-installation';
import type { PlatformPeer } from './platform-peer';

/** What differs from a preset. */
export interface PlatformOptions {
  /**
   * Does istio-cni redirect traffic? Without it every pod gets an init container that runs as root with NET_ADMIN, which
   * Pod Security's `baseline` and `restricted` refuse, so that namespaces can only warn and audit.
   * @default - false for istioctl and helm, true for openshift
   */
  readonly cni?: boolean;

  /**
   * The DNS servers that pods ask.
   * @default - the preset's
   */
  readonly dns?: PlatformPeer[];

  /**
   * istiod, from which proxies get configuration and certificates.
   * @default - the preset's
   */
  readonly istiod?: PlatformPeer;

  /**
   * istio-csr, if identities are signed through it and not by istiod: every proxy then reaches it, and `mesh.meshConfig()` says so to
   * istiod. Who signs says `IstioCsr`.
   * @default - none: istiod signs
   */
  readonly istioCsr?: IstioCsrInstallation;

  /**
   * What scrapes metrics from workloads; the ports are the workload's. An empty list closes them.
   * @default - the preset's
   */
  readonly prometheus?: PlatformPeer[];

  /**
   * Collectors that proxies know from their own bootstrap, as with the annotation `proxy.istio.io/config`: open in NetworkPolicy
   * for every pod with a proxy. Those that Telemetry names are `telemetryProviders` of the Mesh.
   * @default - none
   */
  readonly telemetry?: PlatformPeer[];

  /**
   * The ingress gateways, by the name that `IngressGateway` refers to.
   * @default - one, named 'ingressgateway', as the preset installs it
   */
  readonly ingressGateways?: { readonly [name: string]: GatewayInstallation };

  /**
   * The egress gateways that somebody else deploys, by the name that `EgressGateway` refers to.
   * @default - for istioctl one, named 'egressgateway'; none for the others
   */
  readonly egressGateways?: { readonly [name: string]: EgressGatewayInstallation };

  /**
   * The Kubernetes API server, for workloads that call it by `KubernetesApi`: the addresses at which it answers itself ('cidrs'), and
   * its own port, which is not that of its Service (6443 for kubeadm, 443 for many clouds).
   * @default - not described; no workload may call it
   */
  readonly apiServer?: PlatformPeer;

  /**
   * The cluster's DNS domain.
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
}
