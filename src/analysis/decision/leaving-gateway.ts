import { bySpecificity, hostWithin } from '../hosts';
import type { MeshModel, WeightedDestination, Workload } from '../model';
import type { Listener } from './gateway-routing';
import { claimantsOf, claimsOf, mergedRules } from './gateway-routing';
import { readsRequests } from './gateway-servers';
import { ruleTaking } from './http-routing';
import { meshServersAt } from './inbound';
import { extensionIn } from './layers/extensions';
import type { Routable } from './match/routes';
import { servicesWithHost } from './services';
import { Scope } from './sidecar-scope';
import { streamTaken } from './stream-routes';
import type { Cluster } from './transport';
import { isUnknown } from './tri';

/** What callers of the mesh send to a gateway's pods for a host outside. */
export interface Leaving {
  readonly pods: Workload;
  /** The port of the pods. */
  readonly port: number;
  readonly host: string;
  /** The namespace whose ServiceEntry is meant. */
  readonly namespace: string;
  /** The port of the host to which it is to go. */
  readonly to: number;
  /** Undefined for bytes. */
  readonly request?: Routable;
}

/** Where a gateway passes it on to, if that is the port of the host; else why it does not, for certain or perhaps. */
export function leavingBy(model: MeshModel, leaving: Leaving): Cluster | string {
  const { pods, host, request } = leaving;
  const [listener, rival] = listenersFor(model, leaving);
  if (listener === undefined) { return `no server of a Gateway on port ${leaving.port} of ${pods.namespace}/${pods.name} is for ${host}`; }
  const { gateway, server } = listener;
  const name = `Gateway ${gateway.namespace}/${gateway.name}`;
  if (rival !== undefined) {
    return `${name} and ${rival.gateway.namespace}/${rival.gateway.name} both have a server for ${host}, and the older one's takes it, whichever that will be`;
  }
  if (gateway.problems.length > 0) { return `${name} cannot be read: ${gateway.problems[0]}`; }
  if (readsRequests(listener) !== (request !== undefined)) { return `${name} speaks ${server.protocol} there`; }
  const extension = extensionIn(model, pods, 'GATEWAY');
  if (extension !== undefined) { return `${extension.kind} ${extension.namespace}/${extension.name} changes the gateway in ways that are not modelled`; }
  const claims = claimantsOf(claimsOf(model, listener), host);
  if (claims.length === 0) { return `no VirtualService of ${name} speaks for ${host}`; }
  const broken = claims.find(({ route }) => route.problems.length > 0)?.route;
  if (broken !== undefined) { return `VirtualService ${broken.namespace}/${broken.name} cannot be read: ${broken.problems[0]}`; }
  const destinations = request === undefined ? streamDestinations(claims, listener) : requestDestinations(claims, request);
  return typeof destinations === 'string' ? destinations : clusterOf(model, leaving, destinations);
}

/** The servers for the name of the handshake: the most specific ones; there should be one. */
function listenersFor(model: MeshModel, { pods, port, host }: Leaving): readonly Listener[] {
  const best = ({ server }: Listener): string => server.hosts.map(entry => entry.host).filter(own => hostWithin(host, own)).sort(bySpecificity)[0];
  const all = meshServersAt(model, pods, port).filter(({ server }) => server.hosts.some(entry => hostWithin(host, entry.host)))
    .sort((a, b) => bySpecificity(best(a), best(b)));
  return all.filter(listener => best(listener) === best(all[0]));
}

type Claims = ReturnType<typeof claimsOf>;

function requestDestinations(claims: Claims, request: Routable): readonly WeightedDestination[] | string {
  const owned = mergedRules(claims);
  const taken = ruleTaking(owned.map(({ rule }) => rule), request);
  if (isUnknown(taken)) { return taken.cause; }
  const names = [...new Set(claims.map(({ route }) => `VirtualService ${route.namespace}/${route.name}`))].join(' and ');
  if (taken === undefined) { return `no rule of ${names} takes it`; }
  const { rule } = taken;
  const answered = rule.redirect !== undefined || rule.directResponse !== undefined || (rule.abort?.percentage ?? 0) >= 100;
  if (answered || rule.delegate !== undefined) { return `${names} (${rule.path}) does not pass it on`; }
  return rule.destinations;
}

function streamDestinations(claims: Claims, { gateway, server, pods }: Listener): readonly WeightedDestination[] | string {
  const client = { namespace: pods.namespace, labels: pods.labels };
  for (const { route } of claims) {
    for (const rule of route.tcp) {
      const taken = streamTaken(rule, client, `${gateway.namespace}/${gateway.name}`, server.port);
      if (isUnknown(taken)) { return taken.cause; }
      if (taken) { return rule.destinations; }
    }
  }
  return `no VirtualService of Gateway ${gateway.namespace}/${gateway.name} has a route for bytes on port ${server.port}`;
}

function clusterOf(model: MeshModel, { pods, host, namespace, to }: Leaving, destinations: readonly WeightedDestination[]): Cluster | string {
  // A gateway has no Sidecar.
  const scope = new Scope(model, pods.namespace, undefined);
  const service = servicesWithHost(model, host).find(candidate => scope.prefers(candidate));
  const port = service?.ports.find(entry => entry.port === to);
  if (service === undefined || port === undefined || scope.imports(service, port) === undefined) {
    return `the gateway's proxy knows no ServiceEntry for ${host}:${to}`;
  }
  if (service.namespace !== namespace) {
    return `the gateway's proxy takes ${service.kind} ${service.namespace}/${service.name} for ${host}, and not that of ${namespace}`;
  }
  const elsewhere = destinations.find(({ destination }) => destination.host !== host || destination.subset !== undefined
    || (destination.port ?? (service.ports.length === 1 ? to : undefined)) !== to);
  if (destinations.length === 0 || elsewhere !== undefined) {
    return `the gateway sends it to ${elsewhere === undefined ? 'nowhere' : `${elsewhere.destination.host}:${elsewhere.destination.port ?? 'any port'}`}, which is not ${host}:${to}`;
  }
  return { service, port };
}
