import { isOutsideHost } from './hosts';
import type { KnownWorkload } from './known-workloads';
import type { Observation, ObservedProtocol, Outcome } from './observations';
import type { Unit } from './units';
import { compare } from '../analysis/model';

/** How much of something there was, by what became of it. */
export type Tally = { [outcome in Outcome]: number };

/** What was sent along an edge in one way. */
export interface RequestTally extends Tally {
  readonly method: string;
  readonly path: string;
  readonly reasons: Set<string>;
}

/** The Kubernetes API, which has a Service and no workload. */
export const KUBERNETES_API = 'the Kubernetes API';

/** Whom an edge leads to. */
export type Target =
  | { readonly kind: 'unit'; readonly unit: Unit }
  | { readonly kind: 'host'; readonly host: string; readonly addresses: Set<string> }
  | { readonly kind: 'unknown'; readonly name: string };

/** All that was observed of a caller and a callee's port, by one protocol. */
export interface Edge extends Tally {
  /** Undefined for callers without a name. */
  readonly caller?: KnownWorkload;
  readonly target: Target;
  protocol: ObservedProtocol;
  port?: number;
  readonly targetPorts: Set<number>;
  /** The host that requests named, if they came through a gateway. */
  readonly host?: string;
  readonly reasons: Set<string>;
  /** By method and path. */
  readonly requests: Map<string, RequestTally>;
  /** Part of it was seen without its method and path. */
  withoutRequests: Tally;
  plaintext: boolean;
}

/** Adds up observations. */
export class Edges {
  private readonly byKey = new Map<string, Edge>();
  private readonly pairs = new Set<string>();

  public add(observation: Observation, caller: KnownWorkload | undefined, target: Target): void {
    const { port, protocol, request, outcome, amount, reason, targetPort, host, plaintext } = observation;
    // What a gateway exposes, it exposes on a host.
    const exposed = caller?.edge === 'ingress' && host !== undefined && isOutsideHost(host) ? host.toLowerCase() : undefined;
    const key = JSON.stringify([caller?.key ?? null, targetKey(target), protocol, port ?? null, exposed ?? null]);
    let edge = this.byKey.get(key);
    if (edge === undefined) {
      edge = {
        caller,
        target,
        protocol,
        port,
        ...none(),
        targetPorts: new Set(),
        ...exposed === undefined ? {} : { host: exposed },
        reasons: new Set(),
        requests: new Map(),
        withoutRequests: none(),
        plaintext: false,
      };
      this.byKey.set(key, edge);
    }
    if (caller !== undefined) { this.pairs.add(`${caller.key} ${targetKey(target)}`); }
    edge[outcome] += amount;
    edge.plaintext ||= plaintext === true;
    if (targetPort !== undefined) { edge.targetPorts.add(targetPort); }
    if (reason !== undefined) { edge.reasons.add(reason); }
    if (target.kind === 'host' && edge.target.kind === 'host') { for (const address of target.addresses) { edge.target.addresses.add(address); } }
    if (request === undefined) {
      edge.withoutRequests[outcome] += amount;
    } else {
      addRequest(edge.requests, { ...none(), [outcome]: amount, ...request, reasons: new Set(reason === undefined ? [] : [reason]) });
    }
  }

  /** Has a caller been seen to call it? */
  public has(caller: KnownWorkload, target: Target): boolean {
    return this.pairs.has(`${caller.key} ${targetKey(target)}`);
  }

  /** In a fixed order. */
  public get all(): readonly Edge[] {
    return [...this.byKey].sort(([a], [b]) => compare(a, b)).map(([, edge]) => edge);
  }
}

function targetKey(target: Target): string {
  return target.kind === 'unit' ? `unit ${target.unit.namespace}/${target.unit.name}` : target.kind === 'host' ? `host ${target.host}` : `unknown ${target.name}`;
}

export function none(): Tally {
  return { answered: 0, refused: 0, failed: 0 };
}

function addRequest(requests: Map<string, RequestTally>, request: RequestTally): void {
  const key = `${request.method} ${request.path}`;
  const known = requests.get(key);
  if (known === undefined) {
    requests.set(key, request);
    return;
  }
  known.answered += request.answered;
  known.refused += request.refused;
  known.failed += request.failed;
  request.reasons.forEach(reason => known.reasons.add(reason));
}

/**
 * Brings together what sources tell of the same calls, one with ports or requests and another without: what has no port is a part of what
 * has one, if the caller and the callee are the same.
 */
export function reconciled(edges: readonly Edge[]): readonly Edge[] {
  const pairs = new Map<string, Edge[]>();
  for (const edge of edges) {
    const key = JSON.stringify([edge.caller?.key ?? null, targetKey(edge.target), edge.protocol === 'tcp']);
    const pair = pairs.get(key);
    if (pair) { pair.push(edge); } else { pairs.set(key, [edge]); }
  }
  const kept = new Set<Edge>();
  for (const pair of pairs.values()) { reconcile(pair).forEach(edge => kept.add(edge)); }
  return edges.filter(edge => kept.has(edge));
}

function reconcile(pair: readonly Edge[]): readonly Edge[] {
  const precise = pair.filter(({ port }) => port !== undefined);
  const vague = pair.filter(({ port }) => port === undefined);
  if (vague.some(({ protocol }) => protocol === 'grpc')) {
    // The form of a request tells gRPC only where its service is in a package.
    precise.filter(edge => edge.protocol === 'http' && edge.requests.size > 0 && [...edge.requests.values()].every(isGrpcForm)).forEach(edge => { edge.protocol = 'grpc'; });
  }
  const absorbed = vague.filter(edge => {
    const into = precise.filter(({ protocol }) => protocol === edge.protocol);
    // Which of several was meant matters only where there is something of its own to keep.
    if (into.length === 0 || (into.length > 1 && edge.requests.size > 0)) { return false; }
    // What one of them answered explains it; what was refused on another stays refused.
    absorb(into.find(({ answered }) => answered > 0) ?? into[0], edge);
    return true;
  });
  return pair.filter(edge => !absorbed.includes(edge));
}

function absorb(into: Edge, edge: Edge): void {
  for (const outcome of ['answered', 'refused', 'failed'] as const) {
    into[outcome] += edge[outcome];
    into.withoutRequests[outcome] += edge.withoutRequests[outcome];
  }
  edge.requests.forEach(request => addRequest(into.requests, request));
  edge.targetPorts.forEach(port => into.targetPorts.add(port));
  edge.reasons.forEach(reason => into.reasons.add(reason));
  into.plaintext ||= edge.plaintext;
}

/** A method of a gRPC service: POST to `/Service/Method`. */
export function isGrpcForm({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === 'POST' && /^\/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\/[A-Za-z_]\w*$/.test(path);
}
