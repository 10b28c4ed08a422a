/** The annotation by which a policy is only tried. Istio takes it of policies that allow and that deny. */
export function dryRunAnnotations(dryRun: boolean): { readonly [annotation: string]: string } {
  return dryRun ? { 'istio.io/dry-run': 'true' } : {};
}

/**
 * What to ask Prometheus for, to learn what policies of an action that are only tried would refuse.
 *
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/
 */
export function dryRunQuery(action: 'allow' | 'deny', namespace: string): string {
  return `sum by (pod) (rate({__name__=~"envoy_http_inbound_.*_rbac", namespace="${namespace}", authz_dry_run_action="${action}", authz_dry_run_result="denied"}[5m]))`;
}
