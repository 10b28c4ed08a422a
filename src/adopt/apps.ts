import { isDeepStrictEqual } from 'node:util';
import type { Json, KubeObject } from './kube-object';
import { describe, makesPods, podsOf } from './kube-object';
import type { TrafficRule } from './routes';
import { rulesOf } from './routes';
import type { ServicePort } from './service-ports';
import { ownPorts } from './service-ports';
import { dig, isObject } from '../analysis/json';

/** One of what makes an app's pods. */
export interface AppVersion {
  readonly controller: KubeObject;
  readonly version: string;
  /** The version's share of the traffic in percent. @default - none is said */
  readonly weight?: number;
}

/** What callers know by one name: pods, and the Services that lead to them. */
export interface AdoptedApp {
  readonly namespace: string;
  readonly name: string;
  readonly versions: readonly AppVersion[];
  readonly services: readonly KubeObject[];
  /** The ports, where the one Service is as ours would be. @default - the Services stay objects */
  readonly ports?: readonly ServicePort[];
  /** Why the Services stay objects. @default - they do not, or there are none */
  readonly servicesReason?: string;
  /** Routes that the app's shares and rules replace. */
  readonly routes: readonly KubeObject[];
  /** Routes that stay objects, and why. @default - none */
  readonly keptRoutes?: Misfit;
  /** What is done to its callers' requests; the last rule is for every request. */
  readonly rules: readonly TrafficRule[];
  /** Why the shares are what they are. @default - routes say them */
  readonly weightsReason?: string;
}

/** Objects that make pods, or lead to them, and fit nothing. */
export interface Misfit {
  readonly objects: readonly KubeObject[];
  readonly reason: string;
}

/** What of a namespace makes apps, and what does not. */
export interface Sorted {
  readonly apps: readonly AdoptedApp[];
  readonly misfits: readonly Misfit[];
}

const LABEL_VALUE = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?$/;
const DNS_LABEL = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

/** The apps of a namespace: what carries one label `app`, or else what makes pods and stands alone. */
export function appsOf(namespace: string, objects: readonly KubeObject[]): Sorted {
  const controllers = objects.filter(makesPods);
  const services = objects.filter(({ kind, group }) => kind === 'Service' && group === '');
  const groups = new Map<string, KubeObject[]>();
  for (const controller of controllers) {
    const name = nameOf(controller, services);
    groups.set(name, [...groups.get(name) ?? [], controller]);
  }
  const apps: AdoptedApp[] = [];
  const misfits: Misfit[] = [];
  for (const [name, members] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = services.filter(service => members.some(member => selects(service, member)));
    const shared = own.find(service => controllers.some(other => !members.includes(other) && selects(service, other)));
    if (!DNS_LABEL.test(name) || name.length > 63) {
      misfits.push({ objects: [...members, ...own], reason: `'${name}' cannot be the name of a Service` });
    } else if (shared) {
      misfits.push({ objects: [...members, ...own], reason: `${describe(shared)} leads to other pods too, so they are not one app` });
    } else {
      const app = members.length === 1 ? alone(namespace, name, members[0], own, objects) : versioned(namespace, name, members, own, objects);
      if ('reason' in app) { misfits.push(app); } else { apps.push(app); }
    }
  }
  return { apps, misfits };
}

function nameOf(controller: KubeObject, services: readonly KubeObject[]): string {
  const { app } = podsOf(controller).labels;
  if (typeof app === 'string' && app !== '') { return app; }
  const selecting = services.filter(service => selects(service, controller));
  const primary = selecting.find(({ manifest }) => manifest.spec?.clusterIP !== 'None') ?? selecting[0];
  return primary?.name ?? controller.name;
}

function selects({ manifest }: KubeObject, controller: KubeObject): boolean {
  const selector: unknown = dig(manifest, 'spec', 'selector');
  const { labels } = podsOf(controller);
  return isObject(selector) && Object.keys(selector).length > 0 && Object.entries(selector).every(([label, value]) => labels[label] === value);
}

