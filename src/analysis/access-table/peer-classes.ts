import { policyOf } from '../decision/layers/network-policies';
import type { MeshModel, Workload } from '../model';
import type { Direction } from '../network-policy';
import type { IpBlock } from '../network-policy/ip-block';
import type { Policy, Rule, RulePeer } from '../network-policy/policy';
import { PolicyIndex } from '../network-policy/policy-index';
import type { RulePort } from '../network-policy/ports';
import { selects } from '../network-policy/selector';
import type { Labels, Selector } from '../network-policy/selector';
import { both } from '../network-policy/truth';

/** Whom a rule of a NetworkPolicy speaks of. */
export type PeerClass =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'block'; readonly block: IpBlock }
  | PodClass;

/** Pods by their labels and those of their namespaces; without a selector every pod, or every namespace. */
export interface PodClass {
  readonly kind: 'pods';
  readonly pods: Selector;
  /** Undefined if one namespace is told by its name. */
  readonly namespaces?: Selector;
  readonly namespace?: string;
}

/** What one rule opens, peer by peer. */
export interface Opening {
  readonly peer: PeerClass;
  /** Undefined for every port of every protocol. */
  readonly ports: readonly RulePort[] | undefined;
  /** Why it is not certain. */
  readonly causes: readonly string[];
}

/** What NetworkPolicies say of one direction of a workload's pods. */
export interface Openings {
  readonly isolated: 'yes' | 'no' | 'perhaps';
  readonly openings: readonly Opening[];
}

const METADATA_NAME = 'kubernetes.io/metadata.name';
const EVERYONE: PeerClass = { kind: 'everyone' };
const NONE: readonly string[] = [];

/** A policy that is for a workload, and why that is not certain. */
interface Selecting {
  readonly policy: Policy;
  readonly causes: readonly string[];
}

/** Reads what NetworkPolicies open, as classes of peers rather than one by one. */
export class PeerClasses {
  private readonly policies = new Map<string, PolicyIndex>();
  private readonly selecting = new Map<Workload, readonly Selecting[]>();
  /** What rules open where it is certain: they are for many workloads, and then what is said of them is said once. */
  private readonly certain = new Map<Rule, readonly Opening[]>();

  public constructor(private readonly model: MeshModel) {}

  public of(workload: Workload, direction: Direction): Openings {
    const selecting = this.selectingOf(workload).filter(({ policy }) => policy.rules[direction] !== undefined);
    if (selecting.length === 0) { return { isolated: 'no', openings: [{ peer: EVERYONE, ports: undefined, causes: [] }] }; }
    const onHost = workload.hostNetwork
      ? [`${workload.namespace}/${workload.name} is on the host network, where policies apply or not as the network plugin likes`] : NONE;
    const isolates = onHost.length === 0 && selecting.some(({ causes }) => causes.length === 0);
    const openings: Opening[] = [];
    for (const { policy, causes } of selecting) {
      const all = onHost.length === 0 ? causes : [...onHost, ...causes];
      for (const rule of policy.rules[direction] ?? []) {
        for (const opening of this.openingsOf(rule, policy.ref.namespace, all)) { openings.push(opening); }
      }
    }
    if (isolates) { return { isolated: 'yes', openings }; }
    const perhaps = { peer: EVERYONE, ports: undefined, causes: [...onHost, ...selecting.flatMap(({ causes }) => causes)] };
    return { isolated: 'perhaps', openings: [perhaps, ...openings] };
  }

  /** Both directions are mostly asked for. */
  private selectingOf(workload: Workload): readonly Selecting[] {
    let selecting = this.selecting.get(workload);
    if (selecting === undefined) {
      const labels: Labels = key => workload.labels.get(key);
      const found: Selecting[] = [];
      for (const policy of this.policiesOf(workload.namespace).candidates(labels)) {
        const selected = both(selects(policy.pods, labels), policy.doubt ?? true);
        if (selected !== false) { found.push({ policy, causes: selected === true ? NONE : selected.causes }); }
      }
      this.selecting.set(workload, selecting = found);
    }
    return selecting;
  }

  private openingsOf(rule: Rule, namespace: string, causes: readonly string[]): readonly Opening[] {
    if (causes.length > 0) { return openingsOf(rule, namespace, causes); }
    let openings = this.certain.get(rule);
    if (openings === undefined) { this.certain.set(rule, openings = openingsOf(rule, namespace, causes)); }
    return openings;
  }

  private policiesOf(namespace: string): PolicyIndex {
    let policies = this.policies.get(namespace);
    if (policies === undefined) {
      const read = this.model.networkPolicies.in(namespace).map(element => policyOf(this.model, element));
      this.policies.set(namespace, policies = new PolicyIndex(read));
    }
    return policies;
  }
}

function openingsOf({ peers, ports }: Rule, namespace: string, causes: readonly string[]): readonly Opening[] {
  if (peers === undefined) { return [{ peer: EVERYONE, ports, causes }]; }
  return peers.map(peer => ({ peer: classOf(peer, namespace), ports, causes: 'causes' in peer ? [...causes, ...peer.causes] : causes }));
}

function classOf(peer: RulePeer, policyNamespace: string): PeerClass {
  if ('causes' in peer) { return EVERYONE; }
  if ('block' in peer) { return { kind: 'block', block: peer.block }; }
  const pods = peer.pods ?? [];
  if (peer.namespaces === undefined) { return { kind: 'pods', pods, namespace: policyNamespace }; }
  const [only] = peer.namespaces;
  const named = peer.namespaces.length === 1 && 'operator' in only && only.operator === 'In' && only.key === METADATA_NAME && only.values.size === 1
    ? [...only.values][0] : undefined;
  return { kind: 'pods', pods, ...named === undefined ? { namespaces: peer.namespaces } : { namespace: named } };
}
