import type { UnseenAccess } from './compare';
import type { AccessCallee } from '../analysis/access/access-callee';
import { AccessCalleeKind } from '../analysis/access/access-callee';
import type { AccessClient } from '../analysis/access/access-client';
import { AccessClientKind } from '../analysis/access/access-client';
import type { AccessOperation } from '../analysis/access/access-operation';
import type { AccessRow } from '../analysis/access/access-row';
import { AccessDirection } from '../analysis/access/access-row';
import type { AccessTable } from '../analysis/access/access-table';
import type { Elements, Workload } from '../analysis/model';
import { PathPattern } from '../calls/path-pattern';

/** Rows with more pairs than this are classes. */
const MAX_PAIRS = 10_000;
const PAIRED: ReadonlySet<string> = new Set([
  AccessClientKind.WORKLOAD, AccessClientKind.SERVICE_ACCOUNT, AccessClientKind.EVERY_WORKLOAD_OF_NAMESPACE,
  AccessCalleeKind.WORKLOAD, AccessCalleeKind.EVERY_WORKLOAD_OF_NAMESPACE,
]);

interface AskedWorkload {
  readonly namespace: string;
  readonly workload: string;
}

interface SeenRequest {
  readonly method: string;
  readonly path: string;
}

/** One client, one callee, and what the table says that it may do. */
interface Pair {
  readonly caller: string;
  readonly callee: string;
  readonly rows: AccessRow[];
  /** Anything at all was seen; and of requests, which, where that is known of all. */
  seen: boolean;
  vague: boolean;
  readonly requests: SeenRequest[];
}

/** The access table, by who calls whom; and what of it was seen. */
export class AllowedPairs {
  private readonly pairs = new Map<string, Pair>();
  /** Rows whose clients or callees are classes. */
  private readonly wide: AccessRow[] = [];

  public constructor(table: AccessTable, private readonly workloads: Elements<Workload>) {
    for (const row of table.rows.filter(({ direction }) => direction === AccessDirection.INBOUND)) {
      const clients = row.clients.flatMap(client => this.clientKeys(client));
      const callees = row.callees.flatMap(callee => this.calleeKeys(callee));
      if (row.clients.some(isClass) || row.callees.some(isClass) || clients.length * callees.length > MAX_PAIRS) { this.wide.push(row); }
      if (clients.length * callees.length > MAX_PAIRS) { continue; }
      for (const client of clients) { for (const callee of callees) { this.put(client, callee, row); } }
    }
  }

  /** Something was seen between a client and callees. */
  public see(client: string | undefined, principal: string, callees: readonly AskedWorkload[], request: SeenRequest | undefined): void {
    for (const pair of this.between(client, principal, callees)) {
      pair.seen = true;
      if (request === undefined) { pair.vague = true; } else { pair.requests.push(request); }
    }
  }

  /** How much of all requests the table allows to a client. */
  public allow(client: string | undefined, principal: string, callees: readonly AskedWorkload[]): 'all' | 'some' | 'none' {
    const rows = [...this.between(client, principal, callees).flatMap(pair => pair.rows), ...this.wide.filter(row =>
      row.clients.some(one => covers(one, client)) && row.callees.some(one => callees.some(callee => coversCallee(one, callee))))];
    const requests = rows.flatMap(({ operations }) => operations).filter(({ protocol }) => protocol !== 'tcp');
    return requests.length === 0 ? 'none' : requests.some(({ methods, paths, hosts, conditions }) => (methods ?? paths ?? hosts ?? conditions) === undefined) ? 'all' : 'some';
  }

