import { maySelect } from './selector-index';
import type { Attachment, Element, Elements, MeshModel, Workload } from '../model';
import { selects } from '../model';

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

const known = new WeakMap<MeshModel, Map<unknown, Map<Workload, readonly Element[]>>>();

/**
 * The policies of a workload: those of the root namespace and of its own that select it. A policy that is attached by
 * reference is for gateways and waypoints, never for a sidecar. Looked for once, since every request asks.
 */
export function attachedTo<T extends Element & Attachment>(policies: Elements<T>, workload: Workload, model: MeshModel): readonly T[] {
  let kinds = known.get(model);
  if (kinds === undefined) { known.set(model, kinds = new Map()); }
  let attached = kinds.get(policies) as Map<Workload, readonly T[]> | undefined;
  if (attached === undefined) { kinds.set(policies, attached = new Map()); }
  let own = attached.get(workload);
  if (own === undefined) { attached.set(workload, own = findAttached(policies, workload, model)); }
  return own;
}

function findAttached<T extends Element & Attachment>(policies: Elements<T>, workload: Workload, model: MeshModel): readonly T[] {
  const { rootNamespace } = model.meshConfig;
  const within = (namespace: string): readonly T[] =>
    maySelect(policies.in(namespace), workload, policy => policy.hasTargets ? undefined : policy.selector);
  const candidates = workload.namespace === rootNamespace ? within(rootNamespace) : [...within(rootNamespace), ...within(workload.namespace)];
  return candidates.filter(policy => {
    if (policy.hasTargets) { return workload.labels.has(GATEWAY_NAME); }
    return policy.selector === undefined || selects(policy.selector, workload.labels);
  });
}
