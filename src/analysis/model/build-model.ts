import { isObject, Reader, valueAt } from '../json';
import type { JsonObject } from '../json';
import type { Manifest, Problem } from '../manifest';
import { readPeerAuthentication, readRequestAuthentication } from './authentication';
import { authorizationPolicyReader } from './authorization-policies';
import { readDestinationRule } from './destination-rules';
import type { Element } from './element';
import { byAge, describe } from './element';
import { readEnvoyFilter, readProxyExtension } from './extensions';
import { readGateway } from './gateways';
import { DEFAULT_INGRESS_GATEWAY, DEFAULT_MESH_CONFIG } from './mesh-config';
import type { MeshConfig, ModelOptions } from './mesh-config';
import type { ApiRoute, MeshModel } from './mesh-model';
import { Elements } from './mesh-model';
import type { Namespace } from './namespaces';
import { readNamespace, undeclaredNamespace } from './namespaces';
import { isMeshConfig, readMeshConfig } from './read-mesh-config';
import { removedKindProblem } from './removed-kinds';
import { readService, readServiceEntry } from './services';
import { readSidecar } from './sidecars';
import type { Source } from './source';
import { elementOf, sourceOf } from './source';
import { readVirtualService } from './virtual-services';
import { controllerOf, isPodWorkload, readMachine, readPodWorkload, rolloutTarget } from './workloads';
import { opensBesides } from '../network-policy/other-apis';

/**
 * Reads manifests. Never throws: what it cannot read is in the model's problems, and remembered by the element.
 */
export function buildModel(manifests: readonly Manifest[], options: ModelOptions = {}): MeshModel {
  const problems: Problem[] = [];
  const sources = sourcesOf(manifests, options, problems);
  const meshConfig = meshConfigOf(sources, options);
  const domain = meshConfig.clusterDomain;
  const used = new Set<Source>();
  const kinds = byKind(sources);
  const take = <T extends Element>(kind: string, group: string, read: (source: Source) => T | readonly T[]): Elements<T> => {
    const found: T[] = [];
    for (const source of kinds.get(kind) ?? []) {
      if (source.group !== group) { continue; }
      used.add(source);
      const one = read(source);
      if (Array.isArray(one)) { found.push(...one as readonly T[]); } else { found.push(one as T); }
    }
    return elements(found);
  };
  const network = 'networking.istio.io';
  const security = 'security.istio.io';

  const workloads = workloadsOf(sources, used, new Set(options.machinesWithProxy));
  const services = elements([
    ...take('Service', '', source => readService(source, domain)).all,
    ...take('ServiceEntry', network, readServiceEntry).all,
  ]);
  const model: Omit<MeshModel, 'namespaces' | 'others' | 'problems'> = {
    meshConfig,
    ingressGateways: options.ingressGateways ?? [DEFAULT_INGRESS_GATEWAY],
    workloads,
    services,
    gateways: take('Gateway', network, readGateway),
    virtualServices: take('VirtualService', network, source => readVirtualService(source, domain)),
    destinationRules: take('DestinationRule', network, source => readDestinationRule(source, domain)),
    sidecars: take('Sidecar', network, readSidecar),
    peerAuthentications: take('PeerAuthentication', security, readPeerAuthentication),
    requestAuthentications: take('RequestAuthentication', security, readRequestAuthentication),
    authorizationPolicies: take('AuthorizationPolicy', security, authorizationPolicyReader()),
    networkPolicies: elements([...take('NetworkPolicy', 'networking.k8s.io', elementOf).all, ...otherNetworkPolicies(sources, workloads)]),
    extensions: elements([
      ...take('EnvoyFilter', network, readEnvoyFilter).all,
      ...take('WasmPlugin', 'extensions.istio.io', readProxyExtension).all,
      ...take('TrafficExtension', 'extensions.istio.io', readProxyExtension).all,
    ]),
    apiRoutes: elements(sources.filter(isApiRoute).map(source => (used.add(source), readApiRoute(source)))),
  };
  const namespaces = namespacesOf(sources, used);
  for (const source of sources) {
    const removed = removedKindProblem(source);
    if (removed === undefined && source.reader.problems.length === 0) { continue; }
    for (const message of new Set([...source.reader.problems, ...removed === undefined ? [] : [removed]])) {
      problems.push({ message, object: describe(elementOf(source)), ...source.origin === undefined ? {} : { origin: source.origin } });
    }
  }
  const others = sources.filter(source => !used.has(source)).map(elementOf);
  return { ...model, namespaces, others, problems };
}

/** What opens connections beside NetworkPolicies, as it stands in each namespace whose pods it may be for. */
function otherNetworkPolicies(sources: readonly Source[], workloads: MeshModel['workloads']): readonly Element[] {
  const all = [...new Set(workloads.all.map(({ namespace }) => namespace))];
  return sources.flatMap(source => {
    const reach = opensBesides(source.object);
    const namespaces = reach === 'cluster' ? all : reach === 'namespace' ? [source.namespace] : [];
    return namespaces.map(namespace => ({ ...elementOf(source), namespace }));
  });
}

/** Every object as it is written, of whatever kind. */
export function readElements(manifests: readonly Manifest[], options: ModelOptions = {}): readonly Element[] {
  return sourcesOf(manifests, options, []).map(elementOf);
}

