import { hostWithin, splitPort } from '../hosts';
import type { HttpRoute, Service, ServicePort, VirtualService } from '../model';
import type { LayerVerdict } from './decision';
import { LayerSpeaker } from './decision';
import { deliver } from './delivery';
import type { OwnedRule } from './gateway-routing';
import type { Taken } from './http-routing';
import { claimantOf, forwardsOf, ruleTaking } from './http-routing';
import type { Routable } from './match/routes';
import type { Delivery, Sender, Sent } from './sent';
import { blocked, routeName, routing, unknownly, unreadableRoute } from './sent';
import { outboundMode } from './sidecar-scope';
import { routeStream } from './stream-routes';
import { PLAINTEXT } from './transport';
import { isUnknown } from './tri';

const scopeLayer = new LayerSpeaker('sidecar', false);

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
  const asking = { ...sender, asked: service };
  const routed = port.protocol === 'http' || (port.protocol === 'sniffed' && request !== undefined)
    ? routeHttp(asking, service, port, request) : routeStream(asking, service, port, request);
  return admittedBy(admitted, routed);
}

/** Traffic that the sidecar finds nothing for: passed through as it is, or dropped. */
export function sendUnmatched(sender: Sender, what: string, port: number, request: Routable | undefined, host?: string, service?: Service): Sent {
  const { model, scope } = sender;
  const { sidecar } = scope;
  const decider = sidecar?.outboundMode === undefined ? undefined : sidecar;
  const rule = decider === undefined ? undefined : 'outboundTrafficPolicy';
  const refused = request !== undefined && hasHttpListener(sender, port) ? '503' : 'reset';
  const passthrough: Delivery = { transport: PLAINTEXT, known: false, refused, request };
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
  if (route.problems.length > 0) { return unknownly(request, unreadableRoute(route)); }
  if (!route.hosts.includes(host)) { return unknownly(request, routing.unknown(`${routeName(route)} may speak for ${host}, which is not imported`, route)); }
  if (rules.length === 0) { return undefined; }
  const admitted = scopeLayer.allow(`${routeName(route)}, which the caller's proxy knows, speaks for ${host}`, route);
  const taken = take({ ...sender, asked: { host } }, [route], rules, request, port);
  return admittedBy(admitted, taken);
}

function admittedBy(admitted: LayerVerdict, { layers, deliveries, uncertain }: Sent): Sent {
  return { layers: [admitted, ...layers], deliveries, uncertain };
}

function hasHttpListener(sender: Sender, port: number): boolean {
  return sender.model.services.all.some(service => service.ports.some(entry =>
    entry.port === port && entry.protocol === 'http' && sender.scope.imports(service, entry) !== undefined));
}

function routeHttp(sender: Sender, service: Service, port: ServicePort, request: Routable | undefined): Sent {
  if (request === undefined) { return blocked(routing.deny(`port ${port.port} of ${service.host} is declared as HTTP, and bytes that are not HTTP are refused`, 'reset', service)); }
  const source = { client: sender.client, gateway: 'mesh', port: port.port };
  const apiRoute = sender.model.apiRoutes.all.find(route => route.parents.some(parent =>
    parent.kind === 'Service' && parent.name === service.name && parent.namespace === service.namespace && service.exposure !== 'entry'));
  if (apiRoute !== undefined) { return unknownly(request, routing.unknown(`${apiRoute.kind} ${apiRoute.namespace}/${apiRoute.name} routes in the mesh, which is not modelled`, apiRoute)); }
  const routes = sender.scope.virtualServicesFor(service.host).filter(route => route.http.length > 0);
  const claimant = claimantOf(routes, service.host, source);
  if (claimant === undefined || claimant.rules.length === 0) {
    if (claimant !== undefined && claimant.route.problems.length > 0) { return unknownly(request, unreadableRoute(claimant.route)); }
    return deliver(sender, [{ destination: { host: service.host, port: port.port }, request }], port.port, 'no VirtualService routes it');
  }
  return take(sender, [claimant.route], claimant.rules, request, port.port);
}

/** What the rules of VirtualServices make of a request; shared with gateways. */
export function takeRoute(sender: Sender, rules: readonly OwnedRule[], request: Routable, port: number): Sent {
  return take(sender, rules.map(({ route }) => route), rules.map(({ rule }) => rule), request, port);
}

/** @param routes the VirtualService of each rule, or the one of all */
function take(sender: Sender, routes: readonly VirtualService[], rules: readonly HttpRoute[], request: Routable, port: number): Sent {
  const broken = routes.find(route => route.problems.length > 0);
  if (broken !== undefined) { return unknownly(request, unreadableRoute(broken)); }
  const names = (): string => [...new Set(routes.map(routeName))].join(' and ');
  const taken = ruleTaking(rules, request);
  if (isUnknown(taken)) { return unknownly(request, routing.unknown(`${names()}: ${taken.cause}`, routes[0])); }
  if (taken === undefined) { return blocked(routing.deny(`no rule of ${names()} takes it`, '404', routes[0])); }
  return follow(sender, routes[rules.indexOf(taken.rule)] ?? routes[0], taken, request, port);
}

/** What the rule that takes a request makes of it. */
function follow(sender: Sender, route: VirtualService, { rule, match }: Taken, request: Routable, port: number): Sent {
  const name = routeName(route);
  if (rule.delegate !== undefined) { return unknownly(request, routing.unknown(`${name} delegates to what cannot be followed`, route, rule.path)); }
  if (rule.redirect !== undefined) { return blocked(routing.deny(`${name} redirects it`, String(rule.redirect), route, rule.path)); }
  if (rule.directResponse !== undefined) { return blocked(routing.deny(`${name} answers it`, String(rule.directResponse), route, rule.path)); }
  if (rule.abort !== undefined && rule.abort.percentage >= 100) {
    return blocked(routing.deny(`${name} aborts it`, String(rule.abort.status ?? 503), route, rule.path));
  }
  return deliver(sender, forwardsOf(rule, match, request), port, `${name} routes it`, route, rule.path);
}
