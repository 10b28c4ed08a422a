import { workloadClient } from './identity-words';
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
import type { IntegerSet } from '../algebra';
import type { Workload } from '../model';

const ANYTHING = [{ protocol: AccessProtocol.ANY }];

/** The workloads that the NetworkPolicies of a caller name one by one: those calls are told where they arrive. */
export function namedCallees(pods: PodIndex, { isolated, openings }: Openings): readonly Workload[] {
  return isolated === 'no' ? [] : openings.flatMap(({ peer }) => (peer.kind === 'pods' ? pods.few(peer) ?? [] : []));
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
  const ports = (protocol: 'TCP' | 'UDP' | 'SCTP', which: 'must' | 'may'): IntegerSet => integers.union(...openings
    .filter(({ causes }) => which === 'may' || causes.length === 0)
    .map(opening => openedPorts(integers, opening.ports, protocol, undefined)[which]));
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
  const must = [ports('TCP', 'must'), ports('UDP', 'must'), ports('SCTP', 'must')] as const;
  const may = [ports('TCP', 'may'), ports('UDP', 'may'), ports('SCTP', 'may')] as const;
  const open = may.map((set, i) => integers.difference(set, must[i]));
  return [
    ...must.every(set => set === integers.none) ? [] : [entry(true, ...must)],
    ...open.every(set => set === integers.none) ? [] : [entry(false, open[0], open[1], open[2])],
  ];
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
