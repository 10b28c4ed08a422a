import type { MeshModel, Workload } from '../model';
import { Unknown } from './tri';

/** Kinds by how likely a bare name means them. */
const ORDER = ['Deployment', 'Rollout', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicaSet', 'ReplicationController', 'Pod', 'WorkloadGroup', 'WorkloadEntry'];

const indexes = new WeakMap<MeshModel, ReadonlyMap<string, readonly Workload[]>>();

/** A workload by its name. Kinds may share a name: then the kind that runs longest is meant. */
export function findWorkload(model: MeshModel, namespace: string, name: string): Workload | Unknown {
  let index = indexes.get(model);
  if (index === undefined) {
    const built = new Map<string, Workload[]>();
    for (const workload of model.workloads.all) {
      const key = `${workload.namespace}/${workload.name}`;
      built.set(key, [...built.get(key) ?? [], workload]);
    }
    indexes.set(model, index = built);
  }
  const found = [...index.get(`${namespace}/${name}`) ?? []].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  if (found.length === 0) { return new Unknown(`there is no workload ${namespace}/${name} in the manifests`); }
  const [workload] = found;
  return workload.problems.length > 0 ? new Unknown(`${workload.kind} ${namespace}/${name} cannot be read: ${workload.problems[0]}`) : workload;
}
