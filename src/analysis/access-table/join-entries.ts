import { everyWorkload } from './every-workload';
import type { TableEntry } from './table-entry';
import type { AccessCallee } from '../access/access-callee';
import type { AccessClient } from '../access/access-client';
import type { AccessRow } from '../access/access-row';
import { AccessDirection } from '../access/access-row';
import { compare } from '../model';
import type { MeshModel } from '../model';

/** A row while others are joined to it. */
interface Draft {
  readonly entry: TableEntry;
  /** All that it says but who and to whom: a number of its own. */
  readonly meaning: number;
  readonly clients: readonly AccessClient[];
  readonly callees: readonly AccessCallee[];
}

/** Joins clients with the same access, then callees with the same rows, and says in one word what is every workload. */
export function joinEntries(model: MeshModel, entries: readonly TableEntry[]): AccessRow[] {
  const meaningOf = meanings();
  const drafts = entries.map((entry): Draft => ({ entry, meaning: meaningOf(entry), clients: entry.clients, callees: [entry.callee] }));
  const byCallee = joined(drafts, ({ meaning, callees }) => `${meaning} ${textOf(callees)}`,
    group => ({ ...group[0], clients: sorted(group.flatMap(({ clients }) => clients)) }));
  const byClients = joined(byCallee, ({ meaning, clients }) => `${meaning} ${textOf(clients)}`,
    group => ({ ...group[0], callees: sorted(group.flatMap(({ callees }) => callees)) }));
  const every = everyWorkload(model);
  return byClients.map(({ entry, clients, callees }): AccessRow => ({
    direction: directionOf(entry),
    clients: [...directionOf(entry) === AccessDirection.OUTBOUND ? every.clients(clients) : clients],
    callees: [...directionOf(entry) === AccessDirection.INBOUND ? every.callees(callees) : callees],
    ports: entry.ports,
    operations: [...entry.operations],
    certain: entry.certain,
    boundaries: [...entry.boundaries],
    notes: [...entry.notes],
  })).sort(compareRows);
}

function directionOf({ meaning }: TableEntry): AccessDirection {
  return meaning.kind === 'inbound' ? AccessDirection.INBOUND : AccessDirection.OUTBOUND;
}

function joined(drafts: readonly Draft[], keyOf: (draft: Draft) => string, join: (group: readonly Draft[]) => Draft): readonly Draft[] {
  const groups = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const key = keyOf(draft);
    const group = groups.get(key);
    if (group === undefined) { groups.set(key, [draft]); } else { group.push(draft); }
  }
  return [...groups.values()].map(group => join(group));
}

/** What entries say but who and to whom, by a number; lists of operations are mostly shared, and written once. */
function meanings(): (entry: TableEntry) => number {
  const known = new Map<TableEntry['operations'], string>();
  const numbers = new Map<string, number>();
  return ({ meaning, ports, operations, certain, boundaries, notes }) => {
    let text = known.get(operations);
    if (text === undefined) { known.set(operations, text = JSON.stringify(operations)); }
    const all = `${meaning.kind}\n${ports}\n${certain}\n${boundaries.join()}\n${text}\n${notes.length === 0 ? '' : JSON.stringify(notes)}`;
    let number = numbers.get(all);
    if (number === undefined) { numbers.set(all, number = numbers.size); }
    return number;
  };
}

/** Each once, in order. */
function sorted<T extends AccessClient | AccessCallee>(parties: readonly T[]): readonly T[] {
  if (parties.length === 1) { return parties; }
  return [...new Map(parties.map(party => [party.text, party])).values()].sort((a, b) => compare(a.text, b.text));
}

function textOf(parties: readonly (AccessClient | AccessCallee)[]): string {
  if (parties.length === 1) { return parties[0].text; }
  return parties.map(({ text }) => text).join('\n');
}

function compareRows(a: AccessRow, b: AccessRow): number {
  return compare(a.direction, b.direction) || compare(a.callees[0].text, b.callees[0].text) || compare(a.clients[0].text, b.clients[0].text)
    || compare(a.ports.padStart(5), b.ports.padStart(5)) || Number(b.certain) - Number(a.certain) || compare(JSON.stringify(a), JSON.stringify(b));
}
