import type { AccessGrant } from './access-grant';
import { requestText } from './example';
import { grantOf } from './grants';
import type { BoundaryReach } from './reach';
import { ordinaryPoints, requestOf } from './request-of';
import { AccessClientKind } from '../access/access-client';
import { AccessVerdict } from '../access/access-decision';
import { AccessProtocol } from '../access/access-operation';
import { routeMatches } from '../access-sets/route-matches';
import type { ProductSet } from '../algebra';
import { decide } from '../decision/decide';
import type { Decision } from '../decision/decision';
import { claimsOf, listenersOf } from '../decision/gateway-routing';
import { servicesOf } from '../decision/inbound';
import type { Request } from '../decision/request';
import { dig } from '../json';
import type { Destination, HttpRoute, Workload } from '../model';
import { targetOf } from '../model';

/**
 * Ways from the internet to a callee: rules of VirtualServices at gateways that send to one of its services, as far as the boundaries let
 * the gateway's pods do what the rule matches. More is told than there is, where an earlier rule takes the requests.
 */
export function gatewayGrants(reaches: BoundaryReach, callee: Workload): readonly AccessGrant[] {
  const ports = servedPorts(reaches, callee);
  const grants = gatewayWays(reaches, callee).flatMap(way => way.ports.flatMap(port => throughGateway(reaches, callee, port, way)));
  const opaque = opaqueCause(reaches);
  return [...distinct(grants), ...opaque === undefined ? [] : ports.flatMap(port => notModelled(reaches, callee, port, opaque))];
}

/** A way from the internet: the requests for a domain that a rule at a gateway sends to one of the callee's services. */
export interface GatewayWay {
  readonly pods: Workload;
  readonly domain: string;
  readonly requests: ProductSet;
  /** The container ports to which it leads. */
  readonly ports: readonly number[];
}

export function gatewayWays(reaches: BoundaryReach, callee: Workload): readonly GatewayWay[] {
  const { model, space } = reaches;
  const services = new Map(servicesOf(model, callee).map(service => [service.host, service]));
  const every = servedPorts(reaches, callee);
  const portsAt = ({ host, port }: Destination, listenerPort: number): readonly number[] => {
    const service = services.get(host);
    const wanted = port ?? (service?.ports.length === 1 ? service.ports[0].port : listenerPort);
    return (service?.ports ?? []).filter(own => own.port === wanted && own.protocol !== 'udp').flatMap(own => targetOf(own, callee) ?? []);
  };
  const leads = ({ delegate, destinations, mirrors }: HttpRoute, listenerPort: number): readonly number[] => delegate !== undefined ? every
    : [...new Set([...destinations.map(({ destination }) => destination), ...mirrors].flatMap(one => portsAt(one, listenerPort)))];
  return listenersOf(model).listeners.flatMap(listener => claimsOf(model, listener).flatMap(({ domain, route }) => [
    ...route.http.map(rule => ({ pods: listener.pods, domain, requests: matched(reaches, rule), ports: leads(rule, listener.server.port) })),
    ...route.tcp.length + route.tls.length === 0 ? [] : [{ pods: listener.pods, domain, requests: space.algebra.sets.all, ports: every }],
  ]));
}

/** The container ports behind services. */
export function servedPorts({ model }: BoundaryReach, callee: Workload): readonly number[] {
  return [...new Set(servicesOf(model, callee).flatMap(service => service.ports.flatMap(port => port.protocol === 'udp' ? [] : targetOf(port, callee) ?? [])))];
}

/** A host of the domain. */
export function hostOf(domain: string): string {
  return domain === '*' ? 'any.host' : domain.replace(/^\*/, 'any');
}

/** The requests that a rule takes, as they are at the callee; all where it changes them. */
function matched({ space }: BoundaryReach, rule: HttpRoute): ProductSet {
  const { sets } = space.algebra;
  const headers = [rule.headers, ...rule.destinations.map(destination => destination.headers)];
  const changes = rule.rewrite !== undefined || rule.delegate !== undefined
    || headers.some(({ set, add, remove }) => set.size + add.size + remove.length > 0);
  if (changes || rule.matches.length === 0) { return space.http; }
  return sets.intersection(space.http, sets.union(...rule.matches.map(match => routeMatches(space, match, () => undefined).may)));
}

function throughGateway(
  reaches: BoundaryReach, callee: Workload, port: number, { pods, domain, requests }: GatewayWay,
): readonly AccessGrant[] {
  const { space, model } = reaches;
  const { sets } = space.algebra;
  const reach = reaches.ofGateway(pods, callee, port);
  const grant = grantOf(reaches, reach, requests);
  if (grant === undefined) { return []; }
  for (const point of ordinaryPoints(space, sets.intersection(reach.requests.may, requests))) {
    const request: Request = { ...requestOf(point, { kind: 'internet' }, callee, port), host: hostOf(domain) };
    const decision = decide(model, request);
    if (decision.verdict === 'ALLOW') { return [{ ...grant, verdict: AccessVerdict.ALLOW, example: requestText(request), decidedBy: sidesOf(decision) }]; }
  }
  return [{ ...grant, verdict: AccessVerdict.UNKNOWN, causes: [...grant.causes, `a route of the gateway sends to it for host ${domain}`] }];
}

function sidesOf({ layers }: Decision): AccessGrant['decidedBy'] {
  return layers.filter(({ object }) => object !== undefined).map(({ verdict, layer, reason, object, rule }) => ({
    verdict: verdict as AccessVerdict,
    layer: layer as NonNullable<AccessGrant['decidedBy'][number]['layer']>,
    reason,
    ...object === undefined ? {} : { object: { kind: object.kind, namespace: object.namespace, name: object.name, ...object.origin } },
    ...rule === undefined ? {} : { rule },
  }));
}

/** Other ways in, of which nothing is known. */
export function opaqueCause({ model }: BoundaryReach): string | undefined {
  const route = model.apiRoutes.all.find(candidate => candidate.parents.some(parent => parent.kind === 'Gateway'));
  if (route !== undefined) { return `${route.kind} ${route.namespace}/${route.name} leads in through the Gateway API, which is not modelled`; }
  const ingress = model.others.find(({ kind, object }) => kind === 'Ingress' && String(dig(object, 'apiVersion')).startsWith('networking.k8s.io/'));
  const [orphan] = listenersOf(model).orphans;
  if (ingress === undefined) { return orphan === undefined ? undefined : `Gateway ${orphan.namespace}/${orphan.name} is for pods that are not known`; }
  return `Ingress ${ingress.namespace}/${ingress.name} leads in, which is not modelled`;
}

/** Through whatever leads in, as far as the boundaries let in whoever is not in the manifests. */
function notModelled(reaches: BoundaryReach, callee: Workload, port: number, cause: string): readonly AccessGrant[] {
  const open = [reaches.ofOthers(callee, port), reaches.ofOutside(callee, port)]
    .some(({ requests }) => !reaches.space.algebra.sets.isEmpty(requests.may));
  return open ? [{
    client: { kind: AccessClientKind.ANYONE, text: 'the internet' },
    callee: { namespace: callee.namespace, workload: callee.name },
    port,
    operations: [{ protocol: AccessProtocol.ANY }],
    verdict: AccessVerdict.UNKNOWN,
    decidedBy: [],
    causes: [cause],
  }] : [];
}

function distinct(grants: readonly AccessGrant[]): readonly AccessGrant[] {
  return [...new Map(grants.map(grant => [JSON.stringify([grant.client, grant.port, grant.operations, grant.example]), grant])).values()];
}
