import { conflicts, gatewayRoutes } from './gateway-routes';
import type { GatewayTls } from './gateway-tls';
import { AppProtocol } from '../calls/app-protocol';
import type { DeclaredCall } from '../calls/declared-call';
import { hostWithinHosts } from '../private/gateway-host';
import { sortedUnique } from '../private/naming';
import type { TrafficRegistry } from '../traffic/traffic-registry';

/** What is exposed on hosts that have one VirtualService. */
export interface ExposedHosts {
  readonly hosts: readonly string[];
  readonly exposed: readonly DeclaredCall[];
}

/** What is wrong with hosts that narrow what is exposed: each must be one of the gateway's, or within one of its wildcards. */
export function narrowingProblems(hosts: readonly string[], exposed: readonly DeclaredCall[]): string[] {
  return exposed.flatMap(({ callee, operation }) => (operation?.hosts ?? []).filter(host => !hostWithinHosts(host, hosts)).map(host =>
    `exposes '${callee.name}' on host '${host}', which it does not serve (${hosts.map(own => `'${own}'`).join(', ') || 'it has none'}); name one of its hosts, or add it to them.`));
}

/** What is wrong with routes of requests. */
export function requestProblems(groups: readonly ExposedHosts[], traffic: TrafficRegistry, gateway: string): string[] {
  return groups.flatMap(({ hosts, exposed }) => [
    ...conflicts(exposed).map(({ match, callees }) =>
      `exposes ${match} on ${hosts.map(host => `'${host}'`).join(', ')} of ${callees.map(callee => `'${callee}'`).join(' and ')}; a request goes to one of them, expose it once.`),
    ...gatewayRoutes(exposed, traffic, gateway).problems,
  ]);
}

/** How connections come in. */
export interface ConnectionServing {
  readonly hosts: readonly string[];
  readonly tls?: GatewayTls;
  /** The port that was named. */
  readonly port?: number;
  readonly httpsRedirect?: boolean;
  /** Does a shared gateway speak HTTP, whatever is exposed? */
  readonly httpOnly: boolean;
}

/** What is wrong with connections, in which a gateway sees no requests. */
export function connectionProblems(exposed: readonly DeclaredCall[], { hosts, tls, port, httpsRedirect, httpOnly }: ConnectionServing): string[] {
  const requests = exposed.filter(({ operation }) => operation);
  const connections = exposed.filter(({ operation }) => !operation);
  const ends = (protocol: AppProtocol) => protocol === AppProtocol.TLS || protocol === AppProtocol.HTTPS;
  const named = (calls: readonly DeclaredCall[]) => sortedUnique(calls.map(({ callee }) => `'${callee.name}'`)).join(' and ');
  const targets = sortedUnique(connections.map(({ callee, port: own }) => `'${callee.name}:${own.port}'`));
  if (tls?._mode === 'PASSTHROUGH' && requests.length > 0) {
    return [`passes TLS through, and sees no requests of ${named(requests)}; expose connections with TcpCall to a port that speaks TLS, or end TLS here with GatewayTls.simple().`];
  }
  if (requests.length > 0 && connections.length > 0) {
    return [`exposes requests of ${named(requests)} and connections of ${named(connections)}; declare an IngressGateway for each, with a port or hosts of its own.`];
  }
  if (httpOnly && connections.length > 0) {
    return [`exposes connections of ${named(connections)} at a shared gateway that serves HTTP; expose requests, or have its owner pass TLS through.`];
  }
  return connections.length === 0 ? [] : [
    targets.length > 1 ? `exposes connections of ${targets.join(' and ')}, and nothing in them tells which is meant; declare an IngressGateway for each, with hosts or a port of its own.` : undefined,
    httpsRedirect ? "redirects to HTTPS, and exposes connections, which are no HTTP; leave out 'httpsRedirect'." : undefined,
    !tls && port === undefined ? `exposes connections of ${named(connections)} without TLS, for which it needs a port of its own; name it as 'port', or give it 'tls', by which hosts are told apart.` : undefined,
    !tls && hosts.join() !== '*' ? `exposes connections of ${named(connections)} without TLS, which name no host; serve hosts ['*'], or give it 'tls'.` : undefined,
    ...connections.map(({ callee, port: own }) => {
      if (tls?._mode === 'PASSTHROUGH' && !ends(own.protocol)) {
        return `passes TLS through to port '${own.name}' of '${callee.name}', which speaks ${own.protocol}; declare the port as one for TLS, if the workload ends it, or end TLS here with GatewayTls.simple().`;
      }
      return tls && tls._mode !== 'PASSTHROUGH' && ends(own.protocol)
        ? `ends TLS before port '${own.name}' of '${callee.name}', which wants TLS itself (${own.protocol}); use GatewayTls.passthrough().` : undefined;
    }),
  ].filter(problem => problem !== undefined);
}

/** Hosts of which one covers another: Istio refuses them in one VirtualService. */
export function overlapProblems(hosts: readonly string[]): string[] {
  return hosts.flatMap(wide => hosts.filter(host => wide !== host && hostWithinHosts(host, [wide])).map(host =>
    `host '${wide}' covers host '${host}'; leave '${host}' out, or serve it by a gateway of its own.`));
}
