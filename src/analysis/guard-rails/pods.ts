import type { CalleeSet, CallingPods, Pods } from './guard-rail';
import type { MeshModel, Workload } from '../model';

/** The workloads of the manifests that are meant. */
export function workloadsOf(model: MeshModel, { namespace, workload, labels = {} }: CallingPods | Pods): readonly Workload[] {
  return namespace === undefined ? [] : model.workloads.in(namespace).filter(one =>
    (workload === undefined || one.name === workload) && Object.entries(labels).every(([label, value]) => one.labels.get(label) === value));
}

/** The workloads that are called, each once. */
export function calleesOf(model: MeshModel, to: CalleeSet): readonly Workload[] {
  const union = (list: readonly Pods[]): Set<Workload> => new Set(list.flatMap(pods => workloadsOf(model, pods)));
  if (to.kind === 'these') {
    return [...union(to.these)];
  }
  const except = union(to.except);
  return model.workloads.all.filter(workload => !except.has(workload));
}

/** Are all pods of the namespace meant, also those that no manifest shows? */
export function isWholeNamespace({ namespace, workload, labels }: CallingPods): boolean {
  return namespace !== undefined && workload === undefined && labels === undefined;
}
