import type { AccessSpace } from './access-space';
import { beforeHeaders, beforeRewrite } from './rewrites';
import { routeMatches } from './route-matches';
import type { Bounds } from '../algebra';
import type { Client } from '../decision/destination-rules';
import { destinationRuleFor } from '../decision/destination-rules';
import { claimantOf } from '../decision/http-routing';
import { maySpeakFor } from '../decision/route-index';
import { isEndpoint, notChosen, servicesWithHost } from '../decision/services';
import type { Scope } from '../decision/sidecar-scope';
import { outboundMode } from '../decision/sidecar-scope';
import type { Cluster, Transport } from '../decision/transport';
import { transportTo } from '../decision/transport';
import { isUnknown } from '../decision/tri';
import { hostWithin } from '../hosts';
import type { Destination, HttpRoute, MeshModel, Service, ServicePort, Workload } from '../model';
import { selects } from '../model';

/** What the caller's proxy is asked with: who sends, and what the callee lets through. */
export interface Journey {
  readonly space: AccessSpace;
  readonly model: MeshModel;
  readonly client: Client;
  readonly scope: Scope;
  readonly callee: Workload;
  readonly calleeSidecar: boolean;
  readonly containerPort: number;
  /** The Service for which the sidecar is asked. */
  readonly asked?: Service;
  /** What the callee lets through of what is sent in one way. */
  readonly arriving: (transport: Transport) => Bounds;
  /** What it lets through of what is passed on to the address that the caller chose. */
  readonly passing: () => Bounds;
  /** What it may let through where it is not known whether plaintext or mutual TLS is sent. */
  readonly either: () => Bounds;
  readonly doubt: (cause: string) => void;
}

/** The requests to a port of a service that the caller's sidecar lets through to the callee, and the callee in turn. */
export function throughSidecar(from: Journey, service: Service, port: ServicePort): Bounds {
  const journey = { ...from, asked: service };
  const { space, scope } = journey;
  const { bounds } = space.algebra;
  const { sidecar } = scope;
  if (sidecar !== undefined && sidecar.problems.length > 0) { return unknown(journey, `Sidecar ${sidecar.namespace}/${sidecar.name} cannot be read`); }
  if (scope.imports(service, port) === undefined) { return unmatched(journey, service, port); }
  const within = (of: Bounds['must'], set: Bounds): Bounds => bounds.intersection(space.exactly(of), set);
  switch (port.protocol) {
    case 'http': return within(space.http, routed(journey, service, port));
    case 'sniffed': return bounds.union(within(space.http, routed(journey, service, port)), within(space.bytes, streamed(journey, service, port)));
    default: return streamed(journey, service, port);
  }
}

function unknown({ space, doubt }: Journey, cause: string): Bounds {
  doubt(cause);
  return space.algebra.bounds.unknown;
}

/** Unknown, but as the caller sent it. */
function eitherWay(journey: Journey, cause: string): Bounds {
  journey.doubt(cause);
  return journey.either();
}

/** A service that is not imported. */
function unmatched(journey: Journey, service: Service, port: ServicePort): Bounds {
  const spoken = maySpeakFor(journey.scope.virtualServices(), service.host).some(route => route.hosts.some(host => hostWithin(service.host, host)));
  return unknownTo(journey, `${service.host}:${port.port}`, port.port, spoken, service);
}

/**
 * What the sidecar does not know is passed through, or dropped, unless something else takes it: HTTP for which a
 * VirtualService speaks, and bytes to a port on which it listens for HTTP.
 */
export function unknownTo(journey: Journey, what: string, port: number, spoken: boolean, service?: Service): Bounds {
  const { model, scope, space } = journey;
  const { bounds, sets } = space.algebra;
  const { sidecar } = scope;
  if (sidecar?.egressProxy === true) { return unknown(journey, 'what the proxy does not know goes to an egress proxy, which is not modelled'); }
  const listens = (test: (other: Service, protocol: string) => boolean): boolean => model.services.all.some(other => other.ports.some(entry =>
    entry.port === port && test(other, entry.protocol) && scope.imports(other, entry) !== undefined));
  const wild = listens((other, protocol) => other !== service && other.exposure === 'entry' && other.resolution === 'NONE'
    && other.addresses.length === 0 && protocol !== 'http');
  if (wild) { return eitherWay(journey, `a ServiceEntry has a listener for every address on port ${port}`); }
  const http = listens((_other, protocol) => protocol === 'http');
  const taken = sets.union(http && spoken ? space.http : sets.none, http ? space.bytes : sets.none);
  if (!sets.isEmpty(taken)) { journey.doubt(`what else takes what is sent to ${what} is not modelled`); }
  const rest = outboundMode(model, sidecar) === 'REGISTRY_ONLY' ? bounds.none : journey.passing();
  return { must: sets.difference(rest.must, taken), may: sets.union(rest.may, sets.intersection(taken, journey.either().may)) };
}

