import * as fc from 'fast-check';
import { AccessSets, AccessSpace } from '../../../src/analysis/access-sets';
import type { Workload } from '../../../src/analysis/model';
import { buildModel } from '../../../src/analysis/model';
import type { DeclaredBounds, DeclaredEdge } from '../../../src/analysis/proof';
import { declaredSet, issued, withoutToken } from '../../../src/analysis/proof/declared-sets';
import { identityProof, portsOf } from '../../../src/analysis/proof/identity-proof';
import { authorization, peerAuthentication, world } from '../world';

/* The proof looks at identities one by one; whole sets, which know of no identity, judge whether it may say nothing. */

const bounds: DeclaredBounds = {
  path: 'pay', namespace: 'pay', authorizationPolicy: true, networkPolicy: false, sidecar: false, extraSidecarHosts: [], baseline: { ingress: [], egress: [] },
};

interface Call {
  readonly principal: string;
  readonly methods?: string[];
  readonly paths?: string[];
}

const call: fc.Arbitrary<Call> = fc.record({
  principal: fc.constantFrom(
    'cluster.local/ns/shop/sa/web', 'cluster.local/ns/shop/sa/cart', 'old.local/ns/shop/sa/web', 'cluster.local/ns/legacy/sa/*', 'cluster.local/ns/shop/*',
  ),
  methods: fc.constantFrom(['GET'], ['GET', 'POST']),
  paths: fc.constantFrom(['/a'], ['/a*'], ['/a', '/b/*']),
});

function ruleOf({ principal, methods, paths }: Call): object {
  return { from: [{ source: { principals: [principal] } }], to: [{ operation: { ports: ['8080'], methods, paths } }] };
}

function edgeOf({ principal, methods, paths }: Call): DeclaredEdge {
  return {
    caller: { name: principal, namespace: 'shop', principal },
    callee: { name: 'api', namespace: 'pay', host: 'api.pay.svc.cluster.local', podLabels: { app: 'api' } },
    port: 80,
    targetPort: 8080,
    operation: { methods, paths },
  };
}

/** Whether whole sets find nothing. */
function isQuiet(
  sets: AccessSets, api: Workload, ports: readonly number[], edges: readonly DeclaredEdge[], trustDomains: readonly string[],
): boolean {
  const { sets: algebra } = sets.space.algebra;
  return ports.every(port => {
    const declared = edges.filter(edge => edge.targetPort === port).map(edge => declaredSet(sets.space, edge, trustDomains));
    const { must, may } = sets.identityAccess(api, port);
    const beyond = algebra.intersection(algebra.difference(may, algebra.union(...declared)), issued(sets.space));
    return algebra.isEmpty(beyond) && declared.every(one => !algebra.isEmpty(one) && algebra.isSubset(withoutToken(sets.space, one), must));
  });
}

test('nothing is said if and only if whole sets find nothing', () => {
  const seen = { quiet: 0, loud: 0 };
  const space = new AccessSpace();
  const few = fc.array(call, { maxLength: 4 });
  fc.assert(fc.property(few, few, fc.integer({ min: 0, max: 5 }), fc.boolean(), fc.boolean(), (calls, others, change, strict, aliases) => {
    // Mostly what is declared, else something more or less.
    const allowed = change === 0 ? others : change === 1 ? [...calls, ...others] : change === 2 ? calls.slice(1) : [...calls].reverse();
    const model = buildModel(world(
      ...strict ? [peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } })] : [],
      authorization('pay/api', { selector: { matchLabels: { app: 'api' } }, rules: allowed.map(ruleOf) }),
    ).map(object => ({ object })), aliases ? { meshConfig: { trustDomainAliases: ['old.local'] } } : {});
    const [api] = model.workloads.in('pay');
    const edges = calls.map(edgeOf);
    const { trustDomain, trustDomainAliases } = model.meshConfig;
    const said = identityProof(model, new AccessSets(model, space), bounds, api, edges);
    const quiet = isQuiet(new AccessSets(model, space), api, portsOf(model, api, edges), edges, [trustDomain, ...trustDomainAliases]);
    seen[quiet ? 'quiet' : 'loud']++;
    expect(said.length === 0).toBe(quiet);
  }), { numRuns: 150 });
  expect(Math.min(seen.quiet, seen.loud)).toBeGreaterThan(10);
});
