import type { EgressGatewayInstallation, GatewayInstallation } from './gateway-installation';
import type { IstioCsrInstallation } from './istio-csr-installation';
import { istioCsrPeer } from './istio-csr-installation';
import type { PlatformOptions } from './platform-options';
import type { PlatformPeer, PlatformPort } from './platform-peer';

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
