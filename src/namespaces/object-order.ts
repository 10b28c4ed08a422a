import { ApiObject } from 'cdk8s';
import { sorted } from '../private/naming';
import type { Json } from '../private/rendering';

/**
 * What is there before what needs it: the namespace first, then identities and configuration, then policies, so that no
 * pod starts unguarded; a DestinationRule before the VirtualService that names its subsets; pods last.
 */
const ORDER = [
  'Namespace', 'ServiceAccount', 'Secret', 'ConfigMap', 'PersistentVolumeClaim', 'Role', 'RoleBinding', 'Service', 'ServiceEntry',
  'PeerAuthentication', 'RequestAuthentication', 'AuthorizationPolicy', 'NetworkPolicy', 'Sidecar', 'DestinationRule', 'Gateway',
  'VirtualService', 'Telemetry', 'WorkloadGroup', 'WorkloadEntry',
];
const WORKLOADS = ['Pod', 'ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Rollout'];

/**
 * Manifests in the order of deployment: by kind, then by name. Dependencies that a user declared between objects of the
 * chart win.
 *
 * @param dependent the objects of the chart that may depend on others
 */
export function inDeployOrder(manifests: readonly Json[], dependent: readonly ApiObject[]): Json[] {
  const ordered = sorted(manifests, manifest => {
    const rank = ORDER.indexOf(manifest.kind);
    const place = rank >= 0 ? rank : WORKLOADS.includes(manifest.kind) ? ORDER.length + 1 : ORDER.length;
    return `${String(place).padStart(3, '0')} ${keyOf(manifest)}`;
  });
  const needs = dependenciesOf(dependent);
  if (needs.size === 0) {
    return ordered;
  }
  const byKey = new Map(ordered.map(manifest => [keyOf(manifest), manifest]));
  const result = new Set<Json>();
  const add = (manifest: Json): void => {
    // cdk8s has refused cycles by now.
    for (const needed of needs.get(keyOf(manifest)) ?? []) {
      const dependency = byKey.get(needed);
      if (dependency && !result.has(dependency)) {
        add(dependency);
      }
    }
    result.add(manifest);
  };
  ordered.forEach(add);
  return [...result];
}

function keyOf(manifest: Json): string {
  return `${manifest.kind} ${manifest.metadata?.namespace ?? ''} ${manifest.metadata?.name ?? ''}`;
}

function dependenciesOf(objects: readonly ApiObject[]): Map<string, string[]> {
  const needs = new Map<string, string[]>();
  for (const object of objects) {
    const targets = object.node.dependencies.filter(ApiObject.isApiObject);
    if (targets.length > 0) {
      needs.set(nameOf(object), targets.map(nameOf));
    }
  }
  return needs;
}

function nameOf(object: ApiObject): string {
  return `${object.kind} ${object.metadata.namespace ?? ''} ${object.name}`;
}
