import type { CalleePlan, SecurityCallPlan, SecurityPlan, SecurityRequest } from './_security-plan';
import { MtlsMode, RolloutStage } from 'cdk8s-istio';

/** What must become of a request, read from the plan alone; undefined where the plan does not say. */
export function expectedVerdict(plan: SecurityPlan, request: SecurityRequest): 'ALLOW' | 'DENY' | 'UNKNOWN' | undefined {
  const verdict = withoutAuthorizer(plan, request);
  // What an authorizer answers, no plan says; what is denied, it cannot allow.
  return verdict === 'ALLOW' && !tries(plan) && plan.callees[request.to % plan.callees.length].asked ? 'UNKNOWN' : verdict;
}

function withoutAuthorizer(plan: SecurityPlan, request: SecurityRequest): 'ALLOW' | 'DENY' | undefined {
  const callee = plan.callees[request.to % plan.callees.length];
  const calls = plan.calls.filter(call => call.to === callee.name && !call.tcp);
  if (request.from === 'internet') {
    const exposed = calls.some(call => call.from === 'gateway' && asks(call, request) && asksUser(call, request, plan.stage));
    // A path that is another callee's leads there.
    const routed = calls.some(call => call.from === 'gateway' && asks(call, request));
    return routed && (!plan.gatewayToken || request.groups) && (exposed || tries(plan)) && hasTokenWhereDemanded(plan, callee, request) ? 'ALLOW' : 'DENY';
  }
  if (request.from === 'plaintext') {
    // Who proves no identity is nobody whom a call names.
    return plan.stage === RolloutStage.OBSERVE && hasTokenWhereDemanded(plan, callee, request) ? 'ALLOW'
      : plan.stage === RolloutStage.OBSERVE || modeOf(callee) === MtlsMode.PERMISSIVE || modeOf(callee) === MtlsMode.STRICT ? 'DENY' : undefined;
  }
  if (tries(plan)) {
    return 'ALLOW';
  }
  if (!hasTokenWhereDemanded(plan, callee, request) || (callee.deny && !callee.dryRun && request.from === 'stranger')) {
    return 'DENY';
  }
  if (calls.some(call => call.from === 'trustDomain') && request.from !== 'otherDomain') {
    // Istio takes the identities of aliases for each other, or does not, by the form of the policy.
    return calls.some(call => isBy(plan, call, request) && asks(call, request) && asksUser(call, request)) ? 'ALLOW' : undefined;
  }
  return calls.some(call => isBy(plan, call, request) && asks(call, request) && asksUser(call, request)) ? 'ALLOW' : 'DENY';
}

/** Are policies only tried yet? */
const tries = (plan: SecurityPlan) => plan.stage !== RolloutStage.ENFORCE;

const modeOf = ({ mtls, portMtls }: CalleePlan) => portMtls ?? mtls ?? MtlsMode.STRICT;

function hasTokenWhereDemanded(plan: SecurityPlan, callee: CalleePlan, { groups }: SecurityRequest): boolean {
  return tries(plan) || groups !== undefined || (plan.namespaceToken ?? callee.token) !== 'demanded';
}

function isBy({ shared }: SecurityPlan, { from }: SecurityCallPlan, request: SecurityRequest): boolean {
  const fromFront = request.from === 'web0' || request.from === 'web1';
  // Whatever one of those may call who share an account, all may.
  const alike = shared && fromFront && (from === 'web0' || from === 'web1');
  return from === request.from || alike || (from === 'namespace' && fromFront) || (from === 'trustDomain' && request.from === 'otherDomain');
}

/** Is the request one that is declared, whoever sends it? */
function asks({ methods, paths, tenant, sourceIp }: SecurityCallPlan, request: SecurityRequest): boolean {
  const matches = (pattern: string, value: string) => (pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1))
    : pattern.startsWith('*') ? value.endsWith(pattern.slice(1)) : value === pattern);
  const ofTenant = !tenant || tenant.values.some(value => request.tenant !== undefined && matches(value, request.tenant)) !== tenant.not;
  return (!methods || methods.includes(request.method)) && paths.some(path => matches(path, request.path)) && ofTenant
    && (!sourceIp || request.address.startsWith(sourceIp.slice(0, 'xx.x'.length)));
}

function asksUser({ groups }: SecurityCallPlan, request: SecurityRequest, stage = RolloutStage.ENFORCE): boolean {
  return stage !== RolloutStage.ENFORCE || !groups || (request.groups !== undefined && (groups.length === 0
    || groups.some(group => request.groups!.some(one => (group.endsWith('*') ? one.startsWith(group.slice(0, -1)) : one === group)))));
}
