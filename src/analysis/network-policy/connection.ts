import { inRange, wholeFamily, type IpAddress, type IpFamily } from './addresses';
import type { AllowedPorts, Direction, DirectionDecision, NetworkPolicyDecision, PortAccess, PortInterval, Verdict } from './decision';
import { DirectionView, type Selecting } from './direction';
import type { AddressSpace, Endpoint } from './endpoint';
import type { NetworkPeer, Protocol } from './peers';
import { isPortNumber, isProtocol, LAST_PORT } from './ports';
import { reasonFor } from './reason';

/** An end of a connection with the policies that select it. */
export interface ConnectionEnd {
  readonly peer: NetworkPeer;
  readonly endpoint: Endpoint;
  readonly policies: Readonly<Record<Direction, readonly Selecting[]>>;
}

/** One way in which it can be: over this IP family, with a plugin that sees host network pods as pods or does not. */
interface Case {
  readonly egress: readonly DirectionView[];
  readonly ingress: readonly DirectionView[];
}

interface DecidedCase {
  readonly egress: DirectionDecision;
  readonly ingress: DirectionDecision;
  readonly verdict: Verdict;
}

const AS_POD = [true];
const AS_POD_OR_NOT = [true, false];
const ANY_FAMILY: readonly IpFamily[] = ['IPv4'];
const NO_CAUSES: readonly string[] = [];

/**
 * From one end to the other: read once, asked for as many ports as needed.
 * Where the manifests leave open how it is (which address, which IP family, what the plugin makes of host network pods),
 * every case is decided, and the verdict is theirs if they agree.
 */
export class Connection {
  private readonly always: 'SELF' | 'OWN_NODE' | undefined;
  private readonly maybeOwnNode: string | undefined;
  private readonly cases: readonly Case[];

  public constructor(private readonly from: ConnectionEnd, private readonly to: ConnectionEnd, private readonly space: AddressSpace) {
    const node = sameNode(from.peer, to.peer);
    this.always = isSelf(from.peer, to.peer) ? 'SELF' : node === true ? 'OWN_NODE' : undefined;
    this.maybeOwnNode = node === undefined
      ? `whether ${from.endpoint.title} and ${to.endpoint.title} are on one node is not known, and a pod's own node is always admitted`
      : undefined;
    this.cases = this.always === undefined ? this.everyCase() : [];
  }

  public decide(protocol: Protocol, port: number): NetworkPolicyDecision {
    if (!isProtocol(protocol) || !isPortNumber(port)) {
      return this.unanswerable(`NetworkPolicy only speaks of TCP, UDP and SCTP ports 1 to ${LAST_PORT}`);
    }
    if (this.always !== undefined) return this.settled(this.always);
    if (this.cases.length === 1) {
      const { verdict, egress, ingress } = this.decideCase(this.cases[0], protocol, port);
      return this.result(verdict, egress, ingress);
    }
    const decided = this.cases.map((one) => this.decideCase(one, protocol, port));
    const [first] = decided;
    const egress = agree(decided.map((one) => one.egress), this.openCauses());
    const ingress = agree(decided.map((one) => one.ingress), this.openCauses());
    const verdict = decided.every((one) => one.verdict === first.verdict) ? first.verdict : 'UNKNOWN';
    return this.result(verdict, egress, ingress);
  }

  public allowedPorts(): AllowedPorts {
    const of = (protocol: Protocol): PortAccess => this.portAccess(protocol);
    // Each when it is asked for: most ask for TCP only.
    return {
      get TCP() { return of('TCP'); },
      get UDP() { return of('UDP'); },
      get SCTP() { return of('SCTP'); },
    };
  }

  private decideCase(one: Case, protocol: Protocol, port: number): DecidedCase {
    const egress = this.merge(one.egress, protocol, port, this.to);
    const ingress = this.merge(one.ingress, protocol, port, this.from);
    return { egress, ingress, verdict: strictest(egress.verdict, ingress.verdict) };
  }

  /** Between two edges no rule changes its answer, so one port stands for all. */
  private portAccess(protocol: Protocol): PortAccess {
    const views = this.cases.flatMap((one) => [...one.egress, ...one.ingress]);
    const edges = new Set([1, ...views.flatMap((view) => view.portEdges(protocol))]);
    const starts = [...edges].filter((port) => port <= LAST_PORT).sort((a, b) => a - b);
    const lists: Record<Verdict, { first: number; last: number }[]> = { ALLOW: [], UNKNOWN: [], DENY: [] };
    starts.forEach((first, i) => {
      const last = (starts[i + 1] ?? LAST_PORT + 1) - 1;
      const list: { first: number; last: number }[] = lists[this.decide(protocol, first).verdict];
      const before = list.at(-1);
      if (before !== undefined && before.last + 1 === first) before.last = last;
      else list.push({ first, last });
    });
    return { allowed: lists.ALLOW satisfies PortInterval[], unknown: lists.UNKNOWN };
  }

