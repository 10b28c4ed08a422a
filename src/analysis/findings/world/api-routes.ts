import type { World } from './world';
import { hostsOverlap } from '../../hosts';
import { stringMap } from '../../json';
import type { Element } from '../../model';
import { nameOf, selects } from '../../model';
import { Cursor } from '../cursor';

export const GATEWAY_API = 'gateway.networking.k8s.io';
const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];

/** The protocols of listeners that a kind of route can be attached to, each as `PROTOCOL` or `PROTOCOL/TLS mode`. */
const PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  HTTPRoute: ['HTTP', 'HTTPS/Terminate'],
  GRPCRoute: ['HTTP', 'HTTPS/Terminate'],
  TLSRoute: ['TLS/Passthrough', 'TLS/Terminate'],
  TCPRoute: ['TCP', 'TLS/Terminate'],
  UDPRoute: ['UDP'],
};

/** A reference of a route to what it is attached to. */
export interface WrittenParent {
  readonly route: Element;
  readonly at: Cursor;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A reference of a route to where it leads. */
export interface WrittenBackend {
  readonly route: Element;
  readonly at: Cursor;
  /** `Service`, or a kind with its group: `Hostname.networking.istio.io`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export function apiRoutes(world: World): readonly Element[] {
  return world.once(collectRoutes);
}

function collectRoutes(world: World): readonly Element[] {
  return ROUTES.flatMap(kind => world.objects(kind, GATEWAY_API));
}

/** The Gateway of the Gateway API with this name. */
export function apiGateway(world: World, namespace: string, name: string): Element | undefined {
  return world.once(collectGateways).get(`${namespace}/${name}`);
}

function collectGateways(world: World): ReadonlyMap<string, Element> {
  return new Map(world.objects('Gateway', GATEWAY_API).map(gateway => [nameOf(gateway), gateway]));
}

export function parentsOf(route: Element): readonly WrittenParent[] {
  return Cursor.of(route.object, 'spec', 'parentRefs').items.flatMap(at => {
    const name = at.at('name').string;
    const group = at.at('group').string ?? GATEWAY_API;
    const kind = at.at('kind').string ?? 'Gateway';
    return name === undefined ? [] : [{ route, at, kind: group === GATEWAY_API ? kind : `${kind}.${group}`, namespace: at.at('namespace').string ?? route.namespace, name }];
  });
}

/** Where the route leads, mirrors included. */
export function backendsOf(route: Element): readonly WrittenBackend[] {
  const rules = Cursor.of(route.object, 'spec', 'rules').items;
  const refs = rules.flatMap(rule => {
    const backends = rule.at('backendRefs').items;
    const filters = [rule, ...backends].flatMap(holder => holder.at('filters').items);
    return [...backends, ...filters.map(filter => filter.at('requestMirror', 'backendRef')).filter(({ exists }) => exists)];
  });
  return refs.flatMap(at => {
    const name = at.at('name').string;
    const group = at.at('group').string ?? '';
    const kind = at.at('kind').string ?? 'Service';
    return name === undefined ? [] : [{ route, at, kind: group === '' ? kind : `${kind}.${group}`, namespace: at.at('namespace').string ?? route.namespace, name }];
  });
}

/** How far a route comes with a Gateway: the first thing that no listener has, or none. */
export type Obstacle = 'section' | 'kind' | 'namespace' | 'hostname';

export function obstacleOf(world: World, { route, at }: WrittenParent, gateway: Element): Obstacle | undefined {
  const section = at.at('sectionName').string;
  const port = at.at('port').number;
  const hostnames = Cursor.of(route.object, 'spec', 'hostnames').items.flatMap(({ string }) => string ?? []);
  const steps: readonly (readonly [Obstacle, (listener: Cursor) => boolean])[] = [
    ['section', listener => (section === undefined || listener.at('name').string === section) && (port === undefined || listener.at('port').number === port)],
    ['kind', listener => takesKind(listener, route.kind)],
    ['namespace', listener => admits(world, listener, gateway.namespace, route.namespace)],
    ['hostname', listener => {
      const own = listener.at('hostname').string ?? '';
      return own === '' || hostnames.length === 0 || hostnames.some(hostname => hostsOverlap(hostname, own));
    }],
  ];
  let listeners = Cursor.of(gateway.object, 'spec', 'listeners').items;
  for (const [obstacle, test] of steps) {
    listeners = listeners.filter(test);
    if (listeners.length === 0) { return obstacle; }
  }
  return undefined;
}

function takesKind(listener: Cursor, kind: string): boolean {
  const kinds = listener.at('allowedRoutes', 'kinds').items;
  if (kinds.length > 0) { return kinds.some(allowed => allowed.at('kind').string === kind); }
  const protocol = listener.at('protocol').string ?? '';
  const mode = listener.at('tls', 'mode').string ?? 'Terminate';
  // Protocols that others have made up may take anything.
  if (!['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'].includes(protocol)) { return true; }
  return (PROTOCOLS[kind] ?? []).some(takes => takes === protocol || takes === `${protocol}/${mode}`);
}

/** Whether a listener takes routes of a namespace; what is not known is taken. */
function admits(world: World, listener: Cursor, own: string, namespace: string): boolean {
  const namespaces = listener.at('allowedRoutes', 'namespaces');
  switch (namespaces.at('from').string ?? 'Same') {
    case 'Same': return own === namespace;
    case 'None': return false;
    case 'Selector': {
      const known = world.model.namespaces.get(namespace);
      const labels = stringMap(namespaces.at('selector', 'matchLabels').value);
      return known?.declared !== true || selects(labels, new Map([...known.labels, ['kubernetes.io/metadata.name', namespace]]));
    }
    default: return true;
  }
}

/** A side of a reference: who refers, or what is referred to. */
export interface Referrer {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
}

/** Whether a ReferenceGrant allows a reference into another namespace. */
export function isGranted(world: World, from: Referrer, to: Referrer & { readonly name: string }): boolean {
  if (from.namespace === to.namespace) { return true; }
  return (world.once(grantsByNamespace).get(to.namespace) ?? []).some(grant => {
    const spec = Cursor.of(grant.object, 'spec');
    return spec.at('from').items.some(entry => entry.at('group').string === from.group && entry.at('kind').string === from.kind && entry.at('namespace').string === from.namespace)
      && spec.at('to').items.some(entry => (entry.at('group').string ?? '') === to.group && entry.at('kind').string === to.kind && [undefined, to.name].includes(entry.at('name').string));
  });
}

function grantsByNamespace(world: World): ReadonlyMap<string, readonly Element[]> {
  const found = new Map<string, Element[]>();
  for (const grant of world.objects('ReferenceGrant', GATEWAY_API)) { found.set(grant.namespace, [...found.get(grant.namespace) ?? [], grant]); }
  return found;
}
