import { Pods } from './pods';
import type { World } from './world';
import type { AuthorizationPolicy, Workload } from '../../model';

/** An AuthorizationPolicy for selected workloads, and the callers that it names. */
export interface NamedCallers {
  readonly policy: AuthorizationPolicy;
  /** The service accounts that it admits by their whole name, as `namespace/name`. */
  readonly accounts: readonly string[];
  readonly callees: readonly Workload[];
}

/** The callers that policies admit by name. */
export function namedCallers(world: World): readonly NamedCallers[] {
  return world.once(collect);
}

function collect(world: World): readonly NamedCallers[] {
  const found: NamedCallers[] = [];
  for (const policy of world.model.authorizationPolicies.all) {
    if (policy.action !== 'ALLOW' || policy.dryRun || policy.hasTargets || policy.selector === undefined || policy.selector.size === 0) { continue; }
    const accounts = [...accountsOf(policy)];
    const callees = accounts.length === 0 ? [] : Pods.of(world).selectedBy(policy.selector, policy.namespace);
    if (callees.length > 0) { found.push({ policy, accounts, callees }); }
  }
  return found;
}

function accountsOf(policy: AuthorizationPolicy): ReadonlySet<string> {
  const accounts = new Set<string>();
  for (const { from } of policy.rules) {
    for (const source of from ?? []) {
      for (const principal of source.get('principals')?.values ?? []) {
        const match = /^[^/]+\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(principal);
        if (match !== null) { accounts.add(`${match[1]}/${match[2]}`); }
      }
      for (const account of source.get('serviceAccounts')?.values ?? []) { accounts.add(account.includes('/') ? account : `${policy.namespace}/${account}`); }
    }
  }
  return accounts;
}
