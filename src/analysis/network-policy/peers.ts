/** The protocols that a NetworkPolicy speaks of. For others, Kubernetes leaves the behaviour to the network plugin. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** One entry of a container's `ports`. Only named ports matter here: a policy may name them. */
export interface NamedPort {
  readonly name: string;
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: string;
}

/**
 * One pod. Not changed once it was asked about: what was found for it is kept.
 */
export interface PodPeer {
  readonly kind: 'pod';
  readonly namespace: string;

  /**
   * The labels of its Namespace object. `kubernetes.io/metadata.name` is implied.
   * @default - not known (the Namespace object is not at hand); selectors that ask for them are UNKNOWN
   */
  readonly namespaceLabels?: Readonly<Record<string, string>>;

  readonly name: string;

  /** All labels of the pod, also those that its controller adds. */
  readonly labels: Readonly<Record<string, string>>;

  /**
   * The pod's addresses, IPv4 or IPv6 or one of each.
   * @default - not known; rules on addresses are UNKNOWN unless they say the same of all that it can have
   */
  readonly addresses?: readonly string[];

  /**
   * The pod shares its node's network. Kubernetes leaves it to the network plugin whether selectors see it.
   * @default false
   */
  readonly hostNetwork?: boolean;

  /**
   * The node that it runs on.
   * @default - not known
   */
  readonly node?: string;

  /**
   * The named ports of its containers.
   * @default - not known; a rule for a named port is UNKNOWN
   */
  readonly ports?: readonly NamedPort[];

  /**
   * It stands for several alike pods (a Deployment): from it to it is from one of them to another, not to itself.
   * @default false
   */
  readonly replicated?: boolean;
}

/** Anything that is no pod: it is known by its address only, and no selector matches it. */
export interface ExternalPeer {
  readonly kind: 'external';

  /** @default - not known; rules on addresses are UNKNOWN unless they cover all or none */
  readonly address?: string;

  /**
   * The address is that of this cluster node.
   * @default - it is no node's
   */
  readonly node?: string;

  /**
   * It is the very node that the pod runs on: the kubelet, for one.
   * @default false
   */
  readonly ownNode?: boolean;
}

export type NetworkPeer = PodPeer | ExternalPeer;
