import { blocksOf } from './blocks';
import { idOf, workloadId } from './ids';
import type { GraphAccess, GraphEdge, GraphNode, GraphWhy } from './mesh-graph';
import { GraphEdgeKind, GraphNodeKind } from './mesh-graph';
import type { Reasons } from './reasons';
import type { GraphWorld } from './world';
import type { AccessCallee } from '../access/access-callee';
import { AccessCalleeKind } from '../access/access-callee';
import type { AccessClient } from '../access/access-client';
import { AccessClientKind } from '../access/access-client';
import { AccessVerdict } from '../access/access-decision';
import type { AccessOperation, AccessProtocol } from '../access/access-operation';
import type { TableEntry } from '../access-table/table-entry';
import { compare } from '../model';

/** The same access of some ends to others. */
interface Alike {
  readonly access: GraphAccess;
  readonly protocol: AccessProtocol;
  /** The callers of each callee. */
  readonly callers: Map<string, Set<string>>;
  /** What the table says of each pair of ends. */
  readonly entries: Map<string, TableEntry>;
}

/** Edges for who may do what to whom, and nodes for the classes of callers and callees that no workload is. */
export class AccessEdges {
  private readonly classes = new Map<string, GraphNode>();
  public readonly edges: readonly GraphEdge[];

  public constructor(
    private readonly world: GraphWorld, entries: readonly TableEntry[], private readonly reasons: Reasons,
    private readonly kind: GraphEdgeKind.ACCESS | GraphEdgeKind.DENIED = GraphEdgeKind.ACCESS,
  ) {
    const alike = new Map<string, Alike>();
    for (const entry of entries) {
      const to = this.calleeEnd(entry.callee);
      for (const [protocol, operations] of byProtocol(entry.operations)) {
        // What is said to be denied, the decision of a request says, too.
        const stops = kind === GraphEdgeKind.DENIED ? stoppedBy(reasons.why(entry, operations)) : [];
        if (kind === GraphEdgeKind.DENIED && stops.length === 0) { continue; }
        for (const client of entry.clients) {
          const { ports, certain, boundaries, notes, unused = this.missing(client) } = entry;
          const used = unused === undefined ? {} : { unused };
          const access: GraphAccess = { ports, operations, certain, boundaries, notes: [...notes, ...stops], ...used };
          const key = JSON.stringify([protocol, access]);
          const group = alike.get(key) ?? { access, protocol, callers: new Map<string, Set<string>>(), entries: new Map<string, TableEntry>() };
          alike.set(key, group);
          const callers = group.callers.get(to) ?? new Set<string>();
          group.callers.set(to, callers);
          for (const from of this.clientEnds(client)) {
            callers.add(from);
            group.entries.set(JSON.stringify([from, to]), entry);
          }
        }
      }
    }
    this.edges = this.joined([...alike.values()]);
  }

  /** The nodes that edges need beside those of workloads, in order. */
  public get nodes(): readonly GraphNode[] {
    return [...this.classes.values()].sort((a, b) => compare(a.id, b.id));
  }

  /** Callees with the same callers are joined, and both are told by boxes; then what is between the same ends is one edge. */
  private joined(groups: readonly Alike[]): readonly GraphEdge[] {
    const edges = new Map<string, Pick<GraphEdge, 'from' | 'to' | 'protocol'> & { readonly access: GraphAccess[] }>();
    for (const { access, protocol, callers, entries } of groups) {
      for (const block of blocksOf(callers)) {
        const targets = this.world.grouping.ends(block.to);
        for (const from of this.world.grouping.ends(block.from)) {
          for (const to of targets) {
            const key = JSON.stringify([from, to, protocol]);
            const told = { ...access, ...this.whyOf(entries, this.world.grouping.membersOf(from), this.world.grouping.membersOf(to), access) };
            const edge = edges.get(key) ?? { from, to, protocol, access: [] };
            edge.access.push(told);
            edges.set(key, edge);
          }
        }
      }
    }
    return [...edges.values()].map((edge): GraphEdge => ({ kind: this.kind, ...edge, access: sorted(edge.access) }));
  }

  /** Of boxes, for the first of their workloads. */
  private whyOf(entries: ReadonlyMap<string, TableEntry>, [from]: readonly string[], [to]: readonly string[], { operations }: GraphAccess): Pick<GraphAccess, 'why'> {
    const entry = entries.get(JSON.stringify([from, to]));
    const why = entry === undefined ? undefined : this.reasons.why(entry, operations);
    return why === undefined ? {} : { why };
  }

  private clientEnds({ kind, namespace = '', name = '', text }: AccessClient): readonly string[] {
    switch (kind) {
      case AccessClientKind.WORKLOAD: return [workloadId({ namespace, name })];
      case AccessClientKind.SERVICE_ACCOUNT: {
        const gateways = [...this.world.platformGateways].filter(([, pods]) => pods.namespace === namespace && pods.serviceAccount === name);
        return gateways.length === 0 ? [this.classEnd(text, kind)] : gateways.map(([id]) => id);
      }
      default: return [this.classEnd(text, kind)];
    }
  }

  /** Why none of the manifests' workloads is a client that policies name: all of its namespace are shown. */
  private missing({ kind, namespace = '', text }: AccessClient): string | undefined {
    const isMissing = (kind === AccessClientKind.SERVICE_ACCOUNT || kind === AccessClientKind.PODS) && this.world.namespaces.has(namespace);
    return isMissing ? `no workload of these manifests is ${text}` : undefined;
  }

  private calleeEnd({ kind, namespace = '', name = '', text }: AccessCallee): string {
    return kind === AccessCalleeKind.WORKLOAD ? workloadId({ namespace, name }) : this.classEnd(text, kind);
  }

  private classEnd(text: string, kind: AccessClientKind | AccessCalleeKind): string {
    const id = idOf('class', text);
    if (!this.classes.has(id)) {
      const peers = PEERS[kind];
      const told = peers === undefined ? {} : { peers };
      this.classes.set(id, { id, kind: GraphNodeKind.CLASS, text, ...told, hosts: [], listeners: [], traffic: [], findings: [] });
    }
    return id;
  }
}

const PEERS: { readonly [kind: string]: GraphNode['peers'] } = { [AccessClientKind.PODS]: 'pods', [AccessClientKind.ADDRESSES]: 'addresses' };

const STOPS: { readonly [layer: string]: string } = {
  mutualTls: 'mutual TLS', requestAuthentication: 'RequestAuthentication', authorizationPolicy: 'AuthorizationPolicies', networkPolicy: 'NetworkPolicies',
};

/** The boundaries that deny it, with the objects that decide. */
function stoppedBy(why: GraphWhy | undefined): readonly string[] {
  return (why?.layers ?? []).filter(({ boundary, verdict }) => boundary && verdict === AccessVerdict.DENY)
    .map(({ layer, object }) => `stopped by ${object ?? STOPS[layer]}`);
}

function byProtocol(operations: readonly AccessOperation[]): ReadonlyMap<AccessProtocol, readonly AccessOperation[]> {
  const parts = new Map<AccessProtocol, AccessOperation[]>();
  for (const operation of operations) { parts.set(operation.protocol, [...parts.get(operation.protocol) ?? [], operation]); }
  return parts;
}

function sorted(access: readonly GraphAccess[]): readonly GraphAccess[] {
  return [...access].sort((a, b) => compare(a.ports.padStart(5), b.ports.padStart(5)) || compare(JSON.stringify(a), JSON.stringify(b)));
}
