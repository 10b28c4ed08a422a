import fc from 'fast-check';
import { podAddress, POD_RANGE, type World, type WorldPeer, type WorldPolicy, type WorldRule, type WorldSelector } from './world';

// Few names and numbers, so that policies and pods meet.
// Not generated, as NCA refuses it although Kubernetes takes it: rules of a direction that policyTypes leaves out, and
// a policy without podSelector. Nor are empty label values of namespaces: NCA reads a missing label as an empty one.
const NAMESPACES = ['a', 'b'];
const VALUES = ['x', 'y'];
const NAME_LABEL = 'kubernetes.io/metadata.name';
const PORTS = [1, 79, 80, 81, 443, 8080, 65535];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const NAMES = ['http', 'dns'];

/**
 * @param odd also what is known to be read otherwise by NCA (see readings.ts)
 */
function worlds(odd: boolean): fc.Arbitrary<World> {
  const oddly = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T>[] => odd ? [arbitrary] : [];
  const value = fc.constantFrom(...VALUES);
  const labels = (...keys: string[]) => fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: keys.length });
  const protocol = fc.constantFrom(...PROTOCOLS);
  const port = fc.constantFrom(...PORTS);

  const valued = (keys: string[], values: string[]) => fc.record({
    key: fc.constantFrom(...keys), operator: fc.constantFrom('In', 'NotIn'), values: fc.subarray(values, { minLength: 1 }),
  });
  const bare = (keys: string[]) => fc.record({ key: fc.constantFrom(...keys), operator: fc.constantFrom('Exists', 'DoesNotExist') });
  const selector = (keys: string[], withBare: boolean): fc.Arbitrary<WorldSelector> => fc.record({
    matchLabels: labels(...keys),
    matchExpressions: fc.array(withBare ? fc.oneof(valued(keys, VALUES), bare(keys)) : valued(keys, VALUES), { maxLength: 2 }),
  }, { requiredKeys: [] });
  const podSelector = selector(['app', 'tier'], true);
  // Half of the policies select all pods of their namespace: a pod that no policy selects teaches little.
  const selected = fc.oneof(fc.constant<WorldSelector>({}), podSelector);
  const namespaceSelector: fc.Arbitrary<WorldSelector> = fc.oneof(
    selector(['team', 'env'], true),
    fc.record({ matchLabels: fc.record({ [NAME_LABEL]: fc.constantFrom(...NAMESPACES) }) }),
    fc.record({ matchExpressions: fc.tuple(valued([NAME_LABEL], NAMESPACES)) }),
  );

  const ipBlock = fc.oneof(
    // Without a pod in any of them.
    fc.constantFrom(
      { cidr: '192.168.0.0/16' }, { cidr: '192.168.7.9/24', except: ['192.168.7.0/25', '192.168.7.192/26'] },
      { cidr: '10.0.0.0/8', except: [POD_RANGE, '10.1.0.0/16'] }, { cidr: '0.0.0.0/1', except: ['10.0.0.0/8'] }, { cidr: '203.0.113.7/32' },
      { cidr: '2001:db8::/32', except: ['2001:db8:1::/48'] }, { cidr: '::/0', except: ['fd00::/8'] }, { cidr: '2001:db8:1:2::/64' },
    ),
    ...oddly(fc.constantFrom(
      { cidr: '0.0.0.0/0' }, { cidr: '10.0.0.0/8' }, { cidr: '0.0.0.0/0', except: ['10.244.0.0/30'] }, { cidr: `${podAddress(1)}/32` },
    )),
  );
  const peer: fc.Arbitrary<WorldPeer> = fc.oneof(
    fc.record({ podSelector }),
    fc.record({ namespaceSelector }),
    fc.record({ namespaceSelector, podSelector: selector(['app', 'tier'], odd) }),
    fc.record({ ipBlock }),
  );
  const rulePort = fc.oneof(
    fc.record({ protocol, port }, { requiredKeys: [] }),
    fc.record({ protocol, port: fc.constantFrom(...NAMES) }, { requiredKeys: ['port'] }),
    fc.record({ protocol, port: fc.constantFrom(1, 79, 81), endPort: fc.constantFrom(81, 443, 65535) }, { requiredKeys: ['port', 'endPort'] }),
  );
  const rules = (peers: 'from' | 'to', empty: fc.Arbitrary<WorldRule[]>[]): fc.Arbitrary<WorldRule[]> => fc.oneof(
    fc.array(fc.record({
      [peers]: fc.array(peer, { maxLength: 3 }), ports: fc.array(rulePort, { maxLength: 3 }),
    }, { requiredKeys: [] }), { minLength: 1, maxLength: 3 }),
    ...empty,
  );
  const none = fc.constant<WorldRule[]>([]);
  const spec: fc.Arbitrary<WorldPolicy['spec']> = fc.oneof(
    fc.record({
      podSelector: selected, policyTypes: fc.constantFrom(undefined, []), ingress: rules('from', [none]), egress: rules('to', oddly(none)),
    }, { requiredKeys: ['podSelector'] }),
    fc.record({ podSelector: selected, policyTypes: fc.constant(['Ingress']), ingress: rules('from', [none]) }, { requiredKeys: ['podSelector', 'policyTypes'] }),
    fc.record({ podSelector: selected, policyTypes: fc.constant(['Egress']), egress: rules('to', [none]) }, { requiredKeys: ['podSelector', 'policyTypes'] }),
    fc.record({
      podSelector: selected, policyTypes: fc.constant(['Ingress', 'Egress']), ingress: rules('from', [none]), egress: rules('to', [none]),
    }, { requiredKeys: ['podSelector', 'policyTypes'] }),
  );

  return fc.record({
    namespaces: fc.tuple(...NAMESPACES.map((name) => fc.record({ name: fc.constant(name), labels: labels('team', 'env') }))),
    pods: fc.array(fc.record({
      namespace: fc.constantFrom(...NAMESPACES),
      labels: labels('app', 'tier'),
      ports: fc.uniqueArray(fc.record({ name: fc.constantFrom(...NAMES), port, protocol }), {
        maxLength: 3, selector: (one) => odd ? `${one.name} ${one.protocol}` : one.name,
      }),
    }), { minLength: 4, maxLength: 7 }),
    policies: fc.array(fc.record({ namespace: fc.constantFrom(...NAMESPACES), spec }), { minLength: 3, maxLength: 8 }),
  }).map(({ namespaces, pods, policies }) => ({
    namespaces,
    pods: pods.map((pod, i) => ({ ...pod, name: `pod-${i}`, address: podAddress(i) })),
    policies: policies.map(({ namespace, spec: own }, i) => ({
      apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace, name: `policy-${i}` }, spec: own,
    })),
  }));
}

/** The same worlds for the same seed. Most hold nothing on which NCA is known to differ. */
export function randomWorlds(seed: number, count: number): World[] {
  const world = fc.oneof({ weight: 3, arbitrary: worlds(false) }, { weight: 1, arbitrary: worlds(true) });
  return fc.sample(world, { seed, numRuns: count });
}
