import type { Extension, FilterContext, MeshModel, Workload } from '../../model';
import { selects } from '../../model';

/** An EnvoyFilter or plugin that runs in one direction of a workload's proxy, whose effect no manifest tells. */
export function extensionIn(model: MeshModel, workload: Pick<Workload, 'namespace' | 'labels'>, context: FilterContext): Extension | undefined {
  if (model.extensions.all.length === 0) { return undefined; }
  const { rootNamespace } = model.meshConfig;
  const candidates = workload.namespace === rootNamespace ? model.extensions.in(rootNamespace)
    : [...model.extensions.in(rootNamespace), ...model.extensions.in(workload.namespace)];
  return candidates.find(extension => !extension.hasTargets
    && (extension.selector === undefined || selects(extension.selector, workload.labels))
    && (extension.problems.length > 0 || extension.contexts.some(entry => entry === 'ANY' || entry === context)));
}
