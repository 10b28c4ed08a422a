/**
 * How a proxy treats a port: it reads HTTP, passes bytes, looks at the first bytes to find out, or never sees it.
 */
export type PortProtocol = 'http' | 'tcp' | 'sniffed' | 'udp';

const HTTP = new Set(['http', 'http2', 'http_proxy', 'grpc', 'grpc-web']);
const TCP = new Set(['tcp', 'https', 'tls', 'mongo', 'redis', 'mysql']);
/** Protocols in which the server speaks first: sniffing would wait for ever. */
const WELL_KNOWN_TCP = new Set([25, 53, 3306, 27017]);

/** The protocol that a name of Istio's list stands for. */
export function protocolNamed(name: string): PortProtocol | undefined {
  const lower = name.toLowerCase();
  if (HTTP.has(lower)) { return 'http'; }
  if (TCP.has(lower)) { return 'tcp'; }
  return lower === 'udp' ? 'udp' : undefined;
}

/** Whether traffic of this protocol is TLS that the application itself speaks. */
export function isApplicationTls(name: string): boolean {
  return name.toLowerCase() === 'https' || name.toLowerCase() === 'tls';
}

/**
 * Protocol selection for the port of a Kubernetes Service.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export function servicePortProtocol(port: number, name: string | undefined, transport: string, appProtocol: string | undefined): PortProtocol {
  // SCTP is read as "not UDP" by Istio; no redirection takes it to a proxy, either.
  if (transport === 'UDP' || transport === 'SCTP') { return 'udp'; }
  let from = name ?? '';
  if (appProtocol !== undefined && appProtocol !== '') {
    from = appProtocol;
    switch (appProtocol) {
      case 'kubernetes.io/h2c': return 'http';
      case 'kubernetes.io/ws': return 'http';
      case 'kubernetes.io/wss': return 'tcp';
    }
  }
  if (/^grpc-web/i.test(from)) { return 'http'; }
  const dash = from.indexOf('-');
  const protocol = protocolNamed(dash === -1 ? from : from.slice(0, dash));
  if (protocol !== undefined && protocol !== 'udp') { return protocol; }
  return WELL_KNOWN_TCP.has(port) ? 'tcp' : 'sniffed';
}
