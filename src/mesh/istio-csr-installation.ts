import type { PlatformPeer } from './platform-peer';

/** istio-csr, which has identities signed by cert-manager in place of istiod. The defaults are those of its Helm chart. */
export interface IstioCsrInstallation {
  /**
   * The namespace in which it runs.
   * @default 'cert-manager'
   */
  readonly namespace?: string;

  /**
   * The name of its Service.
   * @default 'cert-manager-istio-csr'
   */
  readonly serviceName?: string;

  /**
   * The Service's port, 1–65535.
   * @default 443
   */
  readonly servicePort?: number;

  /**
   * Labels of its pods.
   * @default - `app` with the name of its Service
   */
  readonly podLabels?: { readonly [key: string]: string };

  /**
   * The port of its pods, 1–65535.
   * @default 6443
   */
  readonly podPort?: number;
}

/** Its Service's host and address. */
export function istioCsrService({ namespace = 'cert-manager', serviceName = 'cert-manager-istio-csr', servicePort = 443 }: IstioCsrInstallation): {
  readonly service: string;
  readonly address: string;
} {
  const service = `${serviceName}.${namespace}.svc`;
  return { service, address: `${service}:${servicePort}` };
}

/** Its pods, which every proxy must reach. */
export function istioCsrPeer(installation: IstioCsrInstallation): PlatformPeer {
  const { namespace = 'cert-manager', serviceName = 'cert-manager-istio-csr', podLabels = { app: serviceName }, podPort = 6443 } = installation;
  return { namespace, podLabels, ports: [{ port: podPort }] };
}