function versionOf(controller: KubeObject): string {
  const { version } = podsOf(controller).labels;
  return typeof version === 'string' && LABEL_VALUE.test(version) ? version : 'v1';
}

function alone(namespace: string, name: string, controller: KubeObject, services: readonly KubeObject[], all: readonly KubeObject[]): AdoptedApp {
  const versions = [{ controller, version: versionOf(controller) }];
  const sorted = [...services].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  if (sorted.length !== 1) {
    return { namespace, name, versions, services: sorted, routes: [], rules: [], ...sorted.length > 1 ? { servicesReason: 'there are several' } : {} };
  }
  const ports = ownPorts(sorted[0], name);
  const known = { namespace, name, versions, services: sorted };
  const traffic = sorted[0].name === name ? rulesFor(known, all) : { routes: [], rules: [] };
  return { ...known, ...traffic, ...typeof ports === 'string' ? { servicesReason: `it ${ports}` } : { ports } };
}

/** Those with an address of their own first. */
function rank({ manifest }: KubeObject): number {
  return dig(manifest, 'spec', 'clusterIP') === 'None' ? 1 : 0;
}

function versioned(
  namespace: string, name: string, members: readonly KubeObject[], services: readonly KubeObject[], all: readonly KubeObject[],
): AdoptedApp | Misfit {
  const misfit = (reason: string): Misfit => ({ objects: [...members, ...services], reason });
  const versions = members.map(controller => ({ controller, version: versionOf(controller) })).sort((a, b) => (a.version < b.version ? -1 : 1));
  if (!members.every(({ kind }) => kind === 'Deployment')) { return misfit(`pods of several kinds of objects carry the label app '${name}'`); }
  if (new Set(versions.map(({ version }) => version)).size < versions.length) { return misfit(`several Deployments carry the label app '${name}', and no label version tells their pods apart`); }
  if (versions.some(({ version }) => !DNS_LABEL.test(version))) { return misfit(`a label version of app '${name}' cannot be the name of a subset`); }
  if (services.length !== 1) { return misfit(`several Deployments carry the label app '${name}', and ${services.length === 0 ? 'no' : 'more than one'} Service leads to them`); }
  const ports = ownPorts(services[0], name);
  if (typeof ports === 'string') { return misfit(`${describe(services[0])} ${ports}, and a CanaryService brings its own`); }
  const weights = weightsOf(namespace, name, versions, all);
  if (typeof weights === 'string') { return misfit(weights); }
  return {
    namespace,
    name,
    versions: versions.map(one => {
      const weight = weights.shares.get(one.version);
      return { ...one, ...weight ? { weight } : {} };
    }),
    services,
    ports,
    routes: weights.routes,
    rules: weights.rules,
    ...weights.reason === undefined ? {} : { weightsReason: weights.reason },
  };
}

interface Weights {
  readonly shares: ReadonlyMap<string, number>;
  readonly routes: readonly KubeObject[];
  readonly rules: readonly TrafficRule[];
  readonly reason?: string;
}

/** Is a host, as objects of a namespace write it, that of an app? */
export function isHostOf({ name, namespace }: Pick<AdoptedApp, 'name' | 'namespace'>, host: unknown): boolean {
  return host === name || host === `${name}.${namespace}` || host === `${name}.${namespace}.svc` || host === `${name}.${namespace}.svc.cluster.local`;
}

const SEVERAL = 'several VirtualServices or hosts';

function noForm(what: string): string {
  return `it says what has no form in the traffic of a service (${what})`;
}

/** The VirtualServices for an app in the mesh. */
function routesOf(app: Pick<AdoptedApp, 'name' | 'namespace'>, all: readonly KubeObject[]): readonly KubeObject[] {
  return all.filter(({ kind, group, manifest }) => kind === 'VirtualService' && group === 'networking.istio.io' && inMesh(manifest)
    && hostsOf(manifest).some(host => isHostOf(app, host)));
}

