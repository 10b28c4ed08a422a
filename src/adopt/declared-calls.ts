import type { AdoptedApp } from './apps';
import type { ServicePort } from './service-ports';
import type { AccessCallee } from '../analysis/access/access-callee';
import { AccessCalleeKind } from '../analysis/access/access-callee';
import type { AccessClient } from '../analysis/access/access-client';
import { AccessClientKind } from '../analysis/access/access-client';
import type { AccessOperation } from '../analysis/access/access-operation';
import { AccessProtocol } from '../analysis/access/access-operation';
import type { AccessRow } from '../analysis/access/access-row';
import { AccessDirection } from '../analysis/access/access-row';

/** What may be asked of a callee's port. */
export interface CallOperation {
  readonly port: ServicePort;
  /** @default - every method */
  readonly methods?: readonly string[];
  /** @default - every path */
  readonly paths?: readonly string[];
  /** @default - every host */
  readonly hosts?: readonly string[];
}

/** An app, in all versions or in one. */
export interface End {
  readonly app: AdoptedApp;
  /** @default - all of them */
  readonly version?: string;
}

/** Who calls: an app of these manifests, everything in a namespace, or the platform's gateway. */
export type Caller = End | { readonly namespace: string } | 'ingress gateway';

export interface DeclaredCall {
  readonly caller: Caller;
  readonly callee: End;
  readonly operations: readonly CallOperation[];
}

/** Ports of the proxy itself, of which policies of callees do not tell. */
const PROXY_PORTS = [15020, 15021, 15090];
const GATEWAY_ACCOUNT = 'istio-system/istio-ingressgateway-service-account';

/**
 * The calls that policies of a namespace admit, from the table of what they admit; or why they are no calls that can be declared.
 *
 * @param apps every app by the name of what makes its pods, `NAMESPACE/NAME`
 */
export function callsInto(namespace: string, rows: readonly AccessRow[], apps: ReadonlyMap<string, End>): readonly DeclaredCall[] | string {
  const found = new Map<string, { readonly caller: Caller; readonly callee: End; readonly operations: Map<string, CallOperation> }>();
  for (const row of rows.filter(({ direction }) => direction === AccessDirection.INBOUND)) {
    const callees = row.callees.flatMap(callee => calleesOf(callee, namespace, apps));
    if (row.callees.some(callee => !isKnown(callee, namespace, apps))) {
      return `who may call ${row.callees.map(({ text }) => text).join(', ')} is decided, and no app here stands for it`;
    }
    for (const callee of callees) {
      if (!row.certain) { return `who may call ${callee.app.name} is not certain: ${row.notes.join('; ')}`; }
      const ports = portsOf(row.ports, callee.app);
      if (typeof ports === 'string') { return `${callee.app.name} is open on ${ports}, which no Service leads to`; }
      if (ports.length === 0) { continue; }
      const callers = row.clients.map(client => callersOf(client, apps));
      const unknown = row.clients.find((_, i) => callers[i] === undefined);
      if (unknown) { return `${callee.app.name} may be called by ${unknown.text}, for which no construct here stands`; }
      for (const port of ports) {
        for (const operation of row.operations) {
          const read = operationOf(operation, port);
          if (typeof read === 'string') { return `what may be asked of ${callee.app.name} has no form of a call: ${read}`; }
          for (const caller of callers.flat() as readonly Caller[]) {
            const key = `${nameOf(caller)} → ${nameOf(callee)}`;
            const known = found.get(key) ?? { caller, callee, operations: new Map<string, CallOperation>() };
            known.operations.set(JSON.stringify(read), read);
            found.set(key, known);
          }
        }
      }
    }
  }
  const calls = [...found.values()].map(({ caller, callee, operations }): DeclaredCall =>
    ({ caller, callee, operations: [...operations].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, operation]) => operation) }));
  return joinVersions(joinVersions(calls, 'callee'), 'caller').sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function order({ caller, callee }: DeclaredCall): string {
  return `${nameOf(caller)} ${nameOf(callee)}`;
}

/** `NAMESPACE/APP` or `NAMESPACE/APP/VERSION`, for sorting and comparing. */
export function nameOf(end: Caller): string {
  if (end === 'ingress gateway') { return '~gateway'; }
  return 'namespace' in end ? `${end.namespace}/*` : `${end.app.namespace}/${end.app.name}${end.version === undefined ? '' : `/${end.version}`}`;
}

function isKnown(callee: AccessCallee, namespace: string, apps: ReadonlyMap<string, End>): boolean {
  // What is open to pods of other namespaces is told there.
  if (callee.kind === AccessCalleeKind.WORKLOAD) { return callee.namespace !== namespace || apps.has(`${callee.namespace}/${callee.name}`); }
  return callee.kind === AccessCalleeKind.EVERY_WORKLOAD_OF_NAMESPACE || callee.kind === AccessCalleeKind.EVERY_WORKLOAD;
}

