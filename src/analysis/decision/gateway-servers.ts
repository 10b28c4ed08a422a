import { dig } from '../json';
import type { MeshModel, Service, Workload } from '../model';
import { targetOf } from '../model';
import type { Listener } from './gateway-routing';
import { listenersOf } from './gateway-routing';

const known = new WeakMap<MeshModel, ReadonlyMap<Workload, readonly Listener[]>>();

/**
 * The servers of Gateways that listen at a container port of a gateway's pods.
 *
 * @param services those that have the pods for endpoints: they say to which port of the pods a server's number leads
 */
export function serversAt(model: MeshModel, pods: Workload, port: number, services: readonly Service[]): readonly Listener[] {
  return listenersAt(model, pods).filter(({ server }) => boundPort(server.port, pods, services) === port);
}

/** The container ports of a gateway's pods at which servers of Gateways listen. */
export function serverPorts(model: MeshModel, pods: Workload, services: readonly Service[]): readonly number[] {
  return listenersAt(model, pods).flatMap(({ server }) => boundPort(server.port, pods, services) ?? []);
}

function listenersAt(model: MeshModel, pods: Workload): readonly Listener[] {
  let byPods = known.get(model);
  if (byPods === undefined) { known.set(model, byPods = index(model)); }
  return byPods.get(pods) ?? [];
}

/** As Istio does: the first Service with the number leads on; without one, the number is that of the pods. */
function boundPort(number: number, pods: Workload, services: readonly Service[]): number | undefined {
  const entry = services.filter(({ object }) => dig(object, 'metadata', 'labels', AS_IT_IS) === undefined)
    .flatMap(service => service.ports).find(({ port, protocol }) => port === number && protocol !== 'udp');
  return entry === undefined ? number : targetOf(entry, pods);
}

/** A label of Services whose ports are not looked at. */
const AS_IT_IS = 'experimental.istio.io/disable-gateway-port-translation';

function index(model: MeshModel): ReadonlyMap<Workload, readonly Listener[]> {
  const byPods = new Map<Workload, Listener[]>();
  for (const listener of listenersOf(model).listeners) {
    const list = byPods.get(listener.pods);
    if (list === undefined) { byPods.set(listener.pods, [listener]); } else { list.push(listener); }
  }
  return byPods;
}

/** Does a server read requests, once TLS has ended? */
export function readsRequests({ server }: Pick<Listener, 'server'>): boolean {
  return ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTPS'].includes(server.protocol);
}
