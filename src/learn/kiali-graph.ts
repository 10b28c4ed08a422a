import { calleeOfHost, isNoService, splitHost } from './hosts';
import type { KialiEdge, KialiNode } from './kiali-elements';
import { readElements } from './kiali-elements';
import type { LeftOut, Observation, ObservedCallee, ObservedCaller, ObservedWorkload, Reading } from './observations';
import { outcomeOf } from './outcome';
import { principalText, readPrincipal } from './principal';
import { isObject, valueAt } from '../analysis/json';

/** Is it a graph as Kiali exports it? */
export function isKialiGraph(json: unknown): boolean {
  const elements = valueAt(json, 'elements');
  return isObject(elements) && (Array.isArray(elements.nodes) || Array.isArray(elements.edges));
}

/**
 * Reads a graph of Kiali, with injected service nodes or without.
 *
 * @see https://kiali.io/docs/features/topology/
 */
export function readKialiGraph(json: unknown, file: string): Reading {
  const { graphType, nodes, edges, left } = readElements(json, file);
  const reader = new GraphReader(file, graphType, nodes, edges);
  const observations = edges.flatMap(edge => reader.read(edge));
  const remarks = [
    ...edges.length === 0 && left.length === 0 ? [`${file}: the graph is empty; ask for namespaces with traffic, and for a longer time.`] : [],
    ...observations.length > 0 && !reader.hasPrincipals ? [
      `${file}: the graph names no principals, so whether callers have identities is not known; ask Kiali for it with the appender securityPolicy ('Security' in its display options).`,
    ] : [],
    ...graphType === 'app' || graphType === 'service' ? [
      `${file}: a graph of type ${graphType} tells no workloads and versions from each other; export one of type workload.`,
    ] : [],
  ];
  return { observations, left: [...left, ...reader.left], remarks };
}

class GraphReader {
  public readonly left: LeftOut[] = [];
  public readonly hasPrincipals: boolean;
  /** The identity of each workload, as edges from and to it tell. */
  private readonly principals = new Map<string, string>();
  private readonly outgoing = new Map<string, KialiEdge[]>();
  private readonly passed = new Set<string>();

  public constructor(
    private readonly file: string, private readonly graphType: string,
    private readonly nodes: ReadonlyMap<string, KialiNode>, edges: readonly KialiEdge[],
  ) {
    this.hasPrincipals = edges.some(({ sourcePrincipal, isMtls }) => sourcePrincipal !== undefined || isMtls);
    for (const edge of edges) {
      const list = this.outgoing.get(edge.source);
      if (list) { list.push(edge); } else { this.outgoing.set(edge.source, [edge]); }
      this.learnPrincipal(edge.source, edge.sourcePrincipal);
      this.learnPrincipal(edge.target, edge.destPrincipal);
    }
  }

  public read(edge: KialiEdge): readonly Observation[] {
    const source = this.nodes.get(edge.source);
    const target = this.nodes.get(edge.target);
    if (source === undefined || target === undefined) {
      return this.leave(edge, `it is between nodes of which the graph lacks ${[...source ? [] : [edge.source], ...target ? [] : [edge.target]].join(' and ')}`);
    }
    if (source.isWaypoint || target.isWaypoint || edge.isWaypointHop) { return this.leave(edge, 'it is a hop to or from a waypoint; what it carries has an edge of its own'); }
    if (edge.protocol === undefined || edge.amount === 0) { return this.leave(edge, 'there was no traffic'); }
    if (target.type === 'aggregate') { return this.through(edge, target); }
    if (source.type === 'aggregate') { return this.passed.has(edge.id) ? [] : this.leave(edge, `it comes from ${this.named(source)}, which nothing leads to`); }
    if (source.type === 'service' && this.graphType !== 'service') { return this.behind(edge, source, target); }
    return this.between(edge, this.callerOf(source), target);
  }

  /** From a service to a workload that answers for it: who called is told by the edges to the service. */
  private behind(edge: KialiEdge, source: KialiNode, target: KialiNode): readonly Observation[] {
    if (target.type === 'service' || source.service === undefined || isNoService(source.service)) {
      return this.leave(edge, `it comes from ${this.named(source)}, which is no caller`);
    }
    const callee: ObservedCallee = { kind: 'service', namespace: source.namespace, name: source.service, workload: this.workloadOf(target) };
    return this.outcomes(edge).map(({ outcome, amount }) => ({ caller: { kind: 'nobody' }, callee, protocol: edge.protocol!, outcome, amount, behind: true }));
  }

  /** Aggregates stand between a caller and callees; they may be passed where that cannot mix up who calls whom. */
  private through(edge: KialiEdge, aggregate: KialiNode): readonly Observation[] {
    const onward = this.outgoing.get(aggregate.id) ?? [];
    const source = this.nodes.get(edge.source)!;
    const target = onward.length === 1 ? this.nodes.get(onward[0].target) : undefined;
    if (target === undefined || target.type === 'aggregate' || source.type === 'aggregate' || source.type === 'service') {
      return this.leave(edge, `it goes to ${this.named(aggregate)}, from which ${onward.length} edges lead on, and nothing tells which; export the graph without aggregates`);
    }
    this.passed.add(onward[0].id);
    return this.between(edge, this.callerOf(source), target);
  }

