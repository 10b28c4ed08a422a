import type { Destination, VirtualService } from '../model';
import { selects } from '../model';
import type { LayerVerdict } from './decision';
import { destinationRuleFor } from './destination-rules';
import type { Routable } from './match/routes';
import type { Delivery, Sender, Sent } from './sent';
import { blocked, routing, unknownly } from './sent';
import { isEndpoint, notChosen } from './services';
import type { Cluster } from './transport';
import { transportTo } from './transport';
import { isUnknown, Unknown } from './tri';

interface Forwarded {
  readonly destination: Destination;
  readonly request?: Routable;
}

/** Which of the places that a request is sent to are pods of the callee. */
export function deliver(
  sender: Sender, forwards: readonly Forwarded[], listenerPort: number, how: string, route?: VirtualService, rule?: string,
): Sent {
  const deliveries: Delivery[] = [];
  let failure: LayerVerdict | undefined;
  let uncertain: LayerVerdict | undefined;
  for (const { destination, request } of forwards) {
    const cluster = clusterOf(sender, destination, listenerPort, route);
    const refused = request === undefined ? 'reset' : '503';
    if (typeof cluster === 'string') {
      failure ??= routing.deny(`${how}, but ${cluster}`, refused, route, rule);
      continue;
    }
    const reaches = reachesCallee(sender, cluster);
    if (reaches === false) { continue; }
    const transport = isUnknown(reaches) ? reaches : transportTo(sender.model, sender.client, cluster, sender.callee, sender.calleeSidecar);
    if (isUnknown(transport)) {
      uncertain ??= routing.unknown(transport.cause, route, rule);
      continue;
    }
    deliveries.push({ transport, known: true, refused, request });
  }
  if (deliveries.length > 0) { return { layers: [routing.allow(`${how} to the callee`, route, rule)], deliveries, uncertain }; }
  if (uncertain !== undefined) { return unknownly(forwards[0]?.request, uncertain); }
  const elsewhere = forwards.map(forward => forward.destination.host + (forward.destination.subset === undefined ? '' : ` (${forward.destination.subset})`)).join(', ');
  return blocked(failure ?? routing.deny(`${how} to ${elsewhere === '' ? 'nowhere' : elsewhere}, which is not the callee`, elsewhere === '' ? '503' : undefined, route, rule));
}

function clusterOf(sender: Sender, destination: Destination, listenerPort: number, route: VirtualService | undefined): Cluster | string {
  const service = sender.scope.serviceOf(destination.host);
  if (service === undefined) { return `there is no host ${destination.host}`; }
  const wanted = destination.port ?? (service.ports.length === 1 ? service.ports[0].port : listenerPort);
  const port = service.ports.find(entry => entry.port === wanted);
  if (port === undefined) { return `${service.host} has no port ${wanted}`; }
  if (!sender.scope.hasCluster(service, port, route)) { return `${service.host}:${wanted} is not imported by a listener for that port`; }
  if (destination.subset === undefined) { return { service, port }; }
  const merged = destinationRuleFor(sender.model, sender.client, service);
  if (merged?.broken === undefined && merged?.subsets.every(entry => entry.subset.name !== destination.subset) !== false) {
    return `no DestinationRule that the caller sees defines the subset ${destination.subset} of ${service.host}`;
  }
  return { service, port, subset: destination.subset };
}

function reachesCallee(sender: Sender, cluster: Cluster): boolean | Unknown {
  const left = notChosen(sender.asked, cluster.service, cluster.subset);
  if (left !== undefined) { return left; }
  if (cluster.subset !== undefined) {
    const merged = destinationRuleFor(sender.model, sender.client, cluster.service);
    const subset = merged?.subsets.find(entry => entry.subset.name === cluster.subset)?.subset;
    if (subset !== undefined && !selects(subset.labels, sender.callee.labels)) { return false; }
  }
  return isEndpoint(cluster.service, cluster.port, sender.callee, sender.containerPort, sender.asked !== undefined);
}
