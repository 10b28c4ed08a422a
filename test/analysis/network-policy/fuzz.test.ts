import fc from 'fast-check';
import * as arbitrary from './_arbitraries';
import type { ExternalPeer, NetworkPeer } from '../../../src/analysis/network-policy';
import { NetworkPolicies } from '../../../src/analysis/network-policy';

const WORDS = [
  'spec', 'podSelector', 'namespaceSelector', 'ipBlock', 'cidr', 'except', 'matchLabels', 'matchExpressions', 'key', 'operator', 'values',
  'ingress', 'egress', 'from', 'to', 'ports', 'port', 'endPort', 'protocol', 'policyTypes', '__proto__', 'constructor',
];
const LEAVES = ['In', 'NotIn', 'Exists', 'TCP', 'UDP', 'Ingress', 'Egress', '10.0.0.0/8', '::/0', '::', '1.2.3.4/', '/8', 'http', '80', '', 'x'];

const leaf = fc.oneof(fc.constantFrom<unknown>(...LEAVES, null, undefined, true, 0, 80, -1, 1.5, 1e9, NaN), fc.string(), fc.double());
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof({ maxDepth: 6, withCrossShrink: true }, leaf, fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...WORDS), tie('json'), { maxKeys: 4 })),
}));

/** A sound policy with one piece of it, anywhere, replaced by anything. */
const damaged = fc.tuple(arbitrary.policies, fc.nat(), json).map(([policies, at, value]) => {
  let left = at % (JSON.stringify(policies).length / 8);
  const damage = (node: unknown): unknown => {
    left -= 1;
    if (left < 0 && left >= -1) return value;
    if (Array.isArray(node)) return node.map(damage);
    return typeof node === 'object' && node !== null ? Object.fromEntries(Object.entries(node).map(([k, v]) => [k, damage(v)])) : node;
  };
  return policies.map((policy) => ({ ...policy, metadata: damage(policy.metadata), spec: damage(policy.spec) }));
});

const arbitraryPolicies = fc.array(json.map((spec) => ({
  apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace: 'a', name: 'p' }, spec,
})), { maxLength: 3 });

const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.constantFrom('10.0.0.1', '::ffff:1.2.3.4', 'fe80::1%eth0'));
const peers: fc.Arbitrary<NetworkPeer> = fc.oneof(
  fc.record({
    kind: fc.constant('external' as const), address: fc.option(address, { nil: undefined }), ownNode: fc.boolean(),
  }) as fc.Arbitrary<ExternalPeer>,
  fc.record({
    kind: fc.constant('pod' as const),
    namespace: fc.constantFrom('a', 'b'),
    name: fc.constantFrom('x', 'y'),
    labels: fc.dictionary(fc.constantFrom('app', '__proto__', 'tier'), fc.constantFrom('x', 'y')),
    namespaceLabels: fc.option(fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('x', 'y')), { nil: undefined }),
    addresses: fc.option(fc.array(address, { maxLength: 3 }), { nil: undefined }),
    hostNetwork: fc.boolean(),
    node: fc.constantFrom('n1', 'n2', undefined),
    ports: fc.option(fc.array(fc.record({ name: fc.constantFrom('http', 'dns'), port: fc.integer() }), { maxLength: 2 }), { nil: undefined }),
    replicated: fc.boolean(),
  }),
);

const check = (policies: unknown[], from: NetworkPeer, to: NetworkPeer, port: number) => {
  const index = new NetworkPolicies(policies);
  const decision = index.decide(from, to, port);
  expect(['ALLOW', 'DENY', 'UNKNOWN']).toContain(decision.verdict);
  expect(decision.reason).not.toMatch(/undefined|\[object|^not known: $/);
  expect(decision.causes.length > 0).toBe(decision.verdict === 'UNKNOWN');
  for (const access of Object.values(index.allowedPorts(from, to))) expect(access.allowed.every(({ first, last }) => first <= last)).toBe(true);
  index.problems();
};

test('no object, however broken, makes it throw', () => {
  const policies = fc.oneof(damaged, arbitraryPolicies, fc.array(json));
  fc.assert(fc.property(policies, peers, peers, fc.oneof(arbitrary.port, fc.double()), check), { numRuns: 3000 });
});
