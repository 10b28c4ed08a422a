import type { Attachment, Element, Elements, MeshModel, Workload } from '../model';
import { selects } from '../model';

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/**
 * The policies of a workload: those of the root namespace and of its own that select it. A policy that is attached by
 * reference is for gateways and waypoints, never for a sidecar.
 */
export function attachedTo<T extends Element & Attachment>(policies: Elements<T>, workload: Workload, model: MeshModel): readonly T[] {
  const { rootNamespace } = model.meshConfig;
  const candidates = workload.namespace === rootNamespace ? policies.in(rootNamespace)
    : [...policies.in(rootNamespace), ...policies.in(workload.namespace)];
  return candidates.filter(policy => {
    if (policy.hasTargets) { return workload.labels.has(GATEWAY_NAME); }
    return policy.selector === undefined || selects(policy.selector, workload.labels);
  });
}