  /** What is allowed to one workload by another and was not seen. */
  public unseen(): readonly UnseenAccess[] {
    const pairs = [...this.pairs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
    return pairs.flatMap(({ caller, callee, rows, seen, vague, requests }) => rows.flatMap(({ operations, ports }) =>
      operations.filter(operation => !seen || (!vague && !used(operation, requests)))
        .map(operation => ({ caller, callee, ports, what: wordsOf(operation) }))));
  }

  private clientKeys({ kind, namespace, name, principal }: AccessClient): readonly string[] {
    switch (kind) {
      case AccessClientKind.WORKLOAD: return [`${namespace}/${name}`];
      case AccessClientKind.SERVICE_ACCOUNT: return principal === undefined ? [] : [principal];
      case AccessClientKind.EVERY_WORKLOAD_OF_NAMESPACE: return this.workloads.in(namespace!).map(workload => `${namespace}/${workload.name}`);
      default: return [];
    }
  }

  private calleeKeys({ kind, namespace, name }: AccessCallee): readonly string[] {
    switch (kind) {
      case AccessCalleeKind.WORKLOAD: return [`${namespace}/${name}`];
      case AccessCalleeKind.EVERY_WORKLOAD_OF_NAMESPACE: return this.workloads.in(namespace!).map(workload => `${namespace}/${workload.name}`);
      default: return [];
    }
  }

  private put(client: string, callee: string, row: AccessRow): void {
    if (client === callee) { return; }
    const key = `${client} ${callee}`;
    const pair = this.pairs.get(key) ?? { caller: client, callee, rows: [], seen: false, vague: false, requests: [] };
    pair.rows.push(row);
    this.pairs.set(key, pair);
  }

  private between(client: string | undefined, principal: string, callees: readonly AskedWorkload[]): readonly Pair[] {
    return [client, principal].flatMap(from => callees.map(({ namespace, workload }) => this.pairs.get(`${from} ${namespace}/${workload}`)))
      .filter(pair => pair !== undefined);
  }
}

/** Is it more than what pairs can be made of? */
function isClass({ kind }: AccessClient | AccessCallee): boolean {
  return !PAIRED.has(kind);
}

function covers({ kind, namespace, name }: AccessClient, client: string | undefined): boolean {
  switch (kind) {
    case AccessClientKind.WORKLOAD: return client === `${namespace}/${name}`;
    case AccessClientKind.ANYONE: case AccessClientKind.ANY_IDENTITY: return true;
    case AccessClientKind.EVERY_WORKLOAD: return client !== undefined;
    case AccessClientKind.EVERY_WORKLOAD_OF_NAMESPACE: case AccessClientKind.NAMESPACE: return client?.startsWith(`${namespace}/`) === true;
    default: return false;
  }
}

function coversCallee(callee: AccessCallee, { namespace, workload }: AskedWorkload): boolean {
  return callee.kind === AccessCalleeKind.EVERY_WORKLOAD || callee.kind === AccessCalleeKind.ANYTHING
    || (callee.kind === AccessCalleeKind.EVERY_WORKLOAD_OF_NAMESPACE && callee.namespace === namespace)
    || (callee.kind === AccessCalleeKind.WORKLOAD && callee.namespace === namespace && callee.name === workload);
}

/** Is any request one of an operation? What is said in other words than lists and paths counts as used: nothing is claimed of it. */
function used({ protocol, methods, paths }: AccessOperation, requests: readonly SeenRequest[]): boolean {
  if (protocol === 'tcp') { return false; }
  const methodList = methods?.split(', ');
  const pathList = paths?.split(', ');
  if (methodList?.some(method => !/^[A-Z-]+$/.test(method)) === true) { return true; }
  const patterns = pathList?.map(PathPattern.parse);
  if (patterns?.some(({ problem }) => problem !== undefined) === true) { return true; }
  const expressions = patterns?.map(pattern => new RegExp(`^${pattern.toRegex()}$`));
  return requests.some(({ method, path }) =>
    (methodList?.includes(method) ?? true) && (expressions?.some(expression => expression.test(path)) ?? true));
}

function wordsOf({ protocol, methods, paths, hosts }: AccessOperation): string {
  if (protocol === 'tcp') { return 'TCP'; }
  if ((methods ?? paths ?? hosts) === undefined) { return 'any request'; }
  return `${methods ?? 'any method'} ${paths ?? 'any path'}${hosts === undefined ? '' : ` on ${hosts}`}`;
}
