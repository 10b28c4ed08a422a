import { openedPorts, portSet } from './opened-ports';
import type { Opening, Openings } from './peer-classes';
import type { PodIndex } from './pod-index';
import type { NetworkAccess } from '../access-sets';
import type { IntegerSet, Integers } from '../algebra';
import type { Workload } from '../model';
import type { NamedPorts } from '../network-policy/ports';

/** The TCP ports that are open between two workloads: for certain, and possibly. */
export interface OpenBetween {
  readonly must: IntegerSet;
  readonly may: IntegerSet;
}

/** Openings by the workloads that they may be for, and those that may be for any. */
interface Lists {
  readonly listing: ReadonlyMap<Workload, readonly Opening[]>;
  readonly others: readonly Opening[];
}

/**
 * What the NetworkPolicies at both ends open between two workloads. Where selectors of pods tell everything, which they mostly
 * do, what each end opens is known already; else the policies are asked.
 */
export class Between {
  private readonly ports = new WeakMap<Opening, IntegerSet>();
  private readonly lists = new WeakMap<readonly Opening[], Lists>();

  public constructor(
    private readonly integers: Integers, private readonly pods: PodIndex,
    private readonly ask: (caller: Workload, callee: Workload) => NetworkAccess,
  ) {}

  public of(caller: Workload, egress: Openings, callee: Workload, ingress: Openings): OpenBetween {
    const known = caller.hostNetwork || callee.hostNetwork ? undefined : this.known(caller, egress, callee, ingress);
    if (known !== undefined) { return { must: known, may: known }; }
    const { must, may } = this.ask(caller, callee);
    return { must: portSet(this.integers, must), may: portSet(this.integers, may) };
  }

  private known(caller: Workload, egress: Openings, callee: Workload, ingress: Openings): IntegerSet | undefined {
    const out = this.side(egress, callee);
    const into = out === undefined ? undefined : this.side(ingress, caller);
    return out === undefined || into === undefined ? undefined : this.integers.intersection(out, into);
  }

  /** The ports that one end opens to the other; undefined where selectors do not tell. */
  private side({ isolated, openings }: Openings, other: Workload): IntegerSet | undefined {
    if (isolated !== 'yes') { return isolated === 'no' ? this.integers.all : undefined; }
    const { listing, others } = this.listsOf(openings);
    return this.opened(listing.get(other) ?? [], other, this.opened(others, other, this.integers.none));
  }

  private opened(openings: readonly Opening[], other: Workload, before: IntegerSet | undefined): IntegerSet | undefined {
    let open = before;
    for (const opening of openings) {
      if (open === undefined) { return undefined; }
      const { peer, causes } = opening;
      const means = peer.kind === 'pods' ? this.pods.means(peer, other) : peer.kind === 'everyone';
      if (means === false && peer.kind === 'pods' && causes.length === 0) { continue; }
      const ports = means === true && causes.length === 0 ? this.portsOf(opening) : undefined;
      open = ports === undefined || open === this.integers.none ? ports : this.integers.union(open, ports);
    }
    return open;
  }

  /** A workload has many peers of which few mean another one: who is listed is looked up, and held against no other selector. */
  private listsOf(openings: readonly Opening[]): Lists {
    let lists = this.lists.get(openings);
    if (lists === undefined) {
      const listing = new Map<Workload, Opening[]>();
      const others: Opening[] = [];
      for (const opening of openings) {
        const { peer, causes } = opening;
        const few = peer.kind === 'pods' && causes.length === 0 ? this.pods.few(peer) : undefined;
        if (few === undefined) { others.push(opening); }
        for (const workload of few ?? []) {
          const own = listing.get(workload);
          if (own === undefined) { listing.set(workload, [opening]); } else { own.push(opening); }
        }
      }
      this.lists.set(openings, lists = { listing, others });
    }
    return lists;
  }

  /** Undefined where a name stands for ports. */
  private portsOf(opening: Opening): IntegerSet | undefined {
    let ports = this.ports.get(opening);
    if (ports === undefined) {
      const { must, may } = openedPorts(this.integers, opening.ports, 'TCP', UNKNOWN_NAMES);
      if (must !== may) { return undefined; }
      this.ports.set(opening, ports = must);
    }
    return ports;
  }
}

const UNKNOWN_NAMES: NamedPorts = () => ({ causes: ['a name'] });