  /**
   * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods
   */
  private everyCase(): Case[] {
    const cases: Case[] = [];
    for (const hostNetworkSeen of isHostNetwork(this.from.peer) || isHostNetwork(this.to.peer) ? AS_POD_OR_NOT : AS_POD) {
      for (const family of this.families()) {
        cases.push({
          egress: this.views('Egress', this.from, this.to, family, hostNetworkSeen),
          ingress: this.views('Ingress', this.to, this.from, family, hostNetworkSeen),
        });
      }
    }
    return cases;
  }

  /** A view for each address of the other end that can make a difference. */
  private views(direction: Direction, end: ConnectionEnd, other: ConnectionEnd, family: IpFamily, hostNetworkSeen: boolean): DirectionView[] {
    const subject = hostNetworkSeen || !isHostNetwork(end.peer) ? end.policies[direction] : [];
    const visible = hostNetworkSeen || !isHostNetwork(other.peer);
    const { names } = this.to.endpoint;
    if (!speakOfAddresses(subject)) return [new DirectionView(direction, subject, other.endpoint, visible, undefined, names)];
    return this.addresses(subject, other, family).map((address) => new DirectionView(direction, subject, other.endpoint, visible, address, names));
  }

  private addresses(policies: readonly Selecting[], other: ConnectionEnd, family: IpFamily): readonly IpAddress[] {
    const edges = policies.flatMap((policy) => policy.addressEdges);
    const known = other.endpoint.addresses;
    if (known !== undefined) {
      const matching = known.filter((address) => address.family === family);
      return matching.length > 0 ? matching : known;
    }
    const isPod = other.peer.kind === 'pod' && !isHostNetwork(other.peer);
    const ranges = (isPod ? this.space.pods?.filter((range) => range.family === family) : undefined) ?? [wholeFamily(family)];
    return ranges.flatMap((range) => [
      { family, value: range.first },
      ...edges.filter((edge) => edge.value !== range.first && inRange(range, edge)),
    ]);
  }

  /**
   * Those that both ends have; if they share none, the connection is not for policies to stop, and all are asked. Where no policy
   * speaks of addresses, one is as any other.
   */
  private families(): readonly IpFamily[] {
    if (!speakOfAddresses(this.from.policies.Egress) && !speakOfAddresses(this.to.policies.Ingress)) return ANY_FAMILY;
    const [one, other] = [this.from, this.to].map(({ endpoint }) =>
      [...new Set(endpoint.addresses?.map(({ family }) => family) ?? this.space.families)]);
    const shared = one.filter((family) => other.includes(family));
    return shared.length > 0 ? shared : [...new Set([...one, ...other])];
  }

  private merge(views: readonly DirectionView[], protocol: Protocol, port: number, other: ConnectionEnd): DirectionDecision {
    const merged = views.length === 1 ? views[0].decide(protocol, port) : agree(views.map((view) => view.decide(protocol, port)), [
      other.endpoint.addresses === undefined
        ? `the address of ${other.endpoint.title} is not known`
        : `${other.endpoint.title} has several addresses`,
    ]);
    if (merged.direction === 'Egress' ? this.from.peer.kind === 'external' : this.to.peer.kind === 'external') {
      return { ...merged, basis: 'EXTERNAL' };
    }
    return merged.verdict === 'DENY' && this.maybeOwnNode !== undefined
      ? { ...merged, verdict: 'UNKNOWN', basis: 'UNKNOWN', causes: [this.maybeOwnNode] }
      : merged;
  }

  /** Why cases can differ. */
  private openCauses(): string[] {
    const hosts = [this.from, this.to].filter(({ peer }) => isHostNetwork(peer)).map(({ endpoint }) =>
      `${endpoint.title} is on the host network, where policies apply or not as the network plugin likes`);
    return hosts.length > 0 ? hosts : ['the IP families are treated differently'];
  }