function sourcesOf(manifests: readonly Manifest[], options: ModelOptions, problems: Problem[]): readonly Source[] {
  return latest(manifests.flatMap(manifest => flatten(manifest, manifest.object, options.defaultNamespace ?? 'default', problems, 0)));
}

const MAX_DEPTH = 8;

/** The objects of a manifest: itself, or those that a list holds. */
function flatten(manifest: Manifest, object: unknown, namespace: string, problems: Problem[], depth: number): readonly Source[] {
  const problem = (message: string): readonly Source[] => {
    problems.push({ message, ...manifest.origin === undefined ? {} : { origin: manifest.origin } });
    return [];
  };
  if (object === null || object === undefined) { return []; }
  if (!isObject(object)) { return problem('this is no object'); }
  const kind = valueAt(object, 'kind');
  if (typeof kind !== 'string' || kind === '') { return problem('an object without kind'); }
  const items = valueAt(object, 'items');
  if (kind.endsWith('List') && Array.isArray(items)) {
    if (depth >= MAX_DEPTH) { return problem('lists within lists, too deep'); }
    return items.flatMap(item => flatten(manifest, withKind(item, kind, object), namespace, problems, depth + 1));
  }
  return [sourceOf(object, manifest, namespace)];
}

/** The items of a typed list (`DeploymentList`) may leave their kind to the list. */
function withKind(item: unknown, listKind: string, list: JsonObject): unknown {
  if (!isObject(item) || listKind === 'List' || valueAt(item, 'kind') !== undefined) { return item; }
  return { ...item, kind: listKind.slice(0, -'List'.length), apiVersion: valueAt(item, 'apiVersion') ?? valueAt(list, 'apiVersion') };
}

/** An object that comes twice is applied twice: the last one stays. */
function latest(sources: readonly Source[]): readonly Source[] {
  const last = new Map<string, Source>();
  sources.forEach((source, i) => {
    const { group, kind, namespace, name, isNamed } = source;
    // The lengths say where each ends.
    const key = !isNamed ? `#${i}` : `${group.length} ${kind.length} ${namespace.length} ${group}${kind}${namespace}${name}`;
    last.delete(key);
    last.set(key, source);
  });
  return [...last.values()];
}

function byKind(sources: readonly Source[]): ReadonlyMap<string, readonly Source[]> {
  const kinds = new Map<string, Source[]>();
  for (const source of sources) {
    const list = kinds.get(source.kind);
    if (list === undefined) { kinds.set(source.kind, [source]); } else { list.push(source); }
  }
  return kinds;
}

function elements<T extends Element>(list: readonly T[]): Elements<T> {
  return new Elements([...list].sort(byAge));
}

function meshConfigOf(sources: readonly Source[], options: ModelOptions): MeshConfig {
  const root = options.meshConfig?.rootNamespace ?? DEFAULT_MESH_CONFIG.rootNamespace;
  const read = sources.filter(source => isMeshConfig(source, root)).map(readMeshConfig);
  return Object.assign({}, DEFAULT_MESH_CONFIG, ...read, options.meshConfig) as MeshConfig;
}

function workloadsOf(sources: readonly Source[], used: Set<Source>, withProxy: ReadonlySet<string>): Elements<MeshModel['workloads']['all'][number]> {
  const pods = sources.filter(isPodWorkload);
  const key = (source: Pick<Source, 'kind' | 'namespace' | 'name'>): string => `${source.kind}/${source.namespace}/${source.name}`;
  const byName = new Map(pods.map(source => [key(source), source]));
  const isOwned = (source: Source): boolean => {
    const owner = controllerOf(source);
    return owner !== undefined && byName.has(key({ ...owner, namespace: source.namespace }));
  };
  pods.forEach(source => used.add(source));
  const machines = sources.filter(source => source.group === 'networking.istio.io' && (source.kind === 'WorkloadEntry' || source.kind === 'WorkloadGroup'));
  machines.forEach(source => used.add(source));
  return elements([
    ...pods.filter(source => !isOwned(source)).map(source => {
      const target = rolloutTarget(source);
      const template = target === undefined ? undefined : byName.get(key({ ...target, namespace: source.namespace }));
      return readPodWorkload(source, template);
    }),
    ...machines.map(readMachine).map(machine => (withProxy.has(`${machine.namespace}/${machine.name}`) ? { ...machine, hasProxyContainer: true } : machine)),
  ]);
}

function namespacesOf(sources: readonly Source[], used: Set<Source>): ReadonlyMap<string, Namespace> {
  const namespaces = new Map<string, Namespace>();
  for (const source of sources) {
    if (source.kind === 'Namespace' && source.group === '') {
      used.add(source);
      namespaces.set(source.name, readNamespace(source));
    }
  }
  for (const source of sources) {
    if (source.kind !== 'Namespace' && !namespaces.has(source.namespace)) {
      namespaces.set(source.namespace, undeclaredNamespace(source.namespace));
    }
  }
  return namespaces;
}

function isApiRoute(source: Source): boolean {
  return source.group === 'gateway.networking.k8s.io' && source.kind.endsWith('Route');
}

function readApiRoute(source: Source): ApiRoute {
  const spec: Reader = source.reader.object('spec');
  return {
    parents: (spec.objects('parentRefs') ?? []).map(parent => ({
      kind: parent.string('kind') ?? 'Gateway',
      namespace: parent.string('namespace') ?? source.namespace,
      name: parent.string('name') ?? '',
    })),
    hosts: spec.strings('hostnames') ?? [],
    ...elementOf(source),
  };
}
