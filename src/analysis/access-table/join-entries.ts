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
  const meaningOf = numbering();
  const drafts = entries.map((entry): Draft => ({ entry, meaning: meaningOf(entry), clients: entry.clients, callees: [entry.callee] }));
  const byCallee = joined(drafts, ({ callees }) => textOf(callees), ({ entry, meaning, callees }, group) =>
    ({ entry, meaning, clients: sorted(group.flatMap(({ clients }) => clients)), callees }));
  const byClients = joined(byCallee, ({ clients }) => textOf(clients), ({ entry, meaning, clients }, group) =>
    ({ entry, meaning, clients, callees: sorted(group.flatMap(({ callees }) => callees)) }));
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

/** Those of one meaning and one side, as one. */
function joined(
  drafts: readonly Draft[], sideOf: (draft: Draft) => string, join: (first: Draft, group: readonly Draft[]) => Draft,
): readonly Draft[] {
  const meanings = new Map<number, Map<string, Draft[]>>();
  const groups: Draft[][] = [];
  for (const draft of drafts) {
    let sides = meanings.get(draft.meaning);
    if (sides === undefined) { meanings.set(draft.meaning, sides = new Map()); }
    const side = sideOf(draft);
    const group = sides.get(side);
    if (group !== undefined) { group.push(draft); } else {
      const own = [draft];
      sides.set(side, own);
      groups.push(own);
    }
  }
  return groups.map(group => join(group[0], group));
}

/** What entries say but who and to whom, by a number; lists of operations are mostly shared, and written once. */
function numbering(): (entry: TableEntry) => number {
  const known = new Map<TableEntry['operations'], number>();
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    let number = numbers.get(text);
    if (number === undefined) { numbers.set(text, number = numbers.size); }
    return number;
  };
  return ({ meaning, ports, operations, certain, boundaries, notes }) => {
    let may = known.get(operations);
    if (may === undefined) { known.set(operations, may = numberOf(JSON.stringify(operations))); }
    return numberOf(`${may} ${meaning.kind} ${certain} ${ports}\n${boundaries.join()}\n${notes.length === 0 ? '' : JSON.stringify(notes)}`);
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
