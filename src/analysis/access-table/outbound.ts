import { workloadClient } from './identity-words';
import type { OpenedPorts } from './opened-ports';
import { openedPorts } from './opened-ports';
import type { Opening, Openings, PeerClass } from './peer-classes';
import { peerText } from './peer-words';
import type { PodIndex } from './pod-index';
import type { TableEntry } from './table-entry';
import type { AccessCallee } from '../access/access-callee';
import { AccessCalleeKind } from '../access/access-callee';
import { AccessLayer } from '../access/access-decision';
import { AccessProtocol } from '../access/access-operation';
import type { AccessSpace } from '../access-sets';
import type { IntegerSet, Integers } from '../algebra';
import type { Workload } from '../model';

const ANYTHING = [{ protocol: AccessProtocol.ANY }];

/** The workloads that the NetworkPolicies of a caller name one by one: those calls are told where they arrive. */
export function namedCallees(pods: PodIndex, { isolated, openings }: Openings): readonly Workload[] {
  if (isolated === 'no') { return []; }
  const named: Workload[] = [];
  for (const { peer } of openings) {
    const few = peer.kind === 'pods' ? pods.few(peer) : undefined;
    if (few !== undefined) { named.push(...few); }
  }
  return named;
}

/** What a workload may reach beside the workloads that its NetworkPolicies name. */
export function outbound(space: AccessSpace, pods: PodIndex, caller: Workload, { isolated, openings }: Openings): readonly TableEntry[] {
  const merged = new Map<string, Opening[]>();
  for (const opening of openings) {
    if (opening.peer.kind === 'pods' && (pods.few(opening.peer)?.length ?? 0) > 0) { continue; }
    const key = peerText(space.algebra.addresses, opening.peer);
    const alike = merged.get(key);
    if (alike === undefined) { merged.set(key, [opening]); } else { alike.push(opening); }
  }
  return [...merged.values()].flatMap(alike => entriesOf(space, caller, isolated !== 'no', alike));
}

function entriesOf(space: AccessSpace, caller: Workload, bounded: boolean, openings: readonly Opening[]): readonly TableEntry[] {
  const { addresses, integers } = space.algebra;
  const [{ peer }] = openings;
  const entry = (certain: boolean, tcp: IntegerSet, udp: IntegerSet, sctp: IntegerSet): TableEntry => ({
    clients: [workloadClient(caller)],
    callee: calleeOf(peer, peerText(addresses, peer)),
    ports: portsText(space, tcp, udp, sctp),
    operations: ANYTHING,
    certain,
    boundaries: bounded ? [AccessLayer.NETWORK_POLICY] : [],
    notes: certain ? [] : causesOf(openings),
    meaning: { kind: 'outbound', space, caller, to: peer, ports: tcp },
  });
  const tcp = openTo(integers, openings, 'TCP');
  const udp = openTo(integers, openings, 'UDP');
  const sctp = openTo(integers, openings, 'SCTP');
  const entries: TableEntry[] = [];
  const add = (certain: boolean, ofTcp: IntegerSet, ofUdp: IntegerSet, ofSctp: IntegerSet): void => {
    if (ofTcp !== integers.none || ofUdp !== integers.none || ofSctp !== integers.none) { entries.push(entry(certain, ofTcp, ofUdp, ofSctp)); }
  };
  const perhaps = ({ must, may }: OpenedPorts): IntegerSet => must === may ? integers.none : integers.difference(may, must);
  add(true, tcp.must, udp.must, sctp.must);
  add(false, perhaps(tcp), perhaps(udp), perhaps(sctp));
  return entries;
}

function openTo(integers: Integers, openings: readonly Opening[], protocol: 'TCP' | 'UDP' | 'SCTP'): OpenedPorts {
  if (openings.length === 1 && openings[0].causes.length === 0) { return openedPorts(integers, openings[0].ports, protocol, undefined); }
  let must = integers.none;
  let may = integers.none;
  for (const { ports, causes } of openings) {
    const opened = openedPorts(integers, ports, protocol, undefined);
    if (causes.length === 0) { must = integers.union(must, opened.must); }
    may = integers.union(may, opened.may);
  }
  return { must, may };
}

function causesOf(openings: readonly Opening[]): readonly string[] {
  const causes = [...new Set(openings.flatMap(opening => opening.causes))];
  return causes.length > 0 ? causes : ['what the name of a port stands for there is not known'];
}

function calleeOf(peer: PeerClass, text: string): AccessCallee {
  switch (peer.kind) {
    case 'everyone': return { kind: AccessCalleeKind.ANYTHING, text: 'anything' };
    case 'block': return { kind: AccessCalleeKind.ADDRESSES, text };
    case 'pods': return { kind: AccessCalleeKind.PODS, text, ...peer.namespace === undefined ? {} : { namespace: peer.namespace } };
  }
}

/** `53 (TCP, UDP), 8080`; TCP is not told where there is nothing else. */
function portsText(space: AccessSpace, tcp: IntegerSet, udp: IntegerSet, sctp: IntegerSet): string {
  const { integers } = space.algebra;
  const protocols = new Map<IntegerSet, string[]>();
  for (const [name, set] of [['TCP', tcp], ['UDP', udp], ['SCTP', sctp]] as const) {
    if (set !== integers.none) { protocols.set(set, [...protocols.get(set) ?? [], name]); }
  }
  return [...protocols].map(([set, names]) => {
    const text = integers.describe(set);
    return names.length === 3 || names.join() === 'TCP' ? text : `${text} (${names.join(', ')})`;
  }).join(', ');
}
