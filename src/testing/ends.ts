import type { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { AccessWorkload } from '../analysis/access/access-request';
import { AccessCaller } from '../analysis/access/access-request';
import { dig, isObject, valueAt } from '../analysis/json';
import { MeshAccess } from '../analysis/mesh-access';

/** What is judged: an app, plain manifests, or manifests that are read already. */
export type Subject = App | MeshAccess | readonly object[];

/**
 * One end of a request: a construct that stands for a workload or holds some, or a workload by its name.
 * A caller may also be an `AccessCaller`.
 */
export type End = IConstruct | AccessWorkload;

/** A workload that an end stands for. */
export interface FoundWorkload extends AccessWorkload {
  /** The container ports that it declares; undefined where only its name is known. */
  readonly ports?: readonly number[];
}

const API_OBJECT = Symbol.for('cdk8s.ApiObject');
const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Pod', 'ReplicaSet', 'Rollout']);

export function readSubject(subject: Subject): MeshAccess {
  if (subject instanceof MeshAccess) { return subject; }
  if (Array.isArray(subject)) { return MeshAccess.fromManifests([...subject as readonly object[]]); }
  if (isConstruct(subject)) { return MeshAccess.fromApp(subject.node.root as App); }
  throw new TypeError('what is judged must be an App, a list of manifests or a MeshAccess');
}

export function isCaller(end: unknown): end is AccessCaller {
  return end instanceof AccessCaller;
}

/** Every workload that an end stands for: a canary has one for each version. */
export function workloadsOf(end: End, role: string): readonly FoundWorkload[] {
  if (!isConstruct(end)) {
    const { namespace, workload } = end;
    if (typeof namespace !== 'string' || typeof workload !== 'string') {
      throw new TypeError(`${role} must be a construct, or a workload by its namespace and name`);
    }
    return [{ namespace, workload }];
  }
  const found = end.node.findAll().flatMap(construct => {
    const json: unknown = API_OBJECT in construct ? (construct as unknown as { toJson(): unknown }).toJson() : undefined;
    return isObject(json) && WORKLOADS.has(String(json.kind)) ? [readWorkload(json)] : [];
  });
  if (found.length === 0) { throw new TypeError(`${role} ${end.node.path} has no workload: no Deployment, StatefulSet or the like is below it`); }
  return found;
}

function readWorkload(json: unknown): FoundWorkload {
  const pod = dig(json, 'kind') === 'Pod' ? dig(json, 'spec')
    : dig(json, 'spec', ...dig(json, 'kind') === 'CronJob' ? ['jobTemplate', 'spec'] : [], 'template', 'spec');
  const containers = valueAt(pod, 'containers');
  const ports = (Array.isArray(containers) ? containers : []).flatMap((container: unknown) => {
    const list = valueAt(container, 'ports');
    return (Array.isArray(list) ? list : []).map((port: unknown) => valueAt(port, 'containerPort')).filter(port => typeof port === 'number');
  });
  const namespace = dig(json, 'metadata', 'namespace');
  return { namespace: typeof namespace === 'string' ? namespace : 'default', workload: String(dig(json, 'metadata', 'name')), ports };
}

export function isConstruct(value: unknown): value is IConstruct {
  return typeof value === 'object' && value !== null && 'node' in value && typeof (value as IConstruct).node?.findAll === 'function';
}
