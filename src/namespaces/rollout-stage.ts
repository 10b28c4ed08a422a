/**
 * How far a namespace is on its way to least privilege. Each stage is the declaration of the whole namespace; the proof holds
 * it to no more than its stage, and `cdk8s-istio diff` shows what the next one will refuse.
 */
export enum RolloutStage {
  /**
   * Nothing is refused. Proxies take mutual TLS and plain text; the AuthorizationPolicies of the workloads are only tried
   * (`istio.io/dry-run`), and their metric says what they would refuse.
   */
  OBSERVE = 'observe',
  /**
   * Callers without mutual TLS are refused. AuthorizationPolicies are only tried, the namespace's denial of everything else
   * among them.
   */
  WARN = 'warn',
  /** Everything is enforced: AuthorizationPolicies, NetworkPolicies and Sidecars. */
  ENFORCE = 'enforce',
}