/** One VirtualService, for one host. */
function isOne(routes: readonly KubeObject[]): boolean {
  return routes.length === 1 && hostsOf(routes[0].manifest).length === 1;
}

function hostsOf(manifest: Json): readonly unknown[] {
  const hosts = dig(manifest, 'spec', 'hosts');
  return Array.isArray(hosts) ? hosts : [];
}

/** What is done to the requests to an app of one version; nothing where routes say more than a service's traffic can. */
function rulesFor(app: Pick<AdoptedApp, 'name' | 'namespace'>, all: readonly KubeObject[]): Pick<AdoptedApp, 'routes' | 'rules' | 'keptRoutes'> {
  const routes = routesOf(app, all);
  const rules = isOne(routes) ? rulesOf(routes[0].manifest, host => isHostOf(app, host), []) : SEVERAL;
  if (typeof rules !== 'string') { return { routes, rules }; }
  return { routes: [], rules: [], ...routes.length === 0 ? {} : { keptRoutes: { objects: routes, reason: noForm(rules) } } };
}

/** The shares of versions, as routes or else numbers of pods tell them; or why a CanaryService cannot stand for the routes. */
function weightsOf(namespace: string, app: string, versions: readonly AppVersion[], all: readonly KubeObject[]): Weights | string {
  const service = { name: app, namespace };
  const isHost = (host: unknown): boolean => isHostOf(service, host);
  const destinations = all.filter(({ kind, group, manifest }) => kind === 'DestinationRule' && group === 'networking.istio.io' && isHost(dig(manifest, 'spec', 'host')));
  const routes = routesOf(service, all);
  for (const { manifest, name } of destinations) {
    const plain = Object.keys(manifest.spec).every(field => ['host', 'subsets'].includes(field)) && Array.isArray(manifest.spec.subsets)
      && manifest.spec.subsets.every((subset: Json) => isDeepStrictEqual(subset, { name: subset?.name, labels: { version: subset?.name } }));
    if (!plain || destinations.length > 1) { return `DestinationRule '${name}' says more than which versions there are`; }
  }
  if (routes.length === 0) {
    return { shares: byPods(versions), routes: destinations, rules: [], reason: 'Until now Kubernetes chose among all pods: the shares are those of their numbers.' };
  }
  const [{ manifest, name }] = routes;
  const rules = isOne(routes) ? rulesOf(manifest, isHost, versions.map(({ version }) => version)) : SEVERAL;
  if (typeof rules === 'string') { return `VirtualService '${name}': ${noForm(rules)}, and there can be only one for a host`; }
  const shares = rules.at(-1)!.shares ?? [];
  return { shares: new Map(shares.map(({ version, weight }) => [version, weight])), routes: [...destinations, ...routes], rules };
}

function inMesh(manifest: Json): boolean {
  const gateways: unknown = dig(manifest, 'spec', 'gateways');
  return !Array.isArray(gateways) || gateways.includes('mesh');
}

/** Whole percents that add up to 100. */
function byPods(versions: readonly AppVersion[]): ReadonlyMap<string, number> {
  const pods = versions.map(({ controller }) => Math.max(0, Number(dig(controller.manifest, 'spec', 'replicas') ?? 1)) || 0);
  const sum = pods.reduce((total, count) => total + count, 0);
  const counts = sum === 0 ? pods.map(() => 1) : pods;
  const all = sum === 0 ? pods.length : sum;
  const shares = counts.map(count => Math.floor(count / all * 100));
  // What rounding leaves over goes to the first ones that get anything.
  for (let rest = 100 - shares.reduce((total, share) => total + share, 0), i = 0; rest > 0; i = (i + 1) % shares.length) {
    if (counts[i] > 0) { shares[i]++; rest--; }
  }
  return new Map(versions.map(({ version }, i) => [version, shares[i]]));
}
