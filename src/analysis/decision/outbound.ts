import { bySpecificity, hostWithin, splitPort } from '../hosts';
import type { Destination, MeshModel, Service, ServicePort, StreamMatch, StreamRoute, VirtualService, Workload } from '../model';
import { selects } from '../model';
import type { LayerVerdict } from './decision';
import { LayerSpeaker } from './decision';
import type { Client } from './destination-rules';
import { destinationRuleFor } from './destination-rules';
import type { OwnedRule } from './gateway-routing';
import { claimantOf, forwardsOf, ruleTaking } from './http-routing';
import type { Routable } from './match/routes';
import { maySpeakFor } from './route-index';
import { isEndpoint, notChosen, servicesWithHost } from './services';
import type { Scope } from './sidecar-scope';
import { outboundMode } from './sidecar-scope';
import type { Cluster, Transport } from './transport';
import { PLAINTEXT, transportTo } from './transport';
import { isUnknown, Unknown } from './tri';

const scopeLayer = new LayerSpeaker('sidecar', false);
const routing = new LayerSpeaker('routing', false);

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

function blocked(...layers: readonly LayerVerdict[]): Sent {
  return { layers, deliveries: [] };
}

/** What a sidecar does with a request to a port of a service. `host` is false where the request names no host that it knows. */
export function sendToService(sender: Sender, service: Service, port: ServicePort, request: Routable | undefined, host = true): Sent {
  const { scope } = sender;
  const { sidecar } = scope;
  if (sidecar !== undefined && sidecar.problems.length > 0) {
    return unknownly(request, scopeLayer.unknown(`Sidecar ${sidecar.namespace}/${sidecar.name} cannot be read: ${sidecar.problems[0]}`, sidecar));
  }
  const imported = scope.imports(service, port);
  // Only where HTTP is declared do services share a listener, which then goes by the host; else the address decides.
  const named = host || port.protocol !== 'http';
  if (imported === undefined || !named) {
    const what = named ? `${service.host}:${port.port} is not imported` : `no host of ${service.host} is named`;
    const asked = named ? service.host : splitPort(request?.authority ?? '').host.toLowerCase();
    return sendUnmatched(sender, what, port.port, request, asked, service);
  }
  const admitted = sidecar === undefined ? scopeLayer.allow('no Sidecar limits what the caller\'s proxy knows')
    : scopeLayer.allow(`Sidecar ${sidecar.namespace}/${sidecar.name} imports ${service.host}`, sidecar, imported === '' ? undefined : imported);
  const routed = port.protocol === 'http' || (port.protocol === 'sniffed' && request !== undefined)
    ? routeHttp({ ...sender, asked: service }, service, port, request) : routeStream({ ...sender, asked: service }, service, port, request);
  return { ...routed, layers: [admitted, ...routed.layers] };
}

/** Traffic that the sidecar finds nothing for: passed through as it is, or dropped. */
export function sendUnmatched(sender: Sender, what: string, port: number, request: Routable | undefined, host?: string, service?: Service): Sent {
  const { model, scope } = sender;
  const { sidecar } = scope;
  const decider = sidecar?.outboundMode === undefined ? undefined : sidecar;
  const rule = decider === undefined ? undefined : 'outboundTrafficPolicy';
  const refused = request !== undefined && hasHttpListener(sender, port) ? '503' : 'reset';
  const passthrough: Delivery = { transport: PLAINTEXT, known: false, refused, ...request === undefined ? {} : { request } };
  if (sidecar?.egressProxy === true) {
    return unknownly(request, scopeLayer.unknown('what the proxy does not know goes to an egress proxy, which is not modelled', sidecar, 'outboundTrafficPolicy.egressProxy'));
  }
  const claimed = request === undefined || host === undefined ? undefined : routeForeign(sender, host, port, request);
  if (claimed !== undefined) { return claimed; }
  const trap = listenerOnPort(sender, port, request, service);
  if (trap !== undefined) { return unknownly(request, scopeLayer.unknown(trap, sidecar)); }
  if (outboundMode(model, sidecar) === 'REGISTRY_ONLY') {
    const sees = request !== undefined && hasHttpListener(sender, port) ? '502' : 'reset';
    return blocked(scopeLayer.deny(`${what}, and what the caller's proxy does not know is dropped`, sees, decider ?? sidecar, rule));
  }
  return {
    layers: [
      scopeLayer.allow(`${what}, but what the caller's proxy does not know is passed through`, decider, rule),
      routing.allow('it is passed through to the address that the caller chose'),
    ],
    deliveries: [passthrough],
  };
}

