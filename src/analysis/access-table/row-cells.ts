import { operationText } from './operation-text';
import { AccessLayer } from '../access/access-decision';
import type { AccessRow } from '../access/access-row';
import { AccessDirection } from '../access/access-row';

/** A table with a heading, as every presentation shows it. */
export interface Section {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (readonly string[])[])[];
}

const BOUNDARIES: { readonly [layer: string]: string } = {
  [AccessLayer.MUTUAL_TLS]: 'mutual TLS',
  [AccessLayer.AUTHORIZATION_POLICY]: 'AuthorizationPolicy',
  [AccessLayer.NETWORK_POLICY]: 'NetworkPolicy',
};

const HEADS = ['CLIENT', 'CALLEE', 'PORT', 'MAY', 'ENFORCED BY', 'NOTES'];

/** The rows by the direction in which they look; each cell is a list. */
export function sections(rows: readonly AccessRow[]): readonly Section[] {
  const of = (direction: AccessDirection): Section['rows'] => rows.filter(row => row.direction === direction).map(cells);
  const all = [
    { title: 'Who may reach workloads', heads: HEADS, rows: of(AccessDirection.INBOUND) },
    { title: 'What workloads may reach beside each other', heads: HEADS, rows: of(AccessDirection.OUTBOUND) },
  ];
  return all.filter(section => section.rows.length > 0);
}

function cells({ clients, callees, ports, operations, certain, boundaries, notes }: AccessRow): readonly (readonly string[])[] {
  const may = operations.map(operationText);
  return [
    clients.map(({ text }) => text),
    callees.map(({ text }) => text),
    [ports],
    certain ? may : may.map(text => `perhaps ${text}`),
    boundaries.length === 0 ? ['nothing'] : boundaries.map(layer => BOUNDARIES[layer]),
    notes,
  ];
}
