import type { DeclaredCall } from '../calls/declared-call';
import type { Platform } from '../mesh/platform';
import type { PlatformPeer } from '../mesh/platform-peer';
import { inKeyOrder, sorted, sortedUnique } from '../private/naming';
import type {
  NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
} from '../private/network-policy-spec';

/** Peers and the ports that are open for them. */
interface Opening {
  readonly peers: NetworkPolicyPeer[];
  readonly ports: NetworkPolicyPort[];
}

/** What a NetworkPolicy opens; a direction that is left out is not isolated by it. */
export interface NetworkPolicyOptions {
  /** The pods; empty for every pod of the namespace. */
  readonly selector: { readonly [label: string]: string };
  readonly incoming?: readonly DeclaredCall[];
  readonly outgoing?: readonly DeclaredCall[];
  /** What pods need of the platform. */
  readonly baseline?: Baseline;
  /** Whom the pods' proxies themselves reach, beside what the baseline says: collectors of telemetry, authorizers. */
  readonly proxyPeers?: readonly PlatformPeer[];
}

/** What pods need of the platform so that they start and can be observed. */
export interface Baseline {
  readonly platform: Platform;
  /** Have the pods a proxy? */
  readonly injected: boolean;
}

/**
 * The NetworkPolicy of the pods that a selector names: it isolates them and opens what was declared, and the baseline.
 * The kubelet needs no rule: a pod's own node is always admitted.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function networkPolicy(options: NetworkPolicyOptions): NetworkPolicySpec {
  const { selector, incoming, outgoing, baseline, proxyPeers = [] } = options;
  return {
    podSelector: Object.keys(selector).length > 0 ? { matchLabels: selector } : {},
    policyTypes: [...incoming ? ['Ingress' as const] : [], ...outgoing ? ['Egress' as const] : []],
    ...incoming ? { ingress: ingressRules([...baseline ? baselineIngress(baseline) : [], ...incoming.map(callerOpening)]) } : {},
    ...outgoing ? {
      egress: egressRules([...baseline ? baselineEgress(baseline) : [], ...proxyPeers.map(platformOpening), ...outgoing.map(calleeOpening)]),
    } : {},
  };
}

function baselineIngress({ platform, injected }: Baseline): Opening[] {
  return injected ? platform.prometheus.map(platformOpening) : [];
}

function baselineEgress({ platform, injected }: Baseline): Opening[] {
  return [...platform.dns, ...injected ? [platform.istiod, ...platform._istioCsrPeers, ...platform.telemetry] : []].map(platformOpening);
}

function callerOpening({ caller, port }: DeclaredCall): Opening {
  const peers = caller.cidrs ? sortedUnique(caller.cidrs).map(cidr => ({ ipBlock: { cidr } })) : [pods(caller.namespace, caller.podLabels)];
  return { peers, ports: [{ protocol: 'TCP', port: port.targetPort }] };
}

function calleeOpening({ callee, port }: DeclaredCall): Opening {
  if (callee.addresses) {
    return { peers: sorted(callee.addresses, block => JSON.stringify(block)).map(ipBlock => ({ ipBlock })), ports: [{ protocol: 'TCP', port: port.targetPort }] };
  }
  // The network sees a connection after the Service's address has become a pod's: the port is the pod's.
  return { peers: [pods(callee.namespace, callee.podLabels)], ports: [{ protocol: 'TCP', port: port.targetPort }] };
}

function platformOpening(peer: PlatformPeer): Opening {
  return {
    peers: [
      ...peer.namespace !== undefined ? [pods(peer.namespace, peer.podLabels)] : [],
      ...(peer.cidrs ?? []).map(cidr => ({ ipBlock: { cidr } })),
    ],
    ports: peer.ports.map(({ port, protocol }) => ({ protocol: (protocol ?? 'TCP') as NetworkPolicyPort['protocol'], port })),
  };
}

function pods(namespace: string, labels: { readonly [key: string]: string } | undefined): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...labels && Object.keys(labels).length > 0 ? { podSelector: { matchLabels: { ...labels } } } : {},
  };
}

function ingressRules(openings: readonly Opening[]): NetworkPolicyIngressRule[] {
  return joined(openings).map(({ peers, ports }) => ({ from: peers, ports }));
}

function egressRules(openings: readonly Opening[]): NetworkPolicyEgressRule[] {
  return joined(openings).map(({ peers, ports }) => ({ to: peers, ports }));
}

/** One rule for the same peers, with the ports of all. An opening for no peer or no port opens nothing, and is no rule. */
function joined(openings: readonly Opening[]): Opening[] {
  const byPeers = new Map<string, { readonly peers: NetworkPolicyPeer[]; ports: readonly NetworkPolicyPort[] }>();
  for (const { peers, ports } of openings) {
    if (peers.length === 0 || ports.length === 0) { continue; }
    const key = JSON.stringify(peers);
    const known = byPeers.get(key);
    if (known === undefined) { byPeers.set(key, { peers, ports }); } else { known.ports = [...known.ports, ...ports]; }
  }
  return inKeyOrder(byPeers).map(({ peers, ports }) => ({ peers, ports: eachOnce(ports) }));
}

function eachOnce(ports: readonly NetworkPolicyPort[]): NetworkPolicyPort[] {
  return ports.length < 2 ? [...ports] : inKeyOrder(new Map(ports.map(port => [JSON.stringify(port), port])));
}
