import fc from 'fast-check';
import type { NaivePeer, NaivePod, NaivePolicy, NaivePort, NaiveRule, NaiveSelector } from './_naive';

// Few names and numbers, so that policies, pods and questions meet.
const NAMESPACES = ['a', 'b'];
const KEYS = ['app', 'tier'];
const VALUES = ['x', 'y'];
const PORTS = [79, 80, 81, 443, 8080];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

export const port = fc.constantFrom(...PORTS);
export const protocol = fc.constantFrom('TCP' as const, 'UDP' as const, 'SCTP' as const);

const labels = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), { maxKeys: 2 });

/** Both namespaces with their labels, and up to five pods in them. */
export const pods: fc.Arbitrary<NaivePod[]> = fc.tuple(labels, labels).chain((namespaceLabels) => fc.array(fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  labels,
  ports: fc.uniqueArray(fc.record({ name: fc.constantFrom('http', 'dns'), port, protocol: fc.constantFrom(...PROTOCOLS) }), {
    maxLength: 3, selector: (one) => `${one.name} ${one.protocol}`,
  }),
}), { minLength: 1, maxLength: 5 }).map((list) => list.map((pod, i) => ({
  ...pod,
  name: `pod-${i}`,
  namespaceLabels: namespaceLabels[NAMESPACES.indexOf(pod.namespace)],
  address: `10.${i % 2}.0.${i}`,
}))));

const requirement = fc.record({ key: fc.constantFrom(...KEYS), operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist') })
  .chain((one) => /In$/.test(one.operator)
    ? fc.subarray(VALUES, { minLength: 1 }).map((values) => ({ ...one, values }))
    : fc.constant(one));

const selector = (keys: string[]): fc.Arbitrary<NaiveSelector> => fc.record({
  matchLabels: fc.dictionary(fc.constantFrom(...keys), fc.constantFrom(...VALUES, ...NAMESPACES), { maxKeys: 1 }),
  matchExpressions: fc.array(requirement, { maxLength: 1 }),
}, { requiredKeys: [] });

const podSelector = selector(KEYS);
const namespaceSelector = selector([...KEYS, 'kubernetes.io/metadata.name']);

const peer: fc.Arbitrary<NaivePeer> = fc.oneof(
  fc.record({ podSelector }),
  fc.record({ namespaceSelector }),
  fc.record({ podSelector, namespaceSelector }),
  fc.constantFrom<NaivePeer>(
    { ipBlock: { cidr: '0.0.0.0/0' } },
    { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
    { ipBlock: { cidr: '10.0.0.0/31' } },
    { ipBlock: { cidr: '192.168.0.0/16' } },
  ),
);

const portEntry: fc.Arbitrary<NaivePort> = fc.oneof(
  fc.record({ protocol: fc.constantFrom(...PROTOCOLS), port }, { requiredKeys: [] }),
  fc.record({ protocol: fc.constantFrom(...PROTOCOLS), port: fc.constantFrom('http', 'dns') }, { requiredKeys: ['port'] }),
  fc.constantFrom({ port: 80, endPort: 443 }, { port: 81, endPort: 81 }, { port: 80, endPort: 8080, protocol: 'UDP' }),
);

const rules = (peers: 'from' | 'to'): fc.Arbitrary<NaiveRule[]> => fc.array(
  fc.record({ [peers]: fc.array(peer, { maxLength: 2 }), ports: fc.array(portEntry, { maxLength: 2 }) }, { requiredKeys: [] }),
  { maxLength: 2 });

export const policies: fc.Arbitrary<NaivePolicy[]> = fc.array(fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  spec: fc.record({
    podSelector,
    policyTypes: fc.constantFrom<string[]>([], ['Ingress'], ['Egress'], ['Ingress', 'Egress']),
    ingress: rules('from'),
    egress: rules('to'),
  }, { requiredKeys: [] }),
}), { maxLength: 5 }).map((list) => list.map(({ namespace, spec }, i) => ({
  apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace, name: `policy-${i}` }, spec,
})));
