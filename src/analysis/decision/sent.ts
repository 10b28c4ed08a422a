import type { MeshModel, Service, VirtualService, Workload } from '../model';
import type { LayerVerdict } from './decision';
import { LayerSpeaker } from './decision';
import type { Client } from './destination-rules';
import type { Routable } from './match/routes';
import type { Scope } from './sidecar-scope';
import type { Transport } from './transport';
import { PLAINTEXT } from './transport';
import { Unknown } from './tri';

/** The proxy that sends: a sidecar, or a gateway. */
export interface Sender {
  readonly model: MeshModel;
  readonly client: Client;
  readonly scope: Scope;
  readonly callee: Workload;
  readonly calleeSidecar: boolean;
  readonly containerPort: number;
  /** The host for which a sidecar is asked; undefined for a gateway. */
  readonly asked?: Pick<Service, 'host'>;
}

/** A way on which the request reaches the callee. */
export interface Delivery {
  readonly transport: Transport;
  /** What it has become; undefined for bytes. */
  readonly request?: Routable;
  /** Whether the caller's proxy knows the callee; if not, it goes to whatever has the address. */
  readonly known: boolean;
  /** What the caller sees where the connection is refused: an answer of its own proxy's, if that reads HTTP. */
  readonly refused: string;
}

/** What the caller's side does with the request. */
export interface Sent {
  readonly layers: readonly LayerVerdict[];
  readonly deliveries: readonly Delivery[];
  /** A further place that it is sent to, of which it is not known whether it is the callee, or how it gets there. */
  readonly uncertain?: LayerVerdict;
}

/** Speaks for what VirtualServices do with requests. */
export const routing = new LayerSpeaker('routing', false);

/** Where a request gets no further. */
export function blocked(...layers: readonly LayerVerdict[]): Sent {
  return { layers, deliveries: [] };
}

/** Where it is not known what becomes of a request. */
export function unknownly(request: Routable | undefined, ...layers: readonly LayerVerdict[]): Sent {
  return { layers, deliveries: bothWays(request) };
}

/** Where it is not known what is sent: without identity, or with. */
export function bothWays(request: Routable | undefined): readonly Delivery[] {
  const rest = { known: true, refused: request === undefined ? 'reset' : '503', request };
  return [
    { transport: PLAINTEXT, ...rest },
    { transport: { kind: 'mutual', reason: 'it may be mutual TLS', serverName: new Unknown('not known') }, ...rest },
  ];
}

export function routeName(route: VirtualService): string {
  return `VirtualService ${route.namespace}/${route.name}`;
}

/** Whatever a VirtualService of which something cannot be read makes of requests. */
export function unreadableRoute(route: VirtualService): LayerVerdict {
  return routing.unknown(`${routeName(route)} cannot be read: ${route.problems[0]}`, route);
}
