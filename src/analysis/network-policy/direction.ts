import type { IpAddress } from './addresses';
import type { Direction, DirectionDecision, PolicyRef, RuleRef } from './decision';
import type { Endpoint } from './endpoint';
import { blockEdges, blockHas } from './ip-block';
import type { Protocol } from './peers';
import type { Policy, Rule, RulePeer } from './policy';
import { admitsAnyPort, portEdges, type NamedPorts, type RulePort } from './ports';
import { selects } from './selector';
import { both, isDoubt, mergeDoubts, some, type Doubt, type Truth } from './truth';

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
  if (pod === undefined) return [];
  return policies.flatMap((policy): Selecting[] => {
    const rules = policy.rules[direction];
    const selected = rules === undefined ? false : both(selects(policy.pods, pod.labels), policy.doubt ?? true);
    return rules === undefined || selected === false ? [] : [{ policy, rules, selects: selected, addressEdges: edges(rules) }];
  });
}

/** A rule that speaks of the other end, or perhaps does: what is left to ask is the port. */
interface OpenRule {
  readonly ref: RuleRef;
  readonly peer: true | Doubt;
  readonly ports: readonly RulePort[] | undefined;
}

interface OpenPolicy {
  readonly ref: PolicyRef;
  readonly selects: true | Doubt;
  readonly rules: readonly OpenRule[];
}

/**
 * One direction of one connection, for all ports: the policies at one end, with the rules that speak of the other end.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
 */
export class DirectionView {
  private readonly policies: readonly OpenPolicy[];

  /**
   * @param other the other end of the connection
   * @param visible whether selectors see the other end as a pod
   * @param address the other end's address; undefined where no rule asks for it
   * @param names what port names mean at the destination
   */
  public constructor(
    private readonly direction: Direction, selecting: readonly Selecting[],
    other: Endpoint, visible: boolean, address: IpAddress | undefined, private readonly names: NamedPorts,
  ) {
    this.policies = selecting.map(({ policy, rules, selects: selected }) => ({
      ref: policy.ref,
      selects: selected,
      rules: rules.flatMap((rule, i): OpenRule[] => {
        const peer = rule.peers === undefined || some(rule.peers, (one) => isPeer(one, policy.ref.namespace, other, visible, address));
        return peer === false ? [] : [{ ref: { ...policy.ref, direction, rule: i }, peer, ports: rule.ports }];
      }),
    }));
  }

  public portEdges(protocol: Protocol): number[] {
    return this.policies.flatMap(({ rules }) => rules.flatMap(({ ports }) =>
      (ports ?? []).flatMap((port) => portEdges(port, protocol, this.names))));
  }

  /**
   * Policies add up: the pod is isolated as soon as one selects it, and open to what any of them admits.
   * A policy that perhaps selects the pod counts both ways, so a verdict is only given if it is the same in every case.
   */
  public decide(protocol: Protocol, port: number): DirectionDecision {
    const isolates = this.policies.some((policy) => policy.selects === true);
    const admittedBy: RuleRef[] = [];
    const doubts: Doubt[] = [];
    let admitted = false;
    let canDeny = false;
    let canAllow = !isolates;
    for (const { selects: selected, rules } of this.policies) {
      const admits = some(rules, (rule) => this.admits(rule, protocol, port));
      if (admits !== false) canAllow = true;
      if (admits !== true) canDeny = true;
      if (admits === true && selected === true) admitted = true;
      if (isDoubt(selected)) doubts.push(selected);
      if (isDoubt(admits)) doubts.push(admits);
      if (selected === true && admits === true) {
        admittedBy.push(...rules.filter((rule) => this.admits(rule, protocol, port) === true).map(({ ref }) => ref));
      }
    }
    if (admitted) canDeny = false;
    const known = {
      direction: this.direction,
      isolated: isolates ? true : this.policies.length > 0 ? undefined : false,
      isolatedBy: this.policies.map(({ ref }) => ref),
      admittedBy,
    };
    if (canAllow && canDeny) return { ...known, verdict: 'UNKNOWN', basis: 'UNKNOWN', causes: mergeDoubts(doubts).causes };
    if (!canAllow) return { ...known, verdict: 'DENY', basis: 'NOT_ADMITTED', causes: [] };
    return { ...known, verdict: 'ALLOW', basis: this.policies.length === 0 ? 'NOT_ISOLATED' : 'ADMITTED', causes: [] };
  }

  private admits(rule: OpenRule, protocol: Protocol, port: number): Truth {
    return both(rule.peer, admitsAnyPort(rule.ports, protocol, port, this.names));
  }
}

function edges(rules: readonly Rule[]): IpAddress[] {
  return rules.flatMap(({ peers }) => (peers ?? []).flatMap((peer) => 'block' in peer ? blockEdges(peer.block) : []));
}

/**
 * An address block also speaks of pods, by the address that they happen to have.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
function isPeer(peer: RulePeer, namespace: string, other: Endpoint, visible: boolean, address: IpAddress | undefined): Truth {
  if ('causes' in peer) return peer;
  if ('block' in peer) return address !== undefined && blockHas(peer.block, address);
  const { pod } = other;
  if (pod === undefined || !visible) return false;
  const there = peer.namespaces === undefined ? pod.namespace === namespace : selects(peer.namespaces, pod.namespaceLabels);
  return there === false || peer.pods === undefined ? there : both(there, selects(peer.pods, pod.labels));
}
