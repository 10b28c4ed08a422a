import fc from 'fast-check';
import { buildSecurity, HOST, ISSUER, OTHER_DOMAIN, OWN_DOMAIN } from './_security-build';
import { expectedVerdict } from './_security-expected';
import type { SecurityPlan, SecurityRequest } from './_security-plan';
import { securityPlans, securityRequests } from './_security-plan';
import { Manifests } from '../_manifests';
import { AccessCaller, MeshAccess } from 'cdk8s-istio';
import type { AccessDecision } from 'cdk8s-istio';

const seed = Number(process.env.FC_SEED ?? 20261121);

/** The boundary that sees requests: NetworkPolicies and Sidecars are another suite's. */
const SILENT = ['NetworkPolicy', 'Sidecar'];

function callerOf({ shared }: SecurityPlan, { from, address }: SecurityRequest): AccessCaller {
  switch (from) {
    case 'internet': return AccessCaller.internet(address);
    case 'plaintext': return AccessCaller.outside(address);
    case 'stranger': return AccessCaller.principal(`${OWN_DOMAIN}/ns/elsewhere/sa/stranger`, address);
    case 'otherDomain': return AccessCaller.principal(`${OTHER_DOMAIN}/ns/far/sa/away`, address);
    default: return AccessCaller.principal(`${OWN_DOMAIN}/ns/front/sa/${shared ? 'web0' : from}`, address);
  }
}

function decide(mesh: MeshAccess, plan: SecurityPlan, request: SecurityRequest): AccessDecision {
  const { method, path, tenant, groups } = request;
  return mesh.decide({
    from: callerOf(plan, request),
    to: { namespace: 'back', workload: `${plan.callees[request.to % plan.callees.length].name}-v1` },
    port: 8080,
    method,
    path,
    ...request.from === 'internet' ? { host: HOST } : {},
    ...tenant === undefined ? {} : { headers: { 'x-tenant': tenant } },
    ...groups ? { claims: { iss: ISSUER, sub: 'me', groups } } : {},
  });
}

test('whatever is declared of users, conditions, policies and stages is proved, and decided as the declaration says', () => {
  const seen = new Map<string, number>();
  fc.assert(fc.property(securityPlans, fc.array(securityRequests, { minLength: 30, maxLength: 30 }), (plan, requests) => {
    // The proof at synth holds the manifests to the declaration.
    const manifests = Manifests.of(buildSecurity(plan)).all.filter(({ kind }) => !SILENT.includes(kind));
    const mesh = MeshAccess.fromManifests([...manifests], { trustDomain: OWN_DOMAIN, trustDomainAliases: [OTHER_DOMAIN] });
    for (const request of requests) {
      const expected = expectedVerdict(plan, request);
      if (expected === undefined) {
        continue;
      }
      const { verdict, layer, reason } = decide(mesh, plan, request);
      expect({ request, verdict, layer, reason }).toEqual({ request, verdict: expected, layer, reason });
      const key = `${request.from} ${expected}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }), { seed, numRuns: 40 });
  // Each kind of caller is both let through and refused.
  const kinds = ['web0', 'web1', 'stranger', 'otherDomain', 'plaintext', 'internet'].flatMap(from => [`${from} ALLOW`, `${from} DENY`]);
  kinds.push('web0 UNKNOWN', 'internet UNKNOWN');
  expect(kinds.filter(kind => !seen.has(kind))).toEqual([]);
});

test('the generator makes what the property is about', () => {
  const samples = fc.sample(securityPlans, { seed, numRuns: 200 });
  const calls = samples.flatMap(plan => plan.calls);
  const counts = {
    users: calls.filter(call => call.groups).length,
    claims: calls.filter(call => call.groups?.length).length,
    headers: calls.filter(call => call.tenant).length,
    addresses: calls.filter(call => call.sourceIp).length,
    tcp: calls.filter(call => call.tcp).length,
    denials: samples.filter(plan => plan.callees.some(callee => callee.deny && !callee.dryRun)).length,
    trials: samples.filter(plan => plan.callees.some(callee => callee.deny && callee.dryRun)).length,
    authorizers: samples.filter(plan => plan.callees.some(callee => callee.asked)).length,
    accounts: samples.filter(plan => plan.shared).length,
    audits: samples.filter(plan => plan.callees.some(callee => callee.audit)).length,
    ports: samples.filter(plan => plan.callees.some(callee => callee.portMtls)).length,
    workloads: samples.filter(plan => plan.callees.some(callee => callee.mtls)).length,
    namespaces: samples.filter(plan => plan.namespaceToken).length,
  };
  expect(Object.entries(counts).filter(([, count]) => count < 20)).toEqual([]);
  expect(new Set(samples.map(plan => plan.stage)).size).toBe(3);
  expect(new Set(samples.map(plan => plan.identityForm)).size).toBe(2);
  expect(new Set(calls.map(call => call.from)).size).toBe(5);
});
