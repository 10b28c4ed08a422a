import type { AuthorizationPolicy, MeshModel, Workload } from '../../model';
import type { Arrival } from '../arrival';
import { attachedTo } from '../attachment';
import { asksForHttp, matchPolicy } from '../authorization-rules';
import type { LayerVerdict } from '../decision';
import { LayerSpeaker } from '../decision';
import { oncePer } from '../once';
import { isUnknown } from '../tri';

const layer = new LayerSpeaker('authorizationPolicy', true);

/**
 * CUSTOM, then DENY, then ALLOW. AUDIT and dry runs only write to logs.
 *
 * @see https://istio.io/latest/docs/concepts/security/#authorization-policies
 */
export function decideAuthorization(model: MeshModel, callee: Workload, arrival: Arrival): LayerVerdict {
  const { refusing, allowing, unreadable: unreadablePolicy } = policiesOf(model, callee);
  const trustDomains = trustDomainsOf(model);
  let uncertain: LayerVerdict | undefined;

  for (const policy of refusing) {
    const { matches, rule } = matchPolicy(policy, arrival, trustDomains);
    if (policy.problems.length > 0) {
      uncertain ??= unreadable(policy);
    } else if (isUnknown(matches)) {
      uncertain ??= layer.unknown(`${named(policy)} may match: ${matches.cause}`, policy, rule?.path);
    } else if (matches && policy.action === 'DENY') {
      return layer.deny(`${named(policy)} denies it`, refusal(arrival), policy, rule?.path);
    } else if (matches) {
      uncertain ??= layer.unknown(`${named(policy)} asks the authorizer ${policy.provider ?? ''}, whose answer no manifest tells`, policy, rule?.path);
    }
  }

  if (unreadablePolicy !== undefined) { uncertain ??= unreadable(unreadablePolicy); }
  const allowed = allowing.length === 0 ? layer.allow('no policy denies it, and none says who is allowed') : decideAllow(allowing, arrival, trustDomains);
  if (allowed.verdict === 'DENY') { return allowed; }
  return uncertain ?? allowed;
}

/** The policies that are for a workload, by what they can do to requests. */
const policiesOf = oncePer((model, workload: Workload) => {
  const attached = attachedTo(model.authorizationPolicies, workload, model);
  return {
    // A dry run of CUSTOM asks its authorizer all the same.
    refusing: attached.filter(({ action, dryRun }) => action === 'CUSTOM' || (action === 'DENY' && !dryRun)),
    allowing: attached.filter(({ action, dryRun }) => action === 'ALLOW' && !dryRun),
    unreadable: attached.find(({ action, problems }) => problems.length > 0 && action !== 'AUDIT'),
  };
});

const domains = new WeakMap<MeshModel, readonly string[]>();

/** One list for all requests, so that it can be told what principals come to in it. */
function trustDomainsOf(model: MeshModel): readonly string[] {
  let known = domains.get(model);
  if (known === undefined) {
    const { trustDomain, trustDomainAliases } = model.meshConfig;
    domains.set(model, known = [...new Set([trustDomain, ...trustDomainAliases])]);
  }
  return known;
}

function decideAllow(policies: readonly AuthorizationPolicy[], arrival: Arrival, trustDomains: readonly string[]): LayerVerdict {
  let uncertain: LayerVerdict | undefined;
  for (const policy of policies) {
    const { matches, rule } = matchPolicy(policy, arrival, trustDomains);
    if (matches === true) { return layer.allow(`${named(policy)} allows it`, policy, rule?.path); }
    if (policy.problems.length > 0) {
      uncertain ??= unreadable(policy);
    } else if (isUnknown(matches)) {
      uncertain ??= layer.unknown(`${named(policy)} may allow it: ${matches.cause}`, policy, rule?.path);
    }
  }
  // The one with rules says more than one that only denies by having none.
  const closest = policies.find(policy => policy.rules.length > 0) ?? policies[0];
  const more = policies.length === 1 ? '' : ` nor of ${policies.length - 1} more`;
  const lost = !arrival.http && policies.some(policy => policy.rules.some(asksForHttp)) ? ' (rules that ask for HTTP are lost on a connection)' : '';
  return uncertain ?? layer.deny(
    `no rule of ${named(closest)}${more} allows it to ${arrival.identity ?? 'a caller without identity'}${lost}`, refusal(arrival), closest,
  );
}

function unreadable(policy: AuthorizationPolicy): LayerVerdict {
  return layer.unknown(`${named(policy)} cannot be read: ${policy.problems[0]}`, policy);
}

function named(policy: AuthorizationPolicy): string {
  return `AuthorizationPolicy ${policy.namespace}/${policy.name}`;
}

function refusal(arrival: Arrival): string {
  return arrival.http ? '403' : 'reset';
}
