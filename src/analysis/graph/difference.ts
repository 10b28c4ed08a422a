import { blocksOf } from './blocks';
import { Boxes } from './boxes';
import type { GraphAccess, GraphEdge, GraphNamespace, GraphNode, GraphService, MeshGraph } from './mesh-graph';
import { GraphChange } from './mesh-graph';
import { compare } from '../model';

const REMARK = 'This is the difference of two versions: what is added begins with +, what is removed with -. It compares what edges say; '
  + 'whether anybody may do more than before, the command diff decides exactly.';

/** Both versions of a mesh in one picture: all that the newer one has, and what is gone. */
export function graphDifference(older: MeshGraph, newer: MeshGraph): MeshGraph {
  const namespaces = mergedNamespaces(older, newer);
  const services = mergedServices(older, newer);
  const boxes = new Boxes(namespaces, services);
  const objects = new Map([...older.objects, ...newer.objects].map(object => [object.id, object]));
  return {
    version: 1,
    namespaces,
    services,
    nodes: mergedNodes(older, newer),
    edges: mergedEdges(older, newer, boxes),
    routes: newer.routes,
    objects: [...objects.values()].sort((a, b) => compare(a.id, b.id)),
    remarks: [REMARK, ...newer.remarks],
  };
}

function mergedNodes(older: MeshGraph, newer: MeshGraph): readonly GraphNode[] {
  const [before, after] = [idsOf(older.nodes), idsOf(newer.nodes)];
  return [
    ...newer.nodes.map(node => (before.has(node.id) ? node : { ...node, change: GraphChange.ADDED })),
    // What was wrong with it is no more.
    ...older.nodes.filter(({ id }) => !after.has(id)).map(node => ({ ...node, change: GraphChange.REMOVED, findings: [] })),
  ];
}

function idsOf(list: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(list.map(({ id }) => id));
}

function mergedNamespaces(older: MeshGraph, newer: MeshGraph): readonly GraphNamespace[] {
  const names = new Map(newer.namespaces.map(namespace => [namespace.id, namespace]));
  for (const namespace of older.namespaces) {
    const known = names.get(namespace.id);
    names.set(namespace.id, known === undefined ? { ...namespace, findings: [] }
      : { ...known, members: [...new Set([...known.members, ...namespace.members])].sort(compare) });
  }
  return [...names.values()].sort((a, b) => compare(a.name, b.name));
}

/** What is gone is drawn in the Service that it was in, and nothing is drawn twice. */
function mergedServices(older: MeshGraph, newer: MeshGraph): readonly GraphService[] {
  const there = idsOf(newer.nodes);
  const services = new Map(newer.services.map(service => [service.id, service]));
  for (const service of older.services) {
    const gone = service.members.filter(id => !there.has(id));
    const known = services.get(service.id);
    if (known !== undefined) {
      services.set(service.id, { ...known, members: [...known.members, ...gone].sort(compare) });
    } else if (gone.length > 1) {
      services.set(service.id, { ...service, members: gone });
    }
  }
  return [...services.values()].sort((a, b) => compare(a.id, b.id));
}

/** The same that may be done, whoever may do it. */
interface Alike {
  readonly edge: Pick<GraphEdge, 'kind' | 'protocol'>;
  readonly access: GraphAccess;
  readonly change?: GraphChange;
  readonly callers: Map<string, Set<string>>;
}

/** Workloads may be told by other boxes than before, so they are compared one by one. */
function mergedEdges(older: MeshGraph, newer: MeshGraph, boxes: Boxes): readonly GraphEdge[] {
  const before = pairsOf(older);
  const after = pairsOf(newer);
  const groups = new Map<string, Alike>();
  const add = (key: string, { edge, access, from, to }: Pair, change?: GraphChange): void => {
    const [, , ...what] = JSON.parse(key) as readonly unknown[];
    const group = JSON.stringify([what, change ?? '', access.notes]);
    const known = groups.get(group) ?? { edge, access, ...change === undefined ? {} : { change }, callers: new Map<string, Set<string>>() };
    groups.set(group, known);
    known.callers.set(to, (known.callers.get(to) ?? new Set()).add(from));
  };
  after.forEach((pair, key) => add(key, pair, before.has(key) ? undefined : GraphChange.ADDED));
  before.forEach((pair, key) => { if (!after.has(key)) { add(key, pair, GraphChange.REMOVED); } });
  const edges = new Map<string, GraphEdge>();
  for (const { edge: { kind, protocol }, access, change, callers } of groups.values()) {
    for (const block of blocksOf(callers)) {
      const targets = boxes.ends(block.to);
      for (const from of boxes.ends(block.from)) {
        for (const to of targets) {
          const key = JSON.stringify([kind, from, to, protocol, change ?? '']);
          edges.set(key, { kind, from, to, protocol, access: [...edges.get(key)?.access ?? [], access], ...change === undefined ? {} : { change } });
        }
      }
    }
  }
  return [...edges].sort(([a], [b]) => compare(a, b)).map(([, edge]) => edge);
}

interface Pair {
  readonly edge: GraphEdge;
  readonly access: GraphAccess;
  readonly from: string;
  readonly to: string;
}

/** What each node may do to each other one; why, and what notes tell of it, is no difference. */
function pairsOf({ namespaces, services, edges }: MeshGraph): ReadonlyMap<string, Pair> {
  const boxes = new Boxes(namespaces, services);
  const pairs = new Map<string, Pair>();
  for (const edge of edges) {
    for (const access of edge.access) {
      const { ports, operations, certain, boundaries } = access;
      for (const from of boxes.membersOf(edge.from)) {
        for (const to of boxes.membersOf(edge.to)) {
          pairs.set(JSON.stringify([from, to, edge.kind, edge.protocol, ports, operations, certain, boundaries]), { edge, access, from, to });
        }
      }
    }
  }
  return pairs;
}
