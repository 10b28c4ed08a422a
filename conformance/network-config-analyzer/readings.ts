import { POD_RANGE, type World, type WorldPeer, type WorldPolicy, type WorldRule, type WorldSelector } from './world';

/**
 * Where NCA reads a policy otherwise than Kubernetes documents it. Each is written as a change to the input after which
 * the documented reading gives what NCA says of the unchanged input, so a known difference only ever excuses exactly
 * the answers that follow from it.
 */
export interface Reading {
  readonly title: string;
  /** The world as NCA reads it; the very same object if this reading makes no difference to it. */
  readonly apply: (world: World) => World;
}

/**
 * "This selects particular IP CIDR ranges": Kubernetes' own end-to-end tests ("should allow egress access to server in
 * CIDR block") admit a pod by its address. In NCA pods have no address, and no block ever means one.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
const blocksWithoutPods: Reading = {
  title: 'an ipBlock never means a pod',
  apply: (world) => mapPeers(world, (peer) => {
    if (peer.ipBlock === undefined) return peer;
    const { cidr, except = [] } = peer.ipBlock;
    // In a range that is all pods, none is left: a peer that matches nothing. Leaving it out could empty the list, which is everyone.
    if (cidr.startsWith('10.244.')) return { podSelector: { matchLabels: { 'no-such-label': 'on-any-pod' } } };
    const hasPods = ['0.0.0.0/0', '10.0.0.0/8'].includes(cidr) && !except.includes(POD_RANGE);
    return hasPods ? { ipBlock: { cidr, except: [...except, POD_RANGE] } } : peer;
  }),
};

/**
 * "Egress will be set if the NetworkPolicy has any egress rules": an empty list has none, and the API server counts them.
 * NCA only looks whether the field is there.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource
 */
const emptyEgressCounts: Reading = {
  title: 'egress: [] without policyTypes isolates for egress',
  apply: (world) => mapPolicies(world, (policy) => {
    const { policyTypes = [], egress } = policy.spec;
    if (policyTypes.length > 0 || egress?.length !== 0) return policy;
    return { ...policy, spec: { ...policy.spec, policyTypes: ['Ingress', 'Egress'] } };
  }),
};

/**
 * "A single to/from entry that specifies both namespaceSelector and podSelector selects particular Pods within
 * particular namespaces": of all operators, NCA looks up Exists and DoesNotExist in the policy's own namespace only.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
const existsInOwnNamespace: Reading = {
  title: 'Exists and DoesNotExist beside a namespaceSelector only find pods of the policy\'s namespace',
  apply: (world) => mapPeers(world, (peer, namespace) => {
    const bare = (peer.podSelector?.matchExpressions ?? []).some(({ operator }) => /Exist/.test(operator));
    if (peer.namespaceSelector === undefined || !bare) return peer;
    const own = { key: 'kubernetes.io/metadata.name', operator: 'In', values: [namespace] };
    const namespaceSelector: WorldSelector = {
      ...peer.namespaceSelector, matchExpressions: [...peer.namespaceSelector.matchExpressions ?? [], own],
    };
    return { ...peer, namespaceSelector };
  }),
};

/**
 * A port of a rule has a protocol, and names a container port of that protocol; one pod may call its TCP and its UDP port alike.
 * NCA keeps one port a name: the last.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
const onePortPerName: Reading = {
  title: 'of a pod\'s ports of one name only the last counts, whatever its protocol',
  apply: (world) => {
    const last = world.pods.map((pod) => pod.ports.filter((port, i) => !pod.ports.slice(i + 1).some(({ name }) => name === port.name)));
    return world.pods.every((pod, i) => pod.ports.length === last[i].length)
      ? world
      : { ...world, pods: world.pods.map((pod, i) => ({ ...pod, ports: last[i] })) };
  },
};

const READINGS: readonly Reading[] = [blocksWithoutPods, emptyEgressCounts, existsInOwnNamespace, onePortPerName];

/** The world as NCA reads it, and by which readings; none if it reads it as Kubernetes does. */
export function asNcaReads(world: World): { world: World; readings: readonly Reading[] } {
  const readings = READINGS.filter((reading) => reading.apply(world) !== world);
  return { world: readings.reduce((read, reading) => reading.apply(read), world), readings };
}

function mapPolicies(world: World, change: (policy: WorldPolicy) => WorldPolicy): World {
  const policies = world.policies.map(change);
  return policies.every((policy, i) => policy === world.policies[i]) ? world : { ...world, policies };
}

function mapPeers(world: World, change: (peer: WorldPeer, namespace: string) => WorldPeer): World {
  return mapPolicies(world, (policy) => {
    let changed = false;
    const peers = (list: readonly WorldPeer[] | undefined): readonly WorldPeer[] | undefined => list?.map((peer) => {
      const other = change(peer, policy.metadata.namespace);
      changed ||= other !== peer;
      return other;
    });
    const rules = (list: readonly WorldRule[] | undefined): readonly WorldRule[] | undefined => list?.map((rule) => ({
      ...rule, from: peers(rule.from), to: peers(rule.to),
    }));
    const spec = { ...policy.spec, ingress: rules(policy.spec.ingress), egress: rules(policy.spec.egress) };
    return changed ? { ...policy, spec } : policy;
  });
}