function calleesOf(callee: AccessCallee, namespace: string, apps: ReadonlyMap<string, End>): readonly End[] {
  const all = [...apps.values()].filter(({ app }) => app.namespace === namespace);
  switch (callee.kind) {
    case AccessCalleeKind.WORKLOAD: {
      const end = apps.get(`${callee.namespace}/${callee.name}`);
      return end && end.app.namespace === namespace ? [end] : [];
    }
    case AccessCalleeKind.EVERY_WORKLOAD_OF_NAMESPACE: return callee.namespace === namespace ? all : [];
    case AccessCalleeKind.EVERY_WORKLOAD: return all;
    default: return [];
  }
}

function callersOf(client: AccessClient, apps: ReadonlyMap<string, End>): readonly Caller[] | undefined {
  const all = [...apps.values()];
  switch (client.kind) {
    case AccessClientKind.WORKLOAD: {
      const end = apps.get(`${client.namespace}/${client.name}`);
      return end && [end];
    }
    case AccessClientKind.EVERY_WORKLOAD_OF_NAMESPACE: return all.filter(({ app }) => app.namespace === client.namespace);
    case AccessClientKind.EVERY_WORKLOAD: return all;
    case AccessClientKind.NAMESPACE: {
      const { namespace } = client;
      return namespace !== undefined && all.some(({ app }) => app.namespace === namespace) ? [{ namespace }] : undefined;
    }
    case AccessClientKind.SERVICE_ACCOUNT: return `${client.namespace}/${client.name}` === GATEWAY_ACCOUNT ? ['ingress gateway'] : undefined;
    default: return undefined;
  }
}

/** The ports of an app that a row's numbers mean: those of containers. */
function portsOf(text: string, { ports = [] }: AdoptedApp): readonly ServicePort[] | string {
  const numbers = text.split(', ').map(one => (/^\d+$/.test(one) ? [Number(one)] : range(one)));
  if (numbers.includes(undefined)) { return `port ${text}`; }
  const all = numbers.flat() as readonly number[];
  const found = all.map(number => ({ number, port: ports.find(({ targetPort }) => targetPort === number) }));
  const unknown = found.filter(({ number, port }) => port === undefined && !PROXY_PORTS.includes(number));
  return unknown.length > 0 ? `port ${unknown.map(({ number }) => number).join(', ')}` : found.flatMap(({ port }) => port ?? []);
}

/** Services do not name more ports in a row. */
const MAX_RANGE = 20;

function range(text: string): readonly number[] | undefined {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const length = Number(to) - Number(from) + 1;
  return from === undefined || length > MAX_RANGE ? undefined : Array.from({ length }, (_, i) => Number(from) + i);
}

function operationOf({ protocol, methods, paths, hosts, conditions }: AccessOperation, port: ServicePort): CallOperation | string {
  if (conditions && Object.keys(conditions).length > 0) { return `it depends on ${Object.keys(conditions).join(', ')}`; }
  if (protocol === AccessProtocol.TCP && port.protocol !== 'tcp' && port.protocol !== 'tls') { return `connections without HTTP to port ${port.port}`; }
  const read = {
    methods: listOf(methods, /^[A-Z][A-Z-]*$/),
    paths: listOf(paths, /^(?:\/[^\s,]*|\*[^\s,*]+)$/),
    hosts: listOf(hosts, /^(?:\*|\*?[A-Za-z0-9.-]+|[A-Za-z0-9.-]+\*)$/),
  };
  const bad = Object.entries(read).find(([, list]) => list === null);
  if (bad) { return `${bad[0]} ${{ methods, paths, hosts }[bad[0] as 'paths']}`; }
  return { port, ...Object.fromEntries(Object.entries(read).filter(([, list]) => list !== undefined)) };
}

/** Values as policies write them; null where the words say more than a list. */
function listOf(text: string | undefined, form: RegExp): readonly string[] | undefined | null {
  const values = text?.split(', ');
  return values?.every(value => form.test(value)) === false ? null : values;
}

/** What holds of every version of an app is said of the app. */
function joinVersions(calls: readonly DeclaredCall[], side: 'caller' | 'callee'): DeclaredCall[] {
  const joined = new Map<string, DeclaredCall[]>();
  for (const call of calls) {
    const end = call[side];
    const whole = isEnd(end) && end.version !== undefined ? { app: end.app } : end;
    const key = JSON.stringify([nameOf(whole), nameOf(side === 'caller' ? call.callee : call.caller), call.operations]);
    joined.set(key, [...joined.get(key) ?? [], call]);
  }
  return [...joined.values()].flatMap(group => {
    const end = group[0][side];
    if (!isEnd(end) || end.version === undefined || group.length < end.app.versions.length) { return group; }
    return [{ ...group[0], [side]: { app: end.app } }];
  });
}

function isEnd(end: Caller): end is End {
  return end !== 'ingress gateway' && 'app' in end;
}
