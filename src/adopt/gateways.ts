import type { AdoptedApp } from './apps';
import { isHostOf } from './apps';
import type { Json, KubeObject } from './kube-object';
import { dig, isObject } from '../analysis/json';

/** What is exposed of an app, as routes of a gateway tell it. */
export interface Exposed {
  readonly app: AdoptedApp;
  /** The Service's port. */
  readonly port: number;
  /** Requests of these kinds; each with all of its paths. */
  readonly requests: readonly { readonly method?: string; readonly path?: string }[];
}

/** A Gateway with the routes that bind to it, as an `IngressGateway` can stand for it. */
export interface AdoptedGateway {
  readonly object: KubeObject;
  readonly routes: readonly KubeObject[];
  readonly hosts: readonly string[];
  /** The port of its one server, which speaks HTTP. */
  readonly port: number;
  readonly exposed: readonly Exposed[];
}

/** The gateways of a namespace, and for each that no construct can stand for, why. */
export function gatewaysOf(
  objects: readonly KubeObject[], apps: readonly AdoptedApp[],
): { readonly gateways: readonly AdoptedGateway[]; readonly reasons: ReadonlyMap<KubeObject, string> } {
  const gateways: AdoptedGateway[] = [];
  const reasons = new Map<KubeObject, string>();
  for (const object of objects.filter(({ kind, group }) => kind === 'Gateway' && group === 'networking.istio.io')) {
    const read = gatewayOf(object, objects, apps);
    if (typeof read === 'string') {
      reasons.set(object, read);
      routesTo(object, objects).forEach(route => reasons.set(route, `it is of Gateway '${object.name}': ${read}`));
    } else {
      gateways.push(read);
    }
  }
  return { gateways, reasons };
}

/** The VirtualServices that bind to a Gateway. */
function routesTo({ name, namespace }: KubeObject, objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.filter(({ kind, group, manifest }) => kind === 'VirtualService' && group === 'networking.istio.io'
    && [name, `${namespace}/${name}`].some(bound => (list(dig(manifest, 'spec', 'gateways'))).includes(bound)));
}

function gatewayOf(object: KubeObject, objects: readonly KubeObject[], apps: readonly AdoptedApp[]): AdoptedGateway | string {
  const { spec, metadata } = object.manifest;
  if (Object.keys(metadata.annotations ?? {}).length > 0) { return 'it has annotations'; }
  if (JSON.stringify(spec?.selector) !== JSON.stringify({ istio: 'ingressgateway' })) { return "it is not for the platform's gateway, istio: ingressgateway"; }
  const servers = list(spec.servers) as readonly Json[];
  if (servers.length !== 1) { return 'it has several servers'; }
  const [{ port, hosts: said, ...more }] = servers;
  if (Object.keys(more).length > 0) { return `its server says ${Object.keys(more).join(', ')}`; }
  if (!isObject(port) || String(port.protocol).toUpperCase() !== 'HTTP' || typeof port.number !== 'number') { return 'it is not for HTTP'; }
  const hosts = list(said).map(host => String(host).replace(/^(?:\.|\*)\//, '').replace(`${object.namespace}/`, ''));
  if (hosts.some(host => host.includes('/'))) { return 'its hosts are of another namespace'; }
  const routes = routesTo(object, objects);
  if (routes.length === 0) { return 'nothing leads from it'; }
  const exposed = new Map<string, Exposed>();
  for (const route of routes) {
    const problem = addRoutes(route, hosts, apps, exposed);
    if (problem !== undefined) { return `VirtualService '${route.name}' ${problem}`; }
  }
  return { object, routes, hosts, port: port.number, exposed: [...exposed.values()] };
}

/** Adds what a VirtualService exposes; returns what of it has no form here. */
function addRoutes(
  { manifest, namespace }: KubeObject, hosts: readonly string[], apps: readonly AdoptedApp[], exposed: Map<string, Exposed>,
): string | undefined {
  const { spec } = manifest;
  if (Object.keys(spec).some(field => !['hosts', 'gateways', 'http'].includes(field))) { return `says ${Object.keys(spec).join(', ')}`; }
  if (list(spec.gateways).length !== 1) { return 'binds to several gateways'; }
  if ([...list(spec.hosts)].sort().join() !== [...hosts].sort().join()) { return `is for hosts ${list(spec.hosts).join(', ')}, and not for all of the Gateway's`; }
  for (const http of list(spec.http) as readonly Json[]) {
    if (!isObject(http) || Object.keys(http).some(field => !['match', 'route', 'name'].includes(field))) { return `says ${Object.keys(http ?? {}).filter(field => !['match', 'route', 'name'].includes(field)).join(', ')} of requests`; }
    const destinations = list(http.route).map(route => dig(route, 'destination')) as readonly Json[];
    const targets = destinations.map(destination => apps.find(app => app.namespace === namespace && isHostOf(app, destination?.host)));
    const [app] = targets;
    if (app === undefined || targets.some(one => one !== app)) { return 'leads to what is no app of its namespace'; }
    const problem = sharesProblem(app, list(http.route) as readonly Json[]);
    if (problem !== undefined) { return problem; }
    const port = destinations[0].port?.number ?? (app.ports?.length === 1 ? app.ports[0].port : undefined);
    if (port === undefined || destinations.some(one => (one.port?.number ?? port) !== port)) { return `does not say one port of '${app.name}'`; }
    const requests = list(http.match).length === 0 ? [{}] : list(http.match).map(requestOf);
    const bad = requests.find(request => typeof request === 'string');
    if (bad !== undefined) { return bad as string; }
    const known = exposed.get(app.name);
    if (known !== undefined && known.port !== port) { return `leads to several ports of '${app.name}'`; }
    exposed.set(app.name, { app, port, requests: [...known?.requests ?? [], ...requests as Exposed['requests']] });
  }
  return undefined;
}

/** Weights at the gateway are those of the versions, or nothing is said of them. */
function sharesProblem(app: AdoptedApp, routes: readonly Json[]): string | undefined {
  if (routes.length === 1 && routes[0].destination.subset === undefined && Object.keys(routes[0]).every(field => ['destination', 'weight'].includes(field))) { return undefined; }
  const shares = app.versions.filter(({ weight }) => weight !== undefined);
  const same = routes.length === shares.length && routes.every(({ destination, weight, ...more }) => Object.keys(more).length === 0
    && shares.some(one => one.version === destination.subset && one.weight === (weight ?? 100)));
  return same ? undefined : `has shares of '${app.name}' of its own`;
}

function requestOf(match: unknown): { readonly method?: string; readonly path?: string } | string {
  if (!isObject(match) || Object.keys(match).some(field => !['uri', 'method', 'name'].includes(field))) { return 'asks for more than paths and methods'; }
  const { uri, method } = match as { readonly uri?: Json; readonly method?: Json };
  if (method !== undefined && typeof method.exact !== 'string') { return 'asks for methods by a pattern'; }
  const path: string | undefined = uri === undefined ? undefined : uri.exact ?? (typeof uri.prefix === 'string' ? `${uri.prefix}*` : null);
  return path === null ? 'asks for paths by a pattern' : { ...method === undefined ? {} : { method: method.exact }, ...path === undefined ? {} : { path } };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
