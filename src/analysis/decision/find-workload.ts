import type { MeshModel, Workload } from '../model';
import { Unknown } from './tri';

/** Kinds by how likely a bare name means them. */
const ORDER = ['Deployment', 'Rollout', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicaSet', 'ReplicationController', 'Pod', 'WorkloadGroup', 'WorkloadEntry'];

/** By namespace and name, of each name the one that is meant. */
const indexes = new WeakMap<MeshModel, ReadonlyMap<string, ReadonlyMap<string, Workload>>>();

/** A workload by its name. Kinds may share a name: then the kind that runs longest is meant. */
export function findWorkload(model: MeshModel, namespace: string, name: string): Workload | Unknown {
  let index = indexes.get(model);
  if (index === undefined) { indexes.set(model, index = build(model)); }
  const workload = index.get(namespace)?.get(name);
  if (workload === undefined) { return new Unknown(`there is no workload ${namespace}/${name} in the manifests`); }
  return workload.problems.length > 0 ? new Unknown(`${workload.kind} ${namespace}/${name} cannot be read: ${workload.problems[0]}`) : workload;
}

function build(model: MeshModel): ReadonlyMap<string, ReadonlyMap<string, Workload>> {
  const index = new Map<string, Map<string, Workload>>();
  for (const workload of model.workloads.all) {
    let names = index.get(workload.namespace);
    if (names === undefined) { index.set(workload.namespace, names = new Map()); }
    const other = names.get(workload.name);
    if (other === undefined || ORDER.indexOf(workload.kind) < ORDER.indexOf(other.kind)) { names.set(workload.name, workload); }
  }
  return index;
}
