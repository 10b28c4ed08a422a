import type { IConstruct } from 'constructs';
import type { GatewayCertificateNeeds } from './certified-gateway';
import type { GatewayTls } from './gateway-tls';
import type { DeclaredGateway } from '../analysis/proof';
import type { GatewayInstallation } from '../mesh/gateway-installation';
import type { MeshKinds } from '../private/mesh-object';

type GatewaySpec = MeshKinds['Gateway'];
type Server = NonNullable<GatewaySpec['servers']>[number];

/** What is served at a gateway, and how. */
export interface Serving {
  readonly installation: GatewayInstallation;
  /** Each with the namespace whose VirtualServices may speak for it. */
  readonly hosts: readonly string[];
  /** The gateway Service's port; that of the protocol if left out. */
  readonly port?: number;
  readonly tls?: GatewayTls;
  readonly httpsRedirect: boolean;
  /** Requests, or connections of whatever is not HTTP? */
  readonly speaks: 'requests' | 'connections';
}

/** The Gateway object. */
export function gatewaySpec(serving: Serving): GatewaySpec {
  return { selector: { ...serving.installation.podLabels }, servers: serversOf(serving) };
}

/** The port on which VirtualServices answer. */
export function servingPort({ port, installation, tls, speaks }: Omit<Serving, 'hosts' | 'httpsRedirect'>): number {
  return port ?? (tls ? installation.httpsPort ?? 443 : speaks === 'requests' ? installation.httpPort ?? 80 : 0);
}

/** Of two protocols on one port Istio drops one. */
export function portProblem(serving: Serving): string | undefined {
  const { tls, httpsRedirect, speaks, installation: { httpPort = 80 } } = serving;
  return tls && httpsRedirect && speaks === 'requests' && servingPort(serving) === httpPort
    ? `serves TLS on port ${httpPort}, on which plain HTTP is redirected; use another 'port', or set 'httpsRedirect' to false.` : undefined;
}

/** The Gateway as the proof holds manifests against it. */
export function declaredGateway(namespace: string, construct: IConstruct, { hosts, tls }: Serving): DeclaredGateway {
  return {
    path: construct.node.path,
    namespace,
    name: construct.node.id,
    hosts: hosts.map(host => host.replace(/^\.\//, `${namespace}/`)),
    ...tls ? { tls: tls._mode } : {},
  };
}

/** What the certificate that a gateway shows is about. */
export function certificateNeeds(hosts: string[], { namespace }: GatewayInstallation, tls: GatewayTls | undefined): GatewayCertificateNeeds {
  const clientCertificates = tls?._mode === 'MUTUAL' || tls?._mode === 'OPTIONAL_MUTUAL';
  return { hosts, namespace, ...tls?.credentialName === undefined ? {} : { credentialName: tls.credentialName }, clientCertificates };
}

function serversOf(serving: Serving): Server[] {
  const { installation, tls, httpsRedirect, speaks } = serving;
  const hosts = [...serving.hosts];
  const number = servingPort(serving);
  if (speaks === 'connections') {
    return [tls ? { port: { number, name: 'tls', protocol: 'TLS' }, hosts, tls: tls._settings } : { port: { number, name: 'tcp', protocol: 'TCP' }, hosts }];
  }
  if (!tls) {
    return [{ port: { number, name: 'http', protocol: 'HTTP' }, hosts }];
  }
  const https: Server = { port: { number, name: 'https', protocol: 'HTTPS' }, hosts, tls: tls._settings };
  const redirect: Server = { port: { number: installation.httpPort ?? 80, name: 'http', protocol: 'HTTP' }, hosts, tls: { httpsRedirect: true } };
  return httpsRedirect ? [redirect, https] : [https];
}