/** Bytes go where they are sent, unless a VirtualService routes them. */
function streamed(journey: Journey, service: Service, port: ServicePort): Bounds {
  const route = maySpeakFor(journey.scope.virtualServices(), service.host)
    .find(({ tcp, tls, hosts }) => tcp.length + tls.length > 0 && hosts.some(host => hostWithin(service.host, host)));
  if (route !== undefined) { return unknown(journey, `VirtualService ${route.namespace}/${route.name} routes bytes, which is not modelled`); }
  return delivered(journey, { host: service.host, port: port.port }, port.port);
}

/** HTTP goes where the first rule that matches sends it. */
function routed(journey: Journey, service: Service, port: ServicePort): Bounds {
  const { model, space, scope, client, doubt } = journey;
  const { bounds } = space.algebra;
  if (model.apiRoutes.all.some(route => route.parents.some(parent => parent.kind === 'Service' && parent.name === service.name))) {
    return unknown(journey, 'a route of the Gateway API routes in the mesh, which is not modelled');
  }
  const routes = maySpeakFor(scope.virtualServices(), service.host).filter(route => route.http.length > 0);
  const { route, rules } = claimantOf(routes, service.host, { client, gateway: 'mesh', port: port.port }) ?? { rules: [] };
  if (route !== undefined && route.problems.length > 0) { return unknown(journey, `VirtualService ${route.namespace}/${route.name} cannot be read`); }
  if (rules.length === 0) { return delivered(journey, { host: service.host, port: port.port }, port.port); }
  const taken = bounds.firstOf(rules.map(rule =>
    rule.matches.length === 0 ? bounds.all : bounds.union(...rule.matches.map(match => routeMatches(space, match, doubt)))));
  return bounds.union(...rules.map((rule, i) => bounds.intersection(taken.each[i], forwarded(journey, rule, port.port))));
}

/** Of the places that a rule sends to, the caller takes any. */
function forwarded(journey: Journey, rule: HttpRoute, port: number): Bounds {
  const { space } = journey;
  const { bounds } = space.algebra;
  if (rule.delegate !== undefined || rule.mirrors.length > 0) { return unknown(journey, `${rule.path} delegates or mirrors, which is not modelled`); }
  if (rule.redirect !== undefined || rule.directResponse !== undefined || (rule.abort?.percentage ?? 0) >= 100) { return bounds.none; }
  const changed = [rule.headers, ...rule.destinations.map(({ headers }) => headers)]
    .flatMap(({ set, add, remove }) => [...set.keys(), ...add.keys(), ...remove]);
  if (changed.some(name => ['x-forwarded-for', 'authorization'].includes(name.toLowerCase()))) {
    return unknown(journey, `${rule.path} changes headers on which addresses or tokens depend`);
  }
  const arriving = bounds.union(...rule.destinations.map(({ destination, headers }) =>
    beforeHeaders(space, headers, delivered(journey, destination, port))));
  return beforeRewrite(space, rule, beforeHeaders(space, rule.headers, arriving));
}

/** What the callee lets through of what is sent to a destination; nothing where that is not the callee. */
function delivered(journey: Journey, destination: Destination, listenerPort: number): Bounds {
  const { model, space, client, callee } = journey;
  const { bounds } = space.algebra;
  const cluster = clusterOf(journey, destination, listenerPort);
  if (cluster === undefined) { return bounds.none; }
  const left = notChosen(journey.asked, cluster.service, cluster.subset);
  if (left !== undefined) { return eitherWay(journey, left.cause); }
  const subset = cluster.subset === undefined ? undefined
    : destinationRuleFor(model, client, cluster.service)?.subsets.find(entry => entry.subset.name === cluster.subset)?.subset;
  if (subset !== undefined && !selects(subset.labels, callee.labels)) { return bounds.none; }
  const reaches = isEndpoint(cluster.service, cluster.port, callee, journey.containerPort, true);
  if (isUnknown(reaches)) { return eitherWay(journey, reaches.cause); }
  if (!reaches) { return bounds.none; }
  const transport = transportTo(model, client, cluster, callee, journey.calleeSidecar);
  return isUnknown(transport) ? eitherWay(journey, transport.cause) : journey.arriving(transport);
}

function clusterOf({ model, scope, client }: Journey, destination: Destination, listenerPort: number): Cluster | undefined {
  const service = servicesWithHost(model, destination.host).find(candidate => scope.prefers(candidate));
  const wanted = destination.port ?? (service?.ports.length === 1 ? service.ports[0].port : listenerPort);
  const port = service?.ports.find(entry => entry.port === wanted);
  if (service === undefined || port === undefined) { return undefined; }
  if (destination.subset === undefined) { return { service, port }; }
  const merged = destinationRuleFor(model, client, service);
  const isDefined = merged !== undefined && (merged.broken !== undefined || merged.subsets.some(({ subset }) => subset.name === destination.subset));
  return isDefined ? { service, port, subset: destination.subset } : undefined;
}
