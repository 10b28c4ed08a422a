import type { ByIdentity } from './by-identity';
import type { Place } from './inputs';
import { policyMatches } from './rules';
import type { Bounds } from '../algebra';
import type { AuthorizationPolicy } from '../model';

/** What a place is to the policies of a callee: each brings its own namespace. */
export type Ground = Omit<Place, 'policyNamespace'>;

/**
 * The requests that the policies let through: CUSTOM, then DENY, then ALLOW. AUDIT and dry runs only write to logs, but a
 * dry run of CUSTOM asks its authorizer all the same.
 *
 * @see https://istio.io/latest/docs/concepts/security/#authorization-policies
 */
export function authorized(policies: readonly AuthorizationPolicy[], ground: Ground): Bounds<ByIdentity> {
  const { byIdentity, boundsByIdentity: bounds } = ground.space;
  const name = (policy: AuthorizationPolicy): string => `AuthorizationPolicy ${policy.namespace}/${policy.name}`;
  const matches = (policy: AuthorizationPolicy): Bounds<ByIdentity> => policyMatches(policy, { ...ground, policyNamespace: policy.namespace });
  const isReadable = ({ problems }: AuthorizationPolicy): boolean => problems.length === 0;
  const denied = policies.filter(policy => policy.action === 'DENY' && !policy.dryRun && isReadable(policy)).map(matches);
  const asked = policies.filter(policy => policy.action === 'CUSTOM' && isReadable(policy)).map(policy => {
    const triggered = matches(policy);
    if (!byIdentity.isEmpty(triggered.may)) { ground.doubt(`${name(policy)} asks the authorizer ${policy.provider ?? ''}, whose answer no manifest tells`); }
    return { must: byIdentity.none, may: triggered.may };
  });
  const allowing = policies.filter(policy => policy.action === 'ALLOW' && !policy.dryRun);
  const allowed = allowing.length === 0 ? bounds.all
    : bounds.union(...allowing.map(policy => isReadable(policy) ? matches(policy) : bounds.unknown));
  const result = denied.length + asked.length === 0 ? allowed : bounds.difference(allowed, bounds.union(...denied, ...asked));
  const broken = policies.filter(policy => policy.problems.length > 0 && policy.action !== 'AUDIT');
  for (const policy of broken) { ground.doubt(`${name(policy)} cannot be read: ${policy.problems[0]}`); }
  return broken.length === 0 ? result : { must: byIdentity.none, may: result.may };
}
