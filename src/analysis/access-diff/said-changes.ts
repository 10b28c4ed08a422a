import type { AccessChange } from './access-change';
import { AccessChangeLayer } from './access-change';
import type { AllowedAccess } from './allowed-access';
import type { AccessClient } from '../access/access-client';
import type { AccessVerdict } from '../access/access-decision';
import type { AccessWorkload } from '../access/access-request';
import { operationText } from '../access-table';

/** What a difference tells. */
export interface ToldDifference {
  readonly allowed: readonly AccessChange[];
  readonly denied: readonly AccessChange[];
  readonly undecided: readonly AccessChange[];
  readonly addedWorkloads: readonly AccessWorkload[];
  readonly removedWorkloads: readonly AccessWorkload[];
  readonly usedAllowances: readonly AllowedAccess[];
  readonly unusedAllowances: readonly AllowedAccess[];
}

/** What several layers say alike, once. */
export interface SaidChange {
  readonly clients: string;
  readonly callee: string;
  readonly ports: string;
  readonly operations: readonly string[];
  readonly changes: readonly AccessChange[];
}

const LAYERS: Readonly<Record<AccessChangeLayer, string>> = {
  [AccessChangeLayer.IDENTITY]: 'mutual TLS with AuthorizationPolicy',
  [AccessChangeLayer.MUTUAL_TLS]: 'mutual TLS',
  [AccessChangeLayer.NETWORK_POLICY]: 'NetworkPolicy',
  [AccessChangeLayer.SIDECAR]: 'Sidecar',
  [AccessChangeLayer.ALL]: 'all layers together',
};

/** Changes in the order of what is called, those of several layers together where they say the same. */
export function sayChanges(changes: readonly AccessChange[]): readonly SaidChange[] {
  const said = new Map<string, { clients: string; callee: string; ports: string; operations: string[]; changes: AccessChange[] }>();
  for (const change of changes) {
    const clients = clientsText(change.clients);
    const operations = change.operations.map(operationText);
    const key = JSON.stringify([change.callee, clients, change.ports, operations]);
    const same = said.get(key) ?? { clients, callee: change.callee, ports: change.ports, operations, changes: [] };
    said.set(key, same);
    same.changes.push(change);
  }
  return [...said.values()].sort((a, b) => order(a.callee, b.callee) || order(a.clients, b.clients) || order(a.ports, b.ports));
}

/** Where it says the most: what a person should look at first. */
const MANY = 6;

function clientsText(clients: readonly AccessClient[]): string {
  const texts = clients.map(({ text }) => text).sort(order);
  return texts.length <= MANY ? texts.join(', ') : `${texts.slice(0, MANY - 1).join(', ')} and ${texts.length - MANY + 1} more`;
}

/** Which layers tell it: `NetworkPolicy alone`, `all layers together`. */
export function layersText(changes: readonly AccessChange[]): string {
  const layers = [...new Set(changes.map(({ layer }) => layer))];
  const alone = layers.filter(layer => layer !== AccessChangeLayer.ALL).map(layer => LAYERS[layer]);
  return [...alone.length === 0 ? [] : [`${alone.join(' and ')} alone`], ...layers.includes(AccessChangeLayer.ALL) ? [LAYERS.all] : []].join('; ');
}

export function layerText(layer: AccessChangeLayer): string {
  return layer === AccessChangeLayer.ALL ? LAYERS.all : `${LAYERS[layer]} alone`;
}

/** Where it goes: `shop/cart:8080`, `addresses 10.0.0.0/8, any port`. */
export function calleeText({ callee, ports }: Pick<SaidChange, 'callee' | 'ports'>): string {
  return /^\d+$/.test(ports) ? `${callee}:${ports}` : `${callee}, ${/^\d/.test(ports) ? `ports ${ports}` : ports}`;
}

/** `now ALLOW`, `UNKNOWN → ALLOW`; nothing where it is as one expects. */
export function verdictsText({ before, after }: { readonly before: AccessVerdict; readonly after: AccessVerdict }): string {
  return `${before} → ${after}`;
}

/** An entry of what is let pass, in a line. */
export function allowanceText({ client, callee, port, methods, paths, protocol, reason }: AllowedAccess): string {
  const what = methods === undefined || paths === undefined ? 'anything' : `${methods.join(', ')} ${paths.join(', ')}`;
  return `${client} → ${callee}${port === undefined ? ', any port' : `:${port}`}${protocol === undefined ? '' : ` (${protocol})`}: ${what} (${reason})`;
}

export function workloadsText(workloads: readonly AccessWorkload[]): string {
  return workloads.map(({ namespace, workload }) => `${namespace}/${workload}`).join(', ');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
