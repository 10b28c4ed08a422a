import { openedPorts } from './opened-ports';
import type { Openings, PeerClass } from './peer-classes';
import { peerText } from './peer-words';
import type { AccessSpace } from '../access-sets';
import type { IntegerSet, Integers } from '../algebra';
import type { Workload } from '../model';

/** Possible for certain, or perhaps. */
export interface Part<T> {
  readonly certain: boolean;
  readonly ports: IntegerSet;
  readonly what: T;
  readonly causes: readonly string[];
}

/** A class of peers, and the ports that NetworkPolicies open to it. */
export interface OpenClass {
  readonly peer: PeerClass;
  readonly ports: readonly Part<undefined>[];
}

const NOT_TOLD = 'NetworkPolicies do not tell whether they let it through';

/**
 * Each class of peers once, with the ports that are open to it.
 *
 * @param isListed whether workloads are told one by one instead of the class
 */
export function openClasses(
  space: AccessSpace, callee: Workload, { openings }: Openings, isListed: (peer: PeerClass) => boolean,
): readonly OpenClass[] {
  const { integers, addresses } = space.algebra;
  const named = (name: string, protocol: string): readonly number[] => [...new Set(callee.ports
    .filter(port => port.name === name && port.protocol === protocol).map(({ port }) => port))];
  const classes = new Map<string, { peer: PeerClass; must: IntegerSet; may: IntegerSet; causes: string[] } | 'listed'>();
  for (const { peer, ports, causes } of openings) {
    const key = peerText(addresses, peer);
    let known = classes.get(key);
    if (known === undefined) { classes.set(key, known = isListed(peer) ? 'listed' : { peer, must: integers.none, may: integers.none, causes: [] }); }
    if (known === 'listed') { continue; }
    const { must, may } = openedPorts(integers, ports, 'TCP', named);
    if (causes.length === 0) { known.must = integers.union(known.must, must); }
    known.may = integers.union(known.may, may);
    known.causes.push(...causes);
  }
  const open: OpenClass[] = [];
  for (const one of classes.values()) {
    if (one !== 'listed') { open.push({ peer: one.peer, ports: openParts(integers, one.must, one.may, one.causes) }); }
  }
  return open;
}

/** What is open for certain, and what perhaps is, if anything. */
export function openParts(integers: Integers, must: IntegerSet, may: IntegerSet, causes: readonly string[]): readonly Part<undefined>[] {
  const certain: Part<undefined> = { certain: true, ports: must, what: undefined, causes: [] };
  if (must === may) { return [certain]; }
  return [certain, { certain: false, ports: integers.difference(may, must), what: undefined, causes: causes.length === 0 ? [NOT_TOLD] : causes }];
}
