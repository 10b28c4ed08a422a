import type { IpAddress } from './addresses';
import type { Direction, DirectionDecision, PolicyRef, RuleRef } from './decision';
import type { Endpoint, PodEndpoint } from './endpoint';
import { blockEdges, blockHas } from './ip-block';
import type { Protocol } from './peers';
import type { Policy, Rule, RulePeer } from './policy';
import { admitsAnyPort, portEdges, type NamedPorts } from './ports';
import { selects } from './selector';
import { both, isDoubt, mergeDoubts, some, type Doubt, type Truth } from './truth';

const NO_CAUSES: readonly string[] = [];
const NO_EDGES: readonly IpAddress[] = [];

/** A policy that selects a pod for one direction, or perhaps does. */
export interface Selecting {
  readonly policy: Policy;
  readonly rules: readonly Rule[];
  readonly selects: true | Doubt;
  /** Every address at which one of the rules may answer otherwise than just before it. */
  readonly addressEdges: readonly IpAddress[];
}

/** The policies of its namespace that select the pod for the direction. */
export function selectingPolicies(endpoint: Endpoint, policies: readonly Policy[], direction: Direction): readonly Selecting[] {
  const { pod } = endpoint;
  const found: Selecting[] = [];
  if (pod === undefined) return found;
  for (const policy of policies) {
    const rules = policy.rules[direction];
    const selected = rules === undefined ? false : both(selects(policy.pods, pod.labels), policy.doubt ?? true);
    if (rules !== undefined && selected !== false) found.push({ policy, rules, selects: selected, addressEdges: edges(rules) });
  }
  return found;
}

/**
 * One direction of one connection, for all ports: the policies at one end, with the rules that speak of the other end.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
 */
export class DirectionView {
  /** Whether each rule speaks of the other end, where that is asked for many ports. */
  private known?: ReadonlyMap<Rule, Truth>;
  private readonly seen: Seen;

  /**
   * @param other the other end of the connection
   * @param visible whether selectors see the other end as a pod
   * @param address the other end's address; undefined where no rule asks for it
   * @param names what port names mean at the destination
   */
  public constructor(
    private readonly direction: Direction, private readonly selecting: readonly Selecting[],
    other: Endpoint, visible: boolean, address: IpAddress | undefined, private readonly names: NamedPorts,
  ) {
    this.seen = { pod: visible ? other.pod : undefined, address };
  }

  /** Where, among the ports of the protocol, the answer may change. */
  public portEdges(protocol: Protocol): number[] {
    const known = this.known ??= new Map(this.selecting.flatMap(({ policy, rules }) =>
      rules.map((rule) => [rule, this.speaksOfOther(rule, policy.ref)])));
    return [...known].flatMap(([rule, peer]) => peer === false ? [] : (rule.ports ?? []).flatMap((port) => portEdges(port, protocol, this.names)));
  }

  /**
   * Policies add up: the pod is isolated as soon as one selects it, and open to what any of them admits.
   * A policy that perhaps selects the pod counts both ways, so a verdict is only given if it is the same in every case.
   */
  public decide(protocol: Protocol, port: number): DirectionDecision {
    const isolatedBy: PolicyRef[] = [];
    const admittedBy: RuleRef[] = [];
    let doubts: Doubt[] | undefined;
    let isolates = false;
    let admitted = false;
    let canDeny = false;
    let mayAdmit = false;
    for (const { policy: { ref }, rules, selects: selected } of this.selecting) {
      isolatedBy.push(ref);
      if (selected === true) isolates = true;
      else (doubts ??= []).push(selected);
      const admits = this.admits(rules, ref, protocol, port, selected === true ? admittedBy : []);
      if (admits !== false) mayAdmit = true;
      if (admits !== true) canDeny = true;
      if (admits === true && selected === true) admitted = true;
      if (isDoubt(admits)) (doubts ??= []).push(admits);
    }
    const canAllow = mayAdmit || !isolates;
    if (admitted) canDeny = false;
    const open = canAllow && canDeny;
    return {
      direction: this.direction,
      isolated: isolates ? true : isolatedBy.length > 0 ? undefined : false,
      isolatedBy,
      admittedBy,
      verdict: open ? 'UNKNOWN' : canAllow ? 'ALLOW' : 'DENY',
      basis: open ? 'UNKNOWN' : !canAllow ? 'NOT_ADMITTED' : isolatedBy.length === 0 ? 'NOT_ISOLATED' : 'ADMITTED',
      causes: open && doubts !== undefined ? mergeDoubts(doubts).causes : NO_CAUSES,
    };
  }

  /** Whether one of a policy's rules does; those that do for sure are added to a list. */
  private admits(rules: readonly Rule[], ref: PolicyRef, protocol: Protocol, port: number, admitting: RuleRef[]): Truth {
    let admitted = false;
    let doubts: Doubt[] | undefined;
    for (let i = 0; i < rules.length; i++) {
      const open = admitsAnyPort(rules[i].ports, protocol, port, this.names);
      const answer = open === false ? false : both(this.known?.get(rules[i]) ?? this.speaksOfOther(rules[i], ref), open);
      if (answer === true) {
        admitted = true;
        admitting.push({ namespace: ref.namespace, name: ref.name, index: ref.index, direction: this.direction, rule: i });
      } else if (answer !== false) {
        (doubts ??= []).push(answer);
      }
    }
    return admitted || (doubts === undefined ? false : mergeDoubts(doubts));
  }

  private speaksOfOther(rule: Rule, { namespace }: PolicyRef): Truth {
    return rule.peers === undefined || some(rule.peers, isPeer, namespace, this.seen);
  }
}

function edges(rules: readonly Rule[]): readonly IpAddress[] {
  let found: IpAddress[] | undefined;
  for (const { peers } of rules) {
    if (peers === undefined) continue;
    for (const peer of peers) {
      if ('block' in peer) (found ??= []).push(...blockEdges(peer.block));
    }
  }
  return found ?? NO_EDGES;
}

/** What rules see of the other end: the pod, if it is one that selectors see, and its address where a rule asks for it. */
interface Seen {
  readonly pod: PodEndpoint | undefined;
  readonly address: IpAddress | undefined;
}

/**
 * An address block also speaks of pods, by the address that they happen to have.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
function isPeer(peer: RulePeer, namespace: string, { pod, address }: Seen): Truth {
  if ('causes' in peer) return peer;
  if ('block' in peer) return address !== undefined && blockHas(peer.block, address);
  if (pod === undefined) return false;
  const there = peer.namespaces === undefined ? pod.namespace === namespace : selects(peer.namespaces, pod.namespaceLabels);
  return there === false || peer.pods === undefined ? there : both(there, selects(peer.pods, pod.labels));
}