/** Listeners of other services may take traffic on the same port number before the catch-all does. */
function listenerOnPort(sender: Sender, port: number, request: Routable | undefined, service: Service | undefined): string | undefined {
  if (request === undefined && hasHttpListener(sender, port)) { return `a listener for HTTP takes bytes to port ${port} first`; }
  const wild = sender.model.services.all.find(other => other !== service && other.exposure === 'entry' && other.addresses.length === 0
    && other.ports.some(entry => entry.port === port && entry.protocol !== 'http' && sender.scope.imports(other, entry) !== undefined));
  return wild === undefined ? undefined : `ServiceEntry ${wild.namespace}/${wild.name} has a listener for every address on port ${port}`;
}

/**
 * What VirtualServices make of a host that the proxy has no service for: they are asked on port 80, and on ports that
 * a service of theirs has.
 */
function routeForeign(sender: Sender, host: string, port: number, request: Routable): Sent | undefined {
  if (!hasHttpListener(sender, port)) { return undefined; }
  const { model, scope } = sender;
  const listens = (service: Service): boolean =>
    service.ports.some(entry => entry.port === port && entry.protocol === 'http' && scope.imports(service, entry) !== undefined);
  const serves = (route: VirtualService): boolean => port === 80
    || model.services.all.some(service => route.hosts.some(own => hostWithin(service.host, own)) && listens(service));
  const routes = scope.virtualServices().filter(route => route.http.length > 0 && serves(route));
  const claimant = claimantOf(routes, host, { client: sender.client, gateway: 'mesh', port });
  if (claimant === undefined) { return undefined; }
  const { route, rules } = claimant;
  if (route.problems.length > 0) { return unknownly(request, unreadable(route)); }
  if (!route.hosts.includes(host)) { return unknownly(request, routing.unknown(`${nameOf(route)} may speak for ${host}, which is not imported`, route)); }
  if (rules.length === 0) { return undefined; }
  const admitted = scopeLayer.allow(`${nameOf(route)}, which the caller's proxy knows, speaks for ${host}`, route);
  const taken = takeRoute({ ...sender, asked: { host } }, rules.map(rule => ({ rule, route })), request, port);
  return { ...taken, layers: [admitted, ...taken.layers] };
}

function hasHttpListener(sender: Sender, port: number): boolean {
  return sender.model.services.all.some(service => service.ports.some(entry =>
    entry.port === port && entry.protocol === 'http' && sender.scope.imports(service, entry) !== undefined));
}

function unknownly(request: Routable | undefined, ...layers: readonly LayerVerdict[]): Sent {
  return { layers, deliveries: bothWays(request) };
}

/** Where it is not known what is sent: without identity, or with. */
export function bothWays(request: Routable | undefined): readonly Delivery[] {
  const rest = { known: true, refused: request === undefined ? 'reset' : '503', ...request === undefined ? {} : { request } };
  return [
    { transport: PLAINTEXT, ...rest },
    { transport: { kind: 'mutual', reason: 'it may be mutual TLS', serverName: new Unknown('not known') }, ...rest },
  ];
}

function routeHttp(sender: Sender, service: Service, port: ServicePort, request: Routable | undefined): Sent {
  if (request === undefined) { return blocked(routing.deny(`port ${port.port} of ${service.host} is declared as HTTP, and bytes that are not HTTP are refused`, 'reset', service)); }
  const source = { client: sender.client, gateway: 'mesh', port: port.port };
  const apiRoute = sender.model.apiRoutes.all.find(route => route.parents.some(parent =>
    parent.kind === 'Service' && parent.name === service.name && parent.namespace === service.namespace && service.exposure !== 'entry'));
  if (apiRoute !== undefined) { return unknownly(request, routing.unknown(`${apiRoute.kind} ${apiRoute.namespace}/${apiRoute.name} routes in the mesh, which is not modelled`, apiRoute)); }
  const routes = maySpeakFor(sender.scope.virtualServices(), service.host).filter(route => route.http.length > 0);
  const { route: claimant, rules } = claimantOf(routes, service.host, source) ?? { rules: [] };
  if (claimant === undefined || rules.length === 0) {
    if (claimant !== undefined && claimant.problems.length > 0) { return unknownly(request, unreadable(claimant)); }
    return deliver(sender, [{ destination: { host: service.host, port: port.port }, request }], port.port, 'no VirtualService routes it');
  }
  return takeRoute(sender, rules.map(rule => ({ rule, route: claimant })), request, port.port);
}

