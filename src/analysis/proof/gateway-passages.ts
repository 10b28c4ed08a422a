import { claimsOf, listenersOf } from '../decision/gateway-routing';
import type { Listener } from '../decision/gateway-routing';
import { readsRequests } from '../decision/gateway-servers';
import { rulesFor } from '../decision/http-routing';
import { servicesWithHost } from '../decision/services';
import { dig } from '../json';
import type { Destination, Element, HttpMatch, HttpRoute, MeshModel, StreamRoute, Workload } from '../model';

/** A way from outside through a gateway: what one rule takes, and where it leads. */
export interface Passage {
  /** The Gateway's 'namespace/name'. */
  readonly gateway: string;
  /** What makes the way, if it is no Gateway. */
  readonly by?: string;
  readonly pods: Workload;
  readonly port: number;
  /** The hosts for which it is. */
  readonly hosts: readonly string[];
  /** The requests, none for all; undefined for connections. */
  readonly matches?: readonly HttpMatch[];
  /** Does it change what requests ask, so that they arrive as others? */
  readonly rewrites?: boolean;
  /** Where it leads; nowhere in particular where the client itself says it. */
  readonly destinations: readonly Destination[];
  /** Why it cannot be told what it is. */
  readonly broken?: string;
  /** The object that says it, and where in it. */
  readonly object: Element;
  readonly rule: string;
}

/** Every way through every Gateway, or through those at some pods. */
export function passagesOf(model: MeshModel, at?: Workload): readonly Passage[] {
  return listenersOf(model).listeners.filter(({ server, pods }) => !server.httpsRedirect && (at === undefined || pods === at))
    .flatMap(listener => through(model, listener));
}

function through(model: MeshModel, listener: Listener): Passage[] {
  const { gateway, server, pods } = listener;
  const name = `${gateway.namespace}/${gateway.name}`;
  const place = { gateway: name, pods, port: server.port };
  const hosts = server.hosts.map(({ host }) => host);
  const broken = (object: Element): Passage[] => object.problems.slice(0, 1).map(problem =>
    ({ ...place, hosts, destinations: [], broken: problem, object, rule: `${object.kind} ${object.namespace}/${object.name} cannot be read: ${problem}` }));
  if (gateway.problems.length > 0) {
    return broken(gateway);
  }
  if (server.tls === 'AUTO_PASSTHROUGH') {
    return [{ ...place, hosts, destinations: [], object: gateway, rule: `${server.path}, which passes TLS on to whatever service the client names` }];
  }
  const destinationsOf = (rule: HttpRoute | StreamRoute): Destination[] =>
    [...rule.destinations.map(({ destination }) => destination), ...'mirrors' in rule ? rule.mirrors : []]
      .map(destination => ({ ...destination, host: meantBy(model, destination.host) }));
  const meant = (rule: StreamRoute): StreamRoute['matches'] => rule.matches.filter(match =>
    (match.port === undefined || match.port === server.port) && (match.gateways.length === 0 || match.gateways.includes(name)));
  return claimsOf(model, listener).flatMap(({ domain, route }): Passage[] => {
    const passage = (rule: HttpRoute | StreamRoute, more: Pick<Passage, 'hosts' | 'matches'>): Passage[] => {
      const destinations = destinationsOf(rule);
      const rewrites = 'headers' in rule && asksOtherwise(rule);
      return destinations.length === 0 ? [] : [{ ...place, ...more, ...rewrites ? { rewrites } : {}, destinations, object: route, rule: rule.path }];
    };
    if (route.problems.length > 0) {
      return broken(route);
    }
    if (server.tls === 'PASSTHROUGH') {
      return route.tls.flatMap(rule => meant(rule).flatMap(({ serverNames }) => passage(rule, { hosts: serverNames })));
    }
    if (!readsRequests(listener)) {
      return route.tcp.filter(rule => rule.matches.length === 0 || meant(rule).length > 0).flatMap(rule => passage(rule, { hosts: [domain] }));
    }
    const source = { client: { namespace: pods.namespace, labels: pods.labels }, gateway: name, port: server.port };
    return rulesFor(route, source).flatMap(rule => passage(rule, { hosts: [domain], matches: rule.matches }));
  });
}

/** A Service of type ExternalName is another name for what it points to. */
function meantBy(model: MeshModel, host: string, before: readonly string[] = []): string {
  const alias = servicesWithHost(model, host).find(({ exposure }) => exposure === 'external-name');
  const name = dig(alias?.object, 'spec', 'externalName');
  return typeof name !== 'string' || before.includes(host) ? host : meantBy(model, name, [...before, host]);
}

/** Headers that say what is asked for, and of whom. */
const ASKING = ['host', ':authority', ':path', ':method', ':scheme'];

function asksOtherwise({ rewrite, headers, destinations }: HttpRoute): boolean {
  return rewrite !== undefined || [headers, ...destinations.map(one => one.headers)].some(({ set, add }) =>
    [...set.keys(), ...add.keys()].some(name => ASKING.includes(name.toLowerCase())));
}
