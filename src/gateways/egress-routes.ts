import { createHash } from 'node:crypto';
import type { CalleePort } from '../calls/callee';
import type { MeshKinds } from '../private/mesh-object';
import { sorted } from '../private/naming';

type Server = NonNullable<MeshKinds['Gateway']['servers']>[number];
type Subset = NonNullable<MeshKinds['DestinationRule']['subsets']>[number];

/** What comes to a gateway: requests, in which it sees methods and paths, or connections, of which it sees the server's name only. */
type Kind = 'requests' | 'connections';

/** The ports of a gateway's Service. */
export interface EgressPorts {
  readonly requests: CalleePort;
  readonly connections: CalleePort;
}

/** A host that goes out by a gateway. */
export interface EgressHost {
  readonly host: string;
  /** The namespace whose VirtualServices say where it leads. */
  readonly namespace: string;
  /** The port that callers name, for each kind that it has. */
  readonly ports: { readonly [K in Kind]?: CalleePort };
}

/** A service outside that goes out by a gateway, as far as the gateway must know it; asked at synth. */
export interface EgressRoute {
  readonly host: () => EgressHost;
  /** The namespaces whose proxies may know it: names, or '*'. */
  readonly knownTo: () => readonly string[];
}

const PROTOCOLS: { readonly [K in Kind]: string } = { requests: 'HTTPS', connections: 'TLS' };

/**
 * A server for each host and kind: callers come by the mesh's mutual TLS and name the host in its handshake, so that the server
 * which takes a connection is that of the host.
 */
export function serversOf(hosts: readonly EgressHost[], ports: EgressPorts): Server[] {
  return sorted(hosts, ({ host }) => host).flatMap(({ host, namespace, ports: own }) => kindsOf(own).map(kind => ({
    port: { number: ports[kind].port, name: `${PROTOCOLS[kind].toLowerCase()}-${subsetOf(host)}`, protocol: PROTOCOLS[kind] },
    hosts: [`${namespace}/${host}`],
    tls: { mode: 'ISTIO_MUTUAL' },
  })));
}

/** A subset of the gateway for each host: the same pods, by the name of the host in the handshake. */
export function subsetsOf(hosts: readonly EgressHost[], labels: { readonly [label: string]: string }): Subset[] {
  return sorted(hosts, ({ host }) => host).map(({ host }) => ({
    name: subsetOf(host),
    labels: { ...labels },
    trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: host } },
  }));
}

/** What the gateway makes of a host: it passes on what comes, to the port that callers named. */
export function gatewayVirtualService({ host, ports: own }: EgressHost, gateway: string, ports: EgressPorts): MeshKinds['VirtualService'] {
  const route = (port: CalleePort) => [{ destination: { host, port: { number: port.port } } }];
  return {
    hosts: [host],
    gateways: [gateway],
    // Who called within the mesh is nobody's business outside.
    ...own.requests ? { http: [{ headers: { request: { remove: ['x-forwarded-client-cert'] } }, route: route(own.requests) }] } : {},
    ...own.connections ? { tcp: [{ match: [{ port: ports.connections.port }], route: route(own.connections) }] } : {},
  };
}

function kindsOf(ports: EgressHost['ports']): Kind[] {
  return (['requests', 'connections'] as const).filter(kind => ports[kind] !== undefined);
}

/** A label that is another one for every host: dots become dashes, and dashes two of them. */
export function subsetOf(host: string): string {
  const label = host.replace(/-/g, '--').replace(/\./g, '-');
  return label.length <= 50 ? label : `${label.slice(0, 40).replace(/-+$/, '')}-${createHash('sha256').update(host).digest('hex').slice(0, 8)}`;
}