/** What the rules of VirtualServices make of a request; shared with gateways. */
export function takeRoute(sender: Sender, rules: readonly OwnedRule[], request: Routable, port: number): Sent {
  const broken = rules.find(({ route }) => route.problems.length > 0);
  if (broken !== undefined) { return unknownly(request, unreadable(broken.route)); }
  const names = [...new Set(rules.map(({ route }) => nameOf(route)))].join(' and ');
  const taken = ruleTaking(rules.map(({ rule }) => rule), request);
  if (isUnknown(taken)) { return unknownly(request, routing.unknown(`${names}: ${taken.cause}`, rules[0].route)); }
  if (taken === undefined) { return blocked(routing.deny(`no rule of ${names} takes it`, '404', rules[0]?.route)); }
  const { rule, match } = taken;
  const route = rules.find(owned => owned.rule === rule)?.route ?? rules[0].route;
  const name = nameOf(route);
  if (rule.delegate !== undefined) { return unknownly(request, routing.unknown(`${name} delegates to what cannot be followed`, route, rule.path)); }
  if (rule.redirect !== undefined) { return blocked(routing.deny(`${name} redirects it`, String(rule.redirect), route, rule.path)); }
  if (rule.directResponse !== undefined) { return blocked(routing.deny(`${name} answers it`, String(rule.directResponse), route, rule.path)); }
  if (rule.abort !== undefined && rule.abort.percentage >= 100) {
    return blocked(routing.deny(`${name} aborts it`, String(rule.abort.status ?? 503), route, rule.path));
  }
  return deliver(sender, forwardsOf(rule, match, request), port, `${name} routes it`, route, rule.path);
}

function nameOf(route: VirtualService): string {
  return `VirtualService ${route.namespace}/${route.name}`;
}

function unreadable(route: VirtualService): LayerVerdict {
  return routing.unknown(`${nameOf(route)} cannot be read: ${route.problems[0]}`, route);
}

function routeStream(sender: Sender, service: Service, port: ServicePort, request: Routable | undefined): Sent {
  const routes = maySpeakFor(sender.scope.virtualServices(), service.host).filter(route => route.gateways.includes('mesh') && route.hosts.some(host => hostWithin(service.host, host)));
  const taken = port.applicationTls === true ? takeByServerName(sender, routes, service, port, request)
    // Elsewhere routes by server name say nothing.
    : takeStream(sender, routes.map(route => ({ ...route, tls: [] })), 'mesh', port.port, request);
  return taken
    ?? deliver(sender, [{ destination: { host: service.host, port: port.port }, ...request === undefined ? {} : { request } }], port.port, 'no VirtualService routes it');
}

/** The first rule for bytes that is meant for a listener; undefined where none is. */
export function takeStream(sender: Sender, routes: readonly VirtualService[], gateway: string, port: number, request?: Routable): Sent | undefined {
  const rest = request === undefined ? {} : { request };
  for (const route of routes) {
    if (route.problems.length > 0 && route.tcp.length + route.tls.length > 0) { return unknownly(request, unreadable(route)); }
    if (route.tls.length > 0) { return unknownly(request, routing.unknown('routes by the server name of TLS, which the request does not have, are not modelled', route, 'tls')); }
    for (const rule of route.tcp) {
      const taken = streamTaken(rule, sender.client, gateway, port);
      if (isUnknown(taken)) { return unknownly(request, routing.unknown(taken.cause, route, rule.path)); }
      if (taken) {
        const forwards = rule.destinations.map(({ destination }) => ({ destination, ...rest }));
        return deliver(sender, forwards, port, `${nameOf(route)} routes it`, route, rule.path);
      }
    }
  }
  return undefined;
}

/**
 * The rule for TLS in which the caller names the server as it names the Service. Rules for TCP say nothing of a port for TLS; undefined
 * where no rule is meant for the port.
 */
function takeByServerName(
  sender: Sender, routes: readonly VirtualService[], service: Service, port: ServicePort, request?: Routable,
): Sent | undefined {
  const broken = routes.find(route => route.problems.length > 0);
  if (broken !== undefined) { return unknownly(request, unreadable(broken)); }
  const meant = routes.flatMap(route => route.tls.map(rule => ({ route, rule, matches: rule.matches.filter(match => isMeant(match, sender.client, 'mesh', port.port)) })))
    .filter(({ matches }) => matches.length > 0);
  if (meant.length === 0) { return undefined; }
  const others = routing.unknown('routes by the server name of TLS, which the request does not have, are not modelled', meant[0].route, 'tls');
  if (meant.some(({ matches }) => matches.some(match => match.subnets.length > 0))) { return unknownly(request, others); }
  const named = meant.find(({ matches }) => matches.some(match => match.serverNames.some(name => hostWithin(service.host, name))));
  if (named === undefined) { return unknownly(request, others); }
  const forwards = named.rule.destinations.map(({ destination }) => ({ destination, ...request === undefined ? {} : { request } }));
  const sent = deliver(sender, forwards, port.port, `${nameOf(named.route)} routes TLS for ${service.host}`, named.route, named.rule.path);
  return sent.deliveries.length === 0 && meant.length > 1 ? unknownly(request, others) : sent;
}

