import { openedPorts } from './opened-ports';
import type { Openings, PeerClass } from './peer-classes';
import { peerText } from './peer-words';
import type { AccessSpace } from '../access-sets';
import type { IntegerSet } from '../algebra';
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

export const NOT_TOLD = 'NetworkPolicies do not tell whether they let it through';

/** Each class of peers once, with the ports that are open to it. */
export function openClasses(space: AccessSpace, callee: Workload, { openings }: Openings): readonly OpenClass[] {
  const { integers, addresses } = space.algebra;
  const named = (name: string, protocol: string): readonly number[] => [...new Set(callee.ports
    .filter(port => port.name === name && port.protocol === protocol).map(({ port }) => port))];
  const classes = new Map<string, { peer: PeerClass; must: IntegerSet; may: IntegerSet; causes: string[] }>();
  for (const { peer, ports, causes } of openings) {
    const key = peerText(addresses, peer);
    const { must, may } = openedPorts(integers, ports, 'TCP', named);
    const known = classes.get(key) ?? { peer, must: integers.none, may: integers.none, causes: [] };
    const certain = causes.length === 0 ? must : integers.none;
    classes.set(key, {
      peer,
      must: integers.union(known.must, certain),
      may: integers.union(known.may, may),
      causes: [...known.causes, ...causes],
    });
  }
  return [...classes.values()].map(({ peer, must, may, causes }) => ({
    peer,
    ports: [
      { certain: true, ports: must, what: undefined, causes: [] },
      { certain: false, ports: integers.difference(may, must), what: undefined, causes: causes.length === 0 ? [NOT_TOLD] : causes },
    ],
  }));
}
