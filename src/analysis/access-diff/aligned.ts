import type { MeshModel, Workload } from '../model';
import { compare, nameOf } from '../model';

/** A workload in two versions; undefined where it is not there. */
export interface AlignedWorkload {
  readonly namespace: string;
  readonly name: string;
  readonly before?: Workload;
  readonly after?: Workload;
}

/** The workloads of two models, side by side by their names, in order. Kinds tell apart what shares a name. */
export function alignWorkloads(before: MeshModel, after: MeshModel): readonly AlignedWorkload[] {
  const shared = new Set([...ambiguous(before), ...ambiguous(after)]);
  const keyOf = (workload: Workload): string => shared.has(nameOf(workload)) ? `${nameOf(workload)} ${workload.kind}` : nameOf(workload);
  const aligned = new Map<string, AlignedWorkload>();
  for (const workload of before.workloads.all) {
    aligned.set(keyOf(workload), { namespace: workload.namespace, name: workload.name, before: workload });
  }
  for (const workload of after.workloads.all) {
    aligned.set(keyOf(workload), { ...aligned.get(keyOf(workload)), namespace: workload.namespace, name: workload.name, after: workload });
  }
  return [...aligned].sort(([a], [b]) => compare(a, b)).map(([, pair]) => pair);
}

function ambiguous({ workloads }: MeshModel): readonly string[] {
  const names = workloads.all.map(nameOf);
  return names.length === new Set(names).size ? [] : names.filter((name, i) => names.indexOf(name) !== i);
}
