import { Pods } from './pods';
import type { World } from './world';
import type { Attachment, Element, Labels, Workload } from '../../model';

const NO_LABELS: Labels = new Map();

/**
 * The workloads that a policy is for, by its selector: of its namespace, or of all where it is in the root namespace. One that is
 * attached by reference is for gateways and waypoints, which is not looked into: it has none here.
 */
export function attachedPods(world: World, policy: Element & Attachment): readonly Workload[] {
  return policy.hasTargets ? [] : selectedPods(world, policy.namespace, policy.selector ?? NO_LABELS);
}

/** The workloads of a namespace that have labels; those of all namespaces where it is the root namespace. */
export function selectedPods(world: World, namespace: string, labels: Labels): readonly Workload[] {
  return Pods.of(world).selectedBy(labels, namespace === world.model.meshConfig.rootNamespace ? undefined : namespace);
}
