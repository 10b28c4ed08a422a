import { AllowedPairs } from './allowed-pairs';
import { planOf } from './call-plan';
import { targetText } from './declarable';
import type { Edge } from './edges';
import type { KnownWorkload } from './known-workloads';
import { MeshWorkloads } from './mesh-workloads';
import type { Traffic } from './traffic';
import type { AccessDecision } from '../analysis/access/access-decision';
import { AccessVerdict } from '../analysis/access/access-decision';
import type { AccessTable } from '../analysis/access/access-table';
import type { MeshAccess } from '../analysis/mesh-access';
import type { MeshModel } from '../analysis/model';

/** Something that was observed, and what the manifests make of it. */
export interface ObservedAccess {
  readonly caller: string;
  readonly callee: string;
  /** The container port, where it is known. */
  readonly port?: number;
  /** `GET /orders/{*}`, `TCP`; `requests`, where nothing tells which. */
  readonly what: string;
  /** Why it is refused, or not known. */
  readonly reason?: string;
}

/** Something that is allowed and was not observed. */
export interface UnseenAccess {
  readonly caller: string;
  readonly callee: string;
  readonly ports: string;
  readonly what: string;
}

/** Traffic held against manifests. */
export interface TrafficComparison {
  readonly allowed: number;
  /** Observed, and refused. */
  readonly refused: readonly ObservedAccess[];
  /** Observed, and not decided by the manifests. */
  readonly unknown: readonly ObservedAccess[];
  /** Observed without methods and paths, of which the manifests allow some. */
  readonly partly: readonly ObservedAccess[];
  /** Observed of what the manifests do not have. */
  readonly absent: readonly ObservedAccess[];
  /** Allowed, and never observed. */
  readonly unseen: readonly UnseenAccess[];
}

/** What of the traffic manifests allow, and what they allow besides. */
export function compareTraffic(traffic: Traffic, mesh: MeshAccess, model: MeshModel, table: AccessTable): TrafficComparison {
  return new Comparison(mesh, new MeshWorkloads(model), new AllowedPairs(table, model.workloads)).of(traffic);
}

type Verdict = 'allowed' | 'refused' | 'unknown' | 'partly' | 'absent';

class Comparison {
  private readonly found: { readonly [verdict in Exclude<Verdict, 'allowed'>]: ObservedAccess[] } = { refused: [], unknown: [], partly: [], absent: [] };
  private allowed = 0;

  public constructor(private readonly mesh: MeshAccess, private readonly workloads: MeshWorkloads, private readonly pairs: AllowedPairs) {}

  public of({ edges }: Traffic): TrafficComparison {
    for (const edge of edges.filter(({ answered, caller }) => answered > 0 && caller !== undefined)) { this.hold(edge); }
    return { allowed: this.allowed, ...this.found, unseen: this.pairs.unseen() };
  }

  private hold(edge: Edge): void {
    const caller = edge.caller!;
    const callee = targetText(edge.target);
    const said = { caller: caller.key, callee };
    const whats = planOf(edge).calls.map(call => (call.kind === 'http' ? `${call.method} ${call.paths.map(({ pattern }) => pattern).join(', ')}`
      : call.kind === 'grpc' ? `gRPC ${call.service}/${call.methods.join(', ')}` : call.kind === 'tcp' ? 'TCP' : 'requests'));
    if (edge.target.kind !== 'unit') {
      this.put('absent', { ...said, what: whats.join('; '), reason: 'what is outside of the mesh is not compared' });
      return;
    }
    const callees = this.workloads.ofUnit(edge.target.unit);
    if (callees.length === 0) {
      this.put('absent', { ...said, what: whats.join('; '), reason: `the manifests have no workload of ${callee}` });
      return;
    }
    const own = this.workloads.of(caller);
    const from = own === undefined ? principalOf(caller) : { namespace: own.namespace, workload: own.name };
    if (from === undefined) {
      this.put('unknown', { ...said, what: whats.join('; '), reason: `the manifests have no workload ${caller.key}, and nothing tells its identity` });
      return;
    }
    const targets = callees.map(({ namespace, name }) => ({ namespace, workload: name }));
    const ports = callees.map(workload => this.workloads.portsOf(workload, edge));
    const ask = (request: object): readonly AccessDecision[] =>
      targets.flatMap((to, i) => ports[i].map(port => this.mesh._answer({ from, to, port, ...request })));
    const client = own === undefined ? undefined : `${own.namespace}/${own.name}`;
    const port = new Set(ports.flat()).size === 1 ? { port: ports.flat()[0] } : {};
    const account = caller.principals[0] ?? '';
    if (edge.protocol === 'tcp') {
      this.pairs.see(client, account, targets, undefined);
      this.judge({ ...said, ...port, what: 'TCP' }, ask({}));
      return;
    }
    const requests = [...edge.requests.values()].filter(({ answered }) => answered > 0);
    if (requests.length === 0) {
      this.pairs.see(client, account, targets, undefined);
      const whole = this.pairs.allow(client, account, targets);
      if (whole === 'all') { this.allowed++; } else {
        const reason = whole === 'some' ? 'which requests were made is not known' : 'no request is allowed';
        this.put(whole === 'some' ? 'partly' : 'refused', { ...said, ...port, what: 'requests', reason });
      }
      return;
    }
    for (const { method, path } of requests.sort((a, b) => (`${a.method} ${a.path}` < `${b.method} ${b.path}` ? -1 : 1))) {
      this.pairs.see(client, account, targets, { method, path });
      this.judge({ ...said, ...port, what: `${method} ${path}` }, ask({ method, path }));
    }
  }

  /** A request comes to one of the versions: what one of them refuses, is refused at times; what routes keep from one, is not. */
  private judge(observed: ObservedAccess, decisions: readonly AccessDecision[]): void {
    const refusedThere = decisions.find(({ verdict, layer }) => verdict === AccessVerdict.DENY && layer !== 'routing' && layer !== 'sidecar');
    const allowed = decisions.some(({ verdict }) => verdict === AccessVerdict.ALLOW);
    // Nothing tells which port was meant: one that allows it is enough.
    if (allowed && (refusedThere === undefined || observed.port === undefined)) {
      this.allowed++;
      return;
    }
    const unknown = decisions.find(({ verdict }) => verdict === AccessVerdict.UNKNOWN);
    const deciding = refusedThere ?? (unknown === undefined ? decisions.at(0) : undefined);
    if (deciding !== undefined || unknown === undefined) {
      this.put('refused', { ...observed, reason: deciding?.reason ?? 'the manifests have no such port' });
    } else {
      this.put('unknown', { ...observed, reason: unknown.reason });
    }
  }

  private put(verdict: Exclude<Verdict, 'allowed'>, observed: ObservedAccess): void {
    this.found[verdict].push(observed);
  }
}

/** Somebody who is not in the manifests, such as a gateway of the platform. */
function principalOf({ principals, edge }: KnownWorkload): object | undefined {
  const principal = principals.at(0) ?? (edge === 'ingress' ? 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account' : undefined);
  return principal === undefined ? undefined : { principal };
}
