import { bySpecificity, hostWithin } from '../hosts';
import type { Service, ServicePort, StreamMatch, StreamRoute, VirtualService } from '../model';
import { selects } from '../model';
import { deliver } from './delivery';
import type { Client } from './destination-rules';
import type { Routable } from './match/routes';
import type { Sender, Sent } from './sent';
import { routeName, routing, unknownly, unreadableRoute } from './sent';
import { isUnknown, Unknown } from './tri';

/** What VirtualServices make of bytes to a port of a service. */
export function routeStream(sender: Sender, service: Service, port: ServicePort, request: Routable | undefined): Sent {
  const routes = sender.scope.virtualServicesFor(service.host);
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
    if (route.problems.length > 0 && route.tcp.length + route.tls.length > 0) { return unknownly(request, unreadableRoute(route)); }
    if (route.tls.length > 0) { return unknownly(request, routing.unknown('routes by the server name of TLS, which the request does not have, are not modelled', route, 'tls')); }
    for (const rule of route.tcp) {
      const taken = streamTaken(rule, sender.client, gateway, port);
      if (isUnknown(taken)) { return unknownly(request, routing.unknown(taken.cause, route, rule.path)); }
      if (taken) {
        const forwards = rule.destinations.map(({ destination }) => ({ destination, ...rest }));
        return deliver(sender, forwards, port, `${routeName(route)} routes it`, route, rule.path);
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
  if (broken !== undefined) { return unknownly(request, unreadableRoute(broken)); }
  const meant = routes.flatMap(route => route.tls.map(rule => ({ route, rule, matches: rule.matches.filter(match => isMeant(match, sender.client, 'mesh', port.port)) })))
    .filter(({ matches }) => matches.length > 0);
  if (meant.length === 0) { return undefined; }
  const others = routing.unknown('routes by the server name of TLS, which the request does not have, are not modelled', meant[0].route, 'tls');
  if (meant.some(({ matches }) => matches.some(match => match.subnets.length > 0))) { return unknownly(request, others); }
  const named = meant.find(({ matches }) => matches.some(match => match.serverNames.some(name => hostWithin(service.host, name))));
  if (named === undefined) { return unknownly(request, others); }
  const forwards = named.rule.destinations.map(({ destination }) => ({ destination, ...request === undefined ? {} : { request } }));
  const sent = deliver(sender, forwards, port.port, `${routeName(named.route)} routes TLS for ${service.host}`, named.route, named.rule.path);
  return sent.deliveries.length === 0 && meant.length > 1 ? unknownly(request, others) : sent;
}

/** The rule for TLS that a gateway passes on, by the name of the server: the most specific one takes it; undefined where none does. */
export function takeServerName(
  sender: Sender, routes: readonly VirtualService[], gateway: string, port: number, serverName: string,
): Sent | undefined {
  const broken = routes.find(route => route.problems.length > 0);
  if (broken !== undefined) { return unknownly(undefined, unreadableRoute(broken)); }
  const named = routes.flatMap(route => route.tls.flatMap(rule => rule.matches.filter(match => isMeant(match, sender.client, gateway, port))
    .flatMap(match => match.serverNames.filter(name => hostWithin(serverName, name)).map(name => ({ route, rule, match, name })))))
    .sort((a, b) => bySpecificity(a.name, b.name));
  if (named.length === 0) { return undefined; }
  const [{ route, rule, match }] = named;
  if (match.subnets.length > 0) { return unknownly(undefined, routing.unknown('the route is for some addresses of the service only', route, rule.path)); }
  return deliver(sender, rule.destinations.map(({ destination }) => ({ destination })), port, `${routeName(route)} routes TLS for ${serverName}`, route, rule.path);
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
