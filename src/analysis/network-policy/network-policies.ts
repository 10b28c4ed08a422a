import type { IpFamily } from './addresses';
import { Connection, type ConnectionEnd } from './connection';
import type { AllowedPorts, Direction, NetworkPolicyDecision, PolicyRef } from './decision';
import { selectingPolicies, type Selecting } from './direction';
import { addressSpace, readEndpoint, type AddressSpace } from './endpoint';
import { field, isObject, type JsonObject } from './json';
import { opensBesides } from './other-apis';
import type { NetworkPeer, PodPeer, Protocol } from './peers';
import { compilePolicy, type Policy } from './policy';
import { PolicyIndex } from './policy-index';

export interface NetworkPoliciesOptions {
  /**
   * The namespace of policies that name none.
   * @default 'default'
   */
  readonly defaultNamespace?: string;

  /**
   * The IP families of addresses that are not known.
   * @default - those of `podCidrs`, or IPv4
   */
  readonly ipFamilies?: readonly IpFamily[];

  /**
   * The ranges that pods get their addresses from. With them, "all but the cluster's own ranges" can be told for pods without a known address.
   * @default - a pod's address can be any
   */
  readonly podCidrs?: readonly string[];

  /**
   * Reads a policy, where somebody else reads it as well.
   * @default - it is read here
   */
  readonly compile?: (ref: PolicyRef) => Policy;
}

/** Something in a policy that the API server would not take, or would drop. */
export interface PolicyProblem {
  readonly policy: PolicyRef;
  readonly message: string;
}

/**
 * All NetworkPolicies of a cluster, ready to be asked.
 *
 * The network plugin is taken to enforce them. What policies of other APIs (Calico, Cilium, AdminNetworkPolicy) open besides is
 * unknown; what they close is passed over.
 * A namespace's policies are read when its first pod is asked about, and what selects a pod is found once.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class NetworkPolicies {
  private readonly objects = new Map<string, { object: JsonObject; ref: PolicyRef }[]>();
  private readonly compiled = new Map<string, PolicyIndex>();
  private readonly ends = new WeakMap<NetworkPeer, ConnectionEnd>();
  private readonly space: AddressSpace;

  /** @param policies plain objects; what is no `networking.k8s.io/v1` NetworkPolicy is passed over */
  public constructor(policies: readonly unknown[], private readonly options: NetworkPoliciesOptions = {}) {
    this.space = addressSpace(options.ipFamilies, options.podCidrs);
    policies.forEach((object, index) => {
      if (!isNetworkPolicy(object) && !(isObject(object) && opensBesides(object) !== undefined)) return;
      const ref = policyRef(object, index, options.defaultNamespace ?? 'default');
      const siblings = this.objects.get(ref.namespace);
      if (siblings === undefined) this.objects.set(ref.namespace, [{ object, ref }]);
      else siblings.push({ object, ref });
    });
  }

  /** May a connection be opened from one to the other? Answers to it always come back. */
  public decide(from: NetworkPeer, to: NetworkPeer, port: number, protocol: Protocol = 'TCP'): NetworkPolicyDecision {
    return this.connection(from, to).decide(protocol, port);
  }

  /** Every port on which a connection may be opened. */
  public allowedPorts(from: NetworkPeer, to: NetworkPeer): AllowedPorts {
    return this.connection(from, to).allowedPorts();
  }

  /** The same two ends for many questions. */
  public connection(from: NetworkPeer, to: NetworkPeer): Connection {
    return new Connection(this.end(from), this.end(to), this.space);
  }

  /** The policies that select the pod for the direction, or perhaps do: it is isolated if there are any. */
  public isolating(pod: PodPeer, direction: Direction): readonly PolicyRef[] {
    return this.end(pod).policies[direction].map(({ policy }) => policy.ref);
  }

  /** All that is wrong with the policies. */
  public problems(): PolicyProblem[] {
    return [...this.objects.keys()].flatMap((namespace) => this.policiesOf(namespace).all)
      .sort((a, b) => a.ref.index - b.ref.index)
      .flatMap(({ ref, doubt }) => (doubt?.causes ?? []).map((message) => ({ policy: ref, message })));
  }

  private end(peer: NetworkPeer): ConnectionEnd {
    const known = this.ends.get(peer);
    if (known !== undefined) return known;
    const endpoint = readEndpoint(peer);
    const policies = endpoint.pod === undefined ? [] : this.policiesOf(endpoint.pod.namespace).candidates(endpoint.pod.labels);
    const select = (direction: Direction): readonly Selecting[] => selectingPolicies(endpoint, policies, direction);
    const end = { peer, endpoint, policies: { Ingress: select('Ingress'), Egress: select('Egress') } };
    this.ends.set(peer, end);
    return end;
  }

  private policiesOf(namespace: string): PolicyIndex {
    const known = this.compiled.get(namespace);
    if (known !== undefined) return known;
    const { compile } = this.options;
    const policies = new PolicyIndex((this.objects.get(namespace) ?? []).map(({ object, ref }) => compile?.(ref) ?? compilePolicy(object, ref)));
    this.compiled.set(namespace, policies);
    return policies;
  }
}

function isNetworkPolicy(object: unknown): object is JsonObject {
  return isObject(object) && field(object, 'kind') === 'NetworkPolicy' && field(object, 'apiVersion') === 'networking.k8s.io/v1';
}

function policyRef(object: JsonObject, index: number, defaultNamespace: string): PolicyRef {
  const metadata = field(object, 'metadata');
  const text = (name: string): string | undefined => {
    const value = isObject(metadata) ? field(metadata, name) : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { namespace: text('namespace') ?? defaultNamespace, name: text('name') ?? `(unnamed ${index})`, index };
}