  private settled(basis: 'SELF' | 'OWN_NODE'): NetworkPolicyDecision {
    const side = (direction: Direction, end: ConnectionEnd): DirectionDecision => ({
      ...sideOf(direction, end), verdict: 'ALLOW', basis, causes: [],
    });
    return this.result('ALLOW', side('Egress', this.from), side('Ingress', this.to));
  }

  private unanswerable(cause: string): NetworkPolicyDecision {
    const side = (direction: Direction, end: ConnectionEnd): DirectionDecision => ({
      ...sideOf(direction, end), verdict: 'UNKNOWN', basis: 'UNKNOWN', causes: [cause],
    });
    return this.result('UNKNOWN', side('Egress', this.from), side('Ingress', this.to));
  }

  private result(verdict: Verdict, egress: DirectionDecision, ingress: DirectionDecision): NetworkPolicyDecision {
    const causes = verdict === 'UNKNOWN' ? [...new Set([...egress.causes, ...ingress.causes])] : NO_CAUSES;
    const titles = { from: this.from.endpoint.title, to: this.to.endpoint.title };
    return { verdict, egress, ingress, reason: reasonFor(verdict, egress, ingress, titles, causes), causes };
  }
}

function speakOfAddresses(policies: readonly Selecting[]): boolean {
  for (const { addressEdges } of policies) {
    if (addressEdges.length > 0) return true;
  }
  return false;
}

function sideOf(direction: Direction, end: ConnectionEnd): Pick<DirectionDecision, 'direction' | 'isolated' | 'isolatedBy' | 'admittedBy'> {
  const policies = end.policies[direction];
  const isolated = policies.some((policy) => policy.selects === true) ? true : policies.length > 0 ? undefined : false;
  return { direction, isolated, isolatedBy: policies.map(({ policy }) => policy.ref), admittedBy: [] };
}

function strictest(one: Verdict, other: Verdict): Verdict {
  if (one === 'DENY' || other === 'DENY') return 'DENY';
  return one === 'UNKNOWN' ? one : other;
}

/** The decision on which all agree, with what any of them rests on; UNKNOWN if they do not, for the given causes. */
function agree(decisions: readonly DirectionDecision[], openCauses: readonly string[]): DirectionDecision {
  const [first] = decisions;
  const known = {
    direction: first.direction,
    isolated: decisions.every((one) => one.isolated === first.isolated) ? first.isolated : undefined,
    isolatedBy: unique(decisions.flatMap((one) => one.isolatedBy)),
    admittedBy: unique(decisions.flatMap((one) => one.admittedBy)),
  };
  if (decisions.every((one) => one.verdict === first.verdict)) {
    const basis = decisions.find((one) => one.basis !== 'NOT_ISOLATED')?.basis ?? first.basis;
    return { ...known, verdict: first.verdict, basis, causes: [...new Set(decisions.flatMap((one) => one.causes))] };
  }
  return { ...known, verdict: 'UNKNOWN', basis: 'UNKNOWN', causes: [...new Set([...openCauses, ...decisions.flatMap((one) => one.causes)])] };
}

function unique<T>(refs: readonly T[]): T[] {
  return [...new Map(refs.map((ref) => [JSON.stringify(ref), ref])).values()];
}

function isHostNetwork(peer: NetworkPeer): boolean {
  return peer.kind === 'pod' && peer.hostNetwork === true;
}

/** @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ "a pod cannot block access to itself" */
function isSelf(from: NetworkPeer, to: NetworkPeer): boolean {
  return from.kind === 'pod' && to.kind === 'pod' && from.replicated !== true
    && from.namespace === to.namespace && from.name === to.name;
}

/**
 * Whether one end is the node that the other, a pod, runs on; undefined if that is not known.
 * Such traffic is always allowed, so that the kubelet can probe, whatever the policies say.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
function sameNode(from: NetworkPeer, to: NetworkPeer): boolean | undefined {
  if (from.kind === 'external' && to.kind === 'external') return false;
  const one = isNodeOf(from, to);
  const other = isNodeOf(to, from);
  return one === true || other === true ? true : one === undefined || other === undefined ? undefined : false;
}

function isNodeOf(node: NetworkPeer, pod: NetworkPeer): boolean | undefined {
  if (pod.kind !== 'pod') return false;
  if (node.kind === 'external') {
    if (node.ownNode === true) return true;
    return node.node === undefined ? false : pod.node === undefined ? undefined : pod.node === node.node;
  }
  if (node.hostNetwork !== true) return false;
  return node.node === undefined || pod.node === undefined ? undefined : node.node === pod.node;
}
