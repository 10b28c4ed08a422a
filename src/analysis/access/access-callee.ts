/**
 * What a callee of an access table is.
 */
export enum AccessCalleeKind {
  /** A workload of the manifests. */
  WORKLOAD = 'workload',
  /** Every workload of a namespace that is in the manifests. */
  EVERY_WORKLOAD_OF_NAMESPACE = 'everyWorkloadOfNamespace',
  /** Every workload of the manifests. */
  EVERY_WORKLOAD = 'everyWorkload',
  /** Pods that a selector tells, whether workloads of the manifests make them or not. */
  PODS = 'pods',
  /** What has one of some addresses. */
  ADDRESSES = 'addresses',
  /** Whatever can be reached: pods, nodes, and what is outside of the cluster. */
  ANYTHING = 'anything',
}

/**
 * To whom something may be done: one workload, or a class of what can be called.
 */
export interface AccessCallee {
  readonly kind: AccessCalleeKind;
  /** In words: `shop/web`, `pods k8s-app=kube-dns of namespace kube-system`. */
  readonly text: string;
  /** @default - not of one namespace */
  readonly namespace?: string;
  /** The workload's name. @default - a class */
  readonly name?: string;
}
