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
  return world.model.authorizationPolicies.all.flatMap(policy => {
    if (policy.action !== 'ALLOW' || policy.dryRun || policy.hasTargets || policy.selector === undefined || policy.selector.size === 0) { return []; }
    const accounts = [...new Set(accountsOf(policy))];
    const callees = accounts.length === 0 ? [] : Pods.of(world).selectedBy(policy.selector, policy.namespace);
    return callees.length === 0 ? [] : [{ policy, accounts, callees }];
  });
}

function accountsOf(policy: AuthorizationPolicy): readonly string[] {
  return policy.rules.flatMap(({ from }) => from ?? []).flatMap(source => [
    ...(source.get('principals')?.values ?? []).flatMap(principal => {
      const match = /^[^/]+\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(principal);
      return match === null ? [] : [`${match[1]}/${match[2]}`];
    }),
    ...(source.get('serviceAccounts')?.values ?? []).map(account => account.includes('/') ? account : `${policy.namespace}/${account}`),
  ]);
}
