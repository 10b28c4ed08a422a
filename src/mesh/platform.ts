import type { IstioCsrInstallation } from './istio-csr-installation';
import { istioCsrPeer } from './istio-csr-installation';

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

/** A gateway that the platform brings: pods that are deployed by somebody else, and configured by `IngressGateway`. */
export interface GatewayInstallation {
  /** The namespace in which the gateway's pods run. */
  readonly namespace: string;

  /** The service account of its pods: the identity that callees admit. */
  readonly serviceAccount: string;

  /** Labels of its pods; the Gateway resource selects them. */
  readonly podLabels: { readonly [key: string]: string };

  /**
   * The gateway Service's port for HTTP.
   * @default 80
   */
  readonly httpPort?: number;

  /**
   * The gateway Service's port for HTTPS.
   * @default 443
   */
  readonly httpsPort?: number;

  /**
   * Does it take Gateway objects of its own namespace only, as with istiod's setting PILOT_SCOPE_GATEWAY_TO_NAMESPACE? Then other
   * namespaces use it through a `SharedGateway`.
   * @default - true if the Gateway API has deployed it (its pods are labelled 'gateway.networking.k8s.io/gateway-name'), else false
   */
  readonly ownNamespaceOnly?: boolean;
}

/** A port of a gateway's Service. */
export interface GatewayPort {
  /** The Service's port, 1–65535. */
  readonly port: number;

  /**
   * The port of the pods to which it leads, 1–65535.
   * @default - the Service's port
   */
  readonly targetPort?: number;
}

/** An egress gateway that the platform brings: pods that are deployed by somebody else, and configured by `EgressGateway`. */
export interface EgressGatewayInstallation {
  /** The namespace in which the gateway's pods run. */
  readonly namespace: string;

  /** The service account of its pods: the identity with which it calls. */
  readonly serviceAccount: string;

  /** Labels of its pods; Gateway, AuthorizationPolicy and NetworkPolicy select them. */
  readonly podLabels: { readonly [key: string]: string };

  /** The name of its Service. */
  readonly serviceName: string;

  /**
   * The Service's port to which requests are sent.
   * @default - port 80, which leads to port 8080 of the pods
   */
  readonly requests?: GatewayPort;

  /**
   * The Service's port to which connections without HTTP are sent: TLS of callers, and bytes.
   * @default - port 443, which leads to port 8443 of the pods
   */
  readonly connections?: GatewayPort;
}

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

/** The gateway as istioctl installs it. */
const INGRESS_GATEWAY: GatewayInstallation = {
  namespace: 'istio-system',
  serviceAccount: 'istio-ingressgateway-service-account',
  podLabels: { istio: 'ingressgateway' },
};

/** The gateway as istioctl's demo profile installs it. */
const EGRESS_GATEWAY: EgressGatewayInstallation = {
  namespace: 'istio-system',
  serviceAccount: 'istio-egressgateway-service-account',
  podLabels: { istio: 'egressgateway' },
  serviceName: 'istio-egressgateway',
};

const SCRAPE_PORTS: PlatformPort[] = [{ port: 15020 }];

/** The options that say something: one that is left undefined is the preset's. */
function given(options: PlatformOptions): PlatformOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/**
 * What the cluster brings: the facts about an installation on which emitted objects depend. They differ by install.
 */
export class Platform {
  /**
   * Istio as `istioctl install --set profile=demo` leaves it, on a cluster with CoreDNS.
   *
   * @see https://istio.io/latest/docs/setup/install/istioctl/
   */
  public static istioctl(options: PlatformOptions = {}): Platform {
    return new Platform({
      ingressGateways: { ingressgateway: INGRESS_GATEWAY },
      egressGateways: { egressgateway: EGRESS_GATEWAY },
      ...given(options),
    });
  }

  /**
   * Istio's Helm charts with their documented release names: `istio-base`, `istiod` and the gateway `istio-ingress`.
   *
   * @see https://istio.io/latest/docs/setup/install/helm/
   */
  public static helm(options: PlatformOptions = {}): Platform {
    return new Platform({
      ingressGateways: {
        ingressgateway: { namespace: 'istio-ingress', serviceAccount: 'istio-ingress', podLabels: { istio: 'ingress' } },
      },
      ...given(options),
    });
  }

  /**
   * Istio on OpenShift: istio-cni, OpenShift's own DNS and its user workload monitoring.
   *
   * @see https://istio.io/latest/docs/setup/platform-setup/openshift/
   */
  public static openshift(options: PlatformOptions = {}): Platform {
    return new Platform({
      cni: true,
      dns: [{
        namespace: 'openshift-dns',
        podLabels: { 'dns.operator.openshift.io/daemonset-dns': 'default' },
        ports: [{ port: 5353, protocol: 'UDP' }, { port: 5353 }],
      }],
      prometheus: [{
        namespace: 'openshift-user-workload-monitoring',
        podLabels: { 'app.kubernetes.io/name': 'prometheus' },
        ports: SCRAPE_PORTS,
      }],
      ingressGateways: { ingressgateway: INGRESS_GATEWAY },
      ...given(options),
    });
  }

  /** Does istio-cni redirect traffic, rather than an init container? */
  public readonly cni: boolean;
  /** The DNS servers that pods ask. */
  public readonly dns: PlatformPeer[];
  /** istiod. */
  public readonly istiod: PlatformPeer;
  /** istio-csr, if identities are signed through it. */
  public readonly istioCsr?: IstioCsrInstallation;
  /** What scrapes metrics from workloads. */
  public readonly prometheus: PlatformPeer[];
  /** Collectors that proxies know from their own bootstrap. */
  public readonly telemetry: PlatformPeer[];
  /** The ingress gateways by name. */
  public readonly ingressGateways: { readonly [name: string]: GatewayInstallation };
  /** The egress gateways by name. */
  public readonly egressGateways: { readonly [name: string]: EgressGatewayInstallation };
  /** The Kubernetes API server. */
  public readonly apiServer?: PlatformPeer;
  /** The cluster's DNS domain. */
  public readonly clusterDomain: string;

  private constructor(options: PlatformOptions) {
    this.cni = options.cni ?? false;
    this.dns = options.dns ?? [{
      namespace: 'kube-system',
      podLabels: { 'k8s-app': 'kube-dns' },
      ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }],
    }];
    this.istiod = options.istiod ?? { namespace: 'istio-system', podLabels: { app: 'istiod' }, ports: [{ port: 15012 }] };
    this.istioCsr = options.istioCsr;
    this.prometheus = options.prometheus ?? [{
      namespace: 'istio-system',
      podLabels: { 'app.kubernetes.io/name': 'prometheus' },
      ports: SCRAPE_PORTS,
    }];
    this.telemetry = options.telemetry ?? [];
    this.ingressGateways = options.ingressGateways ?? {};
    this.egressGateways = options.egressGateways ?? {};
    this.apiServer = options.apiServer;
    this.clusterDomain = options.clusterDomain ?? 'cluster.local';
  }

  /**
   * istio-csr as a peer of every proxy; empty if there is none.
   * @internal
   */
  public get _istioCsrPeers(): PlatformPeer[] {
    return this.istioCsr ? [istioCsrPeer(this.istioCsr)] : [];
  }
}