/** The rule for TLS that a gateway passes on, by the name of the server: the most specific one takes it; undefined where none does. */
export function takeServerName(
  sender: Sender, routes: readonly VirtualService[], gateway: string, port: number, serverName: string,
): Sent | undefined {
  const broken = routes.find(route => route.problems.length > 0);
  if (broken !== undefined) { return unknownly(undefined, unreadable(broken)); }
  const named = routes.flatMap(route => route.tls.flatMap(rule => rule.matches.filter(match => isMeant(match, sender.client, gateway, port))
    .flatMap(match => match.serverNames.filter(name => hostWithin(serverName, name)).map(name => ({ route, rule, match, name })))))
    .sort((a, b) => bySpecificity(a.name, b.name));
  if (named.length === 0) { return undefined; }
  const [{ route, rule, match }] = named;
  if (match.subnets.length > 0) { return unknownly(undefined, routing.unknown('the route is for some addresses of the service only', route, rule.path)); }
  return deliver(sender, rule.destinations.map(({ destination }) => ({ destination })), port, `${nameOf(route)} routes TLS for ${serverName}`, route, rule.path);
}

/** Is a match for this listener and this client? */
function isMeant(match: StreamMatch, client: Client, gateway: string, port: number): boolean {
  return (match.port === undefined || match.port === port)
    && (match.gateways.length === 0 || match.gateways.includes(gateway))
    && selects(match.sourceLabels, client.labels)
    && (match.sourceNamespace === undefined || match.sourceNamespace === client.namespace);
}

/** Is a rule for bytes meant for a listener and a client? */
export function streamTaken(rule: StreamRoute, client: Client, gateway: string, port: number): boolean | Unknown {
  if (rule.matches.length === 0) { return true; }
  const meant = rule.matches.filter(match => isMeant(match, client, gateway, port));
  if (meant.length === 0) { return false; }
  return meant.some(match => match.subnets.length === 0) ? true : new Unknown('the route is for some addresses of the service only');
}

interface Forwarded {
  readonly destination: Destination;
  readonly request?: Routable;
}

/** Which of the places that a request is sent to are pods of the callee. */
function deliver(sender: Sender, forwards: readonly Forwarded[], listenerPort: number, how: string, route?: VirtualService, rule?: string): Sent {
  const deliveries: Delivery[] = [];
  let failure: LayerVerdict | undefined;
  let uncertain: LayerVerdict | undefined;
  for (const forward of forwards) {
    const cluster = clusterOf(sender, forward.destination, listenerPort, route);
    if (typeof cluster === 'string') {
      failure ??= routing.deny(`${how}, but ${cluster}`, forward.request === undefined ? 'reset' : '503', route, rule);
      continue;
    }
    const reaches = reachesCallee(sender, cluster);
    if (reaches === false) { continue; }
    const transport = isUnknown(reaches) ? reaches : transportTo(sender.model, sender.client, cluster, sender.callee, sender.calleeSidecar);
    if (isUnknown(transport)) {
      uncertain ??= routing.unknown(transport.cause, route, rule);
      continue;
    }
    deliveries.push({ transport, known: true, refused: forward.request === undefined ? 'reset' : '503', ...forward.request === undefined ? {} : { request: forward.request } });
  }
  if (deliveries.length > 0) { return { layers: [routing.allow(`${how} to the callee`, route, rule)], deliveries, ...uncertain === undefined ? {} : { uncertain } }; }
  if (uncertain !== undefined) { return unknownly(forwards[0]?.request, uncertain); }
  const elsewhere = forwards.map(forward => forward.destination.host + (forward.destination.subset === undefined ? '' : ` (${forward.destination.subset})`)).join(', ');
  return blocked(failure ?? routing.deny(`${how} to ${elsewhere === '' ? 'nowhere' : elsewhere}, which is not the callee`, elsewhere === '' ? '503' : undefined, route, rule));
}

function clusterOf(sender: Sender, destination: Destination, listenerPort: number, route: VirtualService | undefined): Cluster | string {
  const services = servicesWithHost(sender.model, destination.host);
  const service = services.find(candidate => sender.scope.prefers(candidate)) ?? undefined;
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