  private between(edge: KialiEdge, caller: ObservedCaller, target: KialiNode): readonly Observation[] {
    return this.outcomes(edge).map(ending => {
      const { host, port } = ending;
      const plaintext = this.hasPrincipals && edge.sourcePrincipal === undefined && !edge.isMtls;
      return {
        caller: caller.kind === 'workload' ? { kind: 'workload', workload: { ...caller.workload, ...this.own(edge.sourcePrincipal) } } : caller,
        callee: this.calleeOf(target, host),
        protocol: edge.protocol!,
        ...port === undefined ? {} : { port },
        outcome: ending.outcome,
        ...ending.reason === undefined ? {} : { reason: ending.reason },
        amount: ending.amount,
        ...plaintext ? { plaintext: true } : {},
      };
    });
  }

  /** What became of what an edge stands for, each kind with its share. */
  private outcomes(edge: KialiEdge): readonly (Pick<Observation, 'outcome' | 'reason' | 'amount'> & { readonly host?: string; readonly port?: number })[] {
    if (edge.responses.length === 0) {
      return [{
        amount: edge.amount,
        ...edge.all === 'unanswered' ? { outcome: 'failed', reason: 'no answer' } : edge.all === 'refused' ? { outcome: 'refused', reason: 'errors only' } : { outcome: 'answered' },
      }];
    }
    const total = edge.responses.reduce((sum, { share }) => sum + share, 0) || 1;
    return edge.responses.map(({ code, flags, hosts, share }) => {
      const named = hosts.find(host => !isNoService(host));
      const known = named === undefined ? {} : splitHost(named);
      // Of gRPC, Kiali tells its own status in the place of HTTP's where it knows it.
      const status = edge.protocol === 'grpc' && /^\d{1,2}$/.test(code) ? { grpcStatus: code } : { code };
      const ending = outcomeOf({ protocol: edge.protocol!, flags, ...status });
      return { ...ending, amount: edge.amount * share / total, ...known };
    });
  }

  private callerOf(node: KialiNode): ObservedCaller {
    const workload = node.type === 'unknown' ? undefined : this.workloadOf(node);
    return workload === undefined || isNoService(workload.workload) || isNoService(workload.namespace) ? { kind: 'nobody' } : { kind: 'workload', workload };
  }

  private calleeOf(node: KialiNode, host: string | undefined): ObservedCallee {
    if (node.externalHosts.length > 0) {
      return calleeOfHost(host !== undefined && node.externalHosts.includes(host) ? host : node.externalHosts[0]);
    }
    if (node.type === 'service' && this.graphType !== 'service') {
      if (isNoService(node.service)) { return { kind: 'unknown', name: node.service ?? 'unknown' }; }
      return isNoService(node.namespace) || node.service!.includes('.') ? calleeOfHost(node.service!) : { kind: 'service', namespace: node.namespace, name: node.service! };
    }
    if (node.type === 'unknown') { return { kind: 'unknown', name: 'unknown' }; }
    const workload = this.workloadOf(node);
    const services = node.destServices.filter(({ name, namespace }) => !isNoService(name) && namespace === node.namespace);
    const meant = services.length === 1 ? services[0]
      : services.find(({ name, namespace }) => host !== undefined && [name, `${name}.${namespace}`].some(short => host === short || host.startsWith(`${short}.`) && host.includes('.svc')));
    const named = meant ?? (this.graphType === 'service' ? { namespace: node.namespace, name: node.service! } : services.find(({ name }) => name === node.app) ?? services.at(0));
    return named === undefined ? { kind: 'workload', workload } : { kind: 'service', ...named, workload };
  }

  private workloadOf(node: KialiNode): ObservedWorkload {
    const { namespace, app, version, cluster, edge, hosts, unmeshed } = node;
    const principal = this.principals.get(node.id);
    const known = (text: string | undefined): string | undefined => (isNoService(text) ? undefined : text);
    return {
      namespace,
      workload: known(node.workload) ?? known(app) ?? known(node.service),
      ...known(app) === undefined ? {} : { app },
      ...known(version) === undefined ? {} : { version },
      ...known(cluster) === undefined ? {} : { cluster },
      ...principal === undefined ? {} : { principal },
      ...edge ? { edge } : {},
      ...hosts.length > 0 ? { hosts } : {},
      ...unmeshed ? { unmeshed } : {},
    };
  }

  private learnPrincipal(node: string, text: string | undefined): void {
    const principal = readPrincipal(text);
    const namespace = this.nodes.get(node)?.namespace;
    // Where a service stands between, Kiali names the first caller for all of them.
    if (principal !== undefined && principal.namespace === namespace && this.nodes.get(node)?.type !== 'service') { this.principals.set(node, principalText(principal)); }
  }

  private own(text: string | undefined): { readonly principal?: string } {
    const principal = readPrincipal(text);
    return principal === undefined ? {} : { principal: principalText(principal) };
  }

  private named(node: KialiNode): string {
    return `${node.type} ${node.service ?? node.workload ?? node.app ?? node.id}`;
  }

  private leave({ id }: KialiEdge, reason: string): [] {
    this.left.push({ place: `${this.file}: edge ${id}`, reason });
    return [];
  }
}
