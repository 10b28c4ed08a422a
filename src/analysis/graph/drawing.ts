import type { GraphAccess, GraphEdge, GraphFinding, GraphNode, MeshGraph } from './mesh-graph';
import { GraphChange, GraphEdgeKind, GraphNodeKind } from './mesh-graph';
import { AccessLayer } from '../access/access-decision';
import { operationText } from '../access-table/operation-text';

/** A graph as a picture of boxes, items and links, with what is written on them: what the formats for pictures have in common. */
export interface Drawing {
  readonly namespaces: readonly DrawnBox[];
  /** What is in no namespace. */
  readonly items: readonly DrawnItem[];
  readonly links: readonly DrawnLink[];
}

/** A box; what ends at the box itself ends at its anchor, if there is one. */
export interface DrawnBox {
  readonly key: string;
  readonly id: string;
  readonly title: string;
  readonly anchor?: DrawnItem;
  readonly boxes: readonly DrawnBox[];
  readonly items: readonly DrawnItem[];
}

export interface DrawnItem {
  /** Of letters and digits. */
  readonly key: string;
  readonly id: string;
  readonly kind: GraphNodeKind | 'anchor';
  readonly lines: readonly string[];
  readonly change?: GraphChange;
}

export interface DrawnLink {
  readonly from: string;
  readonly to: string;
  readonly kind: GraphEdgeKind;
  readonly lines: readonly string[];
  /** Whether manifests tell that all of it is allowed. */
  readonly certain: boolean;
  readonly change?: GraphChange;
  /** Of which edge of the graph it is. */
  readonly edge: number;
}

/** More would be no label but a text. */
const MOST_OPERATIONS = 5;

export function drawingOf(graph: MeshGraph): Drawing {
  const keys = new Map<string, string>();
  const nodes = new Map(graph.nodes.map(node => [node.id, node]));
  const ends = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  const item = (id: string, kind: DrawnItem['kind'], lines: readonly string[]): DrawnItem => {
    const key = `n${keys.size}`;
    keys.set(id, key);
    return { key, id, kind, lines };
  };
  const itemOf = (node: GraphNode): DrawnItem =>
    ({ ...item(node.id, node.kind, marked(itemLines(node), node.change)), ...changeOf(node) });
  const anchor = (id: string, text: string): { readonly anchor?: DrawnItem } => (ends.has(id) ? { anchor: item(id, 'anchor', [text]) } : {});
  const found = (ids: readonly string[]): readonly GraphNode[] => ids.flatMap(id => nodes.get(id) ?? []);
  const drawn = new Set<string>();
  const namespaces = graph.namespaces.map(({ id, name, members, findings }, i): DrawnBox => {
    const title = [`namespace ${name}`, ...findingLines(findings)].join(', ');
    const everyone = anchor(id, 'every workload');
    const boxes = graph.services.filter(service => service.members.some(member => members.includes(member))).map((service, j): DrawnBox => ({
      key: `s${i}_${j}`,
      id: service.id,
      title: service.name,
      ...anchor(service.id, `every workload of ${service.name}`),
      boxes: [],
      items: found(service.members).map(itemOf),
    }));
    const inside = new Set(boxes.flatMap(box => box.items.map(one => one.id)));
    members.forEach(member => drawn.add(member));
    return { key: `ns${i}`, id, title, ...everyone, boxes, items: found(members.filter(member => !inside.has(member))).map(itemOf) };
  });
  const items = graph.nodes.filter(node => !drawn.has(node.id)).map(itemOf);
  const keyOf = (id: string): string => keys.get(id) as string;
  const accessible = new Set(graph.edges.filter(({ kind, change }) => kind === GraphEdgeKind.ACCESS && change !== GraphChange.REMOVED).map(pairOf));
  // Where a gateway may do something, what it does there is not drawn once more.
  const edges = withoutImplied(graph).filter(({ edge }) => edge.kind !== GraphEdgeKind.ROUTE || !accessible.has(pairOf(edge)));
  return { namespaces, items, links: edges.map(({ edge, place }) => linkOf(edge, place, keyOf)) };
}

/** Without access of somebody that anyone has, to the same workloads. */
function withoutImplied({ edges, nodes, namespaces, services }: MeshGraph): readonly { readonly edge: GraphEdge; readonly place: number }[] {
  const anyone = new Set(nodes.filter(({ kind, text }) => kind === GraphNodeKind.CLASS && text === 'anyone').map(({ id }) => id));
  const boxes = [...namespaces, ...services];
  const around = new Map<string, string[]>();
  for (const { id, members } of boxes) { members.forEach(member => around.set(member, [...around.get(member) ?? [], id])); }
  for (const { id, members } of services) { around.set(id, (around.get(members[0]) ?? []).filter(box => box !== id)); }
  const key = (to: string, { ports, operations, certain }: GraphAccess): string => JSON.stringify([to, ports, operations, certain]);
  const ofAnyone = edges.filter(({ from, change }) => anyone.has(from) && change === undefined);
  const open = new Set(ofAnyone.flatMap(({ to, access }) => access.map(one => key(to, one))));
  return edges.flatMap((edge, place) => {
    if (edge.kind !== GraphEdgeKind.ACCESS || edge.change !== undefined || anyone.has(edge.from)) { return [{ edge, place }]; }
    const access = edge.access.filter(one => ![edge.to, ...around.get(edge.to) ?? []].some(to => open.has(key(to, one))));
    return access.length === 0 ? [] : [{ edge: { ...edge, access }, place }];
  });
}

function changeOf({ change }: { readonly change?: GraphChange }): { readonly change?: GraphChange } {
  return change === undefined ? {} : { change };
}

/** Said in words, too, for those who do not see colours. */
function marked([first, ...rest]: readonly string[], change: GraphChange | undefined): readonly string[] {
  return change === undefined ? [first, ...rest] : [`${change === GraphChange.ADDED ? '+' : '-'} ${first}`, ...rest];
}

function pairOf({ from, to }: GraphEdge): string {
  return JSON.stringify([from, to]);
}

function itemLines({ text, version, listeners, traffic, proxy, kind, findings }: GraphNode): readonly string[] {
  return [
    text,
    ...version === undefined || text.endsWith(`-${version}`) ? [] : [`version ${version}`],
    ...proxy === 'none' ? ['no proxy'] : proxy === 'unknown' ? ['perhaps no proxy'] : proxy === 'ambient' ? ['ambient'] : [],
    ...kind === GraphNodeKind.GATEWAY ? listeners.map(({ port, protocol, tls }) => `${port} ${protocol}${tls === undefined ? '' : `, TLS ${tls}`}`) : [],
    ...traffic,
    ...findingLines(findings),
  ].filter((line, i, all) => all.indexOf(line) === i);
}

function findingLines(findings: readonly GraphFinding[]): readonly string[] {
  const codes = [...new Set(findings.map(({ code }) => code))];
  return codes.length === 0 ? [] : [`finding${codes.length === 1 ? '' : 's'} ${codes.join(', ')}`];
}

function linkOf({ from, to, kind, access, change }: GraphEdge, edge: number, keyOf: (id: string) => string): DrawnLink {
  const lines = [...new Set(access.flatMap(one => accessLines(kind, one)))];
  const certain = access.every(one => one.certain);
  return { from: keyOf(from), to: keyOf(to), kind, lines: marked(lines, change), certain, edge, ...changeOf({ change }) };
}

/** What may be done, one line each; what enforces it, where that is not both boundaries. */
export function accessLines(kind: GraphEdgeKind, { ports, operations, certain, boundaries }: GraphAccess, most = MOST_OPERATIONS): readonly string[] {
  const words = operations.map(operationText);
  const shown = words.length > most + 1 ? [...words.slice(0, most), `and ${words.length - most} more`] : words;
  const perhaps = certain ? '' : 'perhaps ';
  const port = ports === '' ? '' : `${ports} `;
  const [first, ...rest] = shown;
  switch (kind) {
    case GraphEdgeKind.ENTRY: return [`${port}${first}`, ...rest];
    case GraphEdgeKind.ROUTE: return ['routed', ...operations.flatMap(({ hosts }) => hosts ?? [])];
    case GraphEdgeKind.EGRESS: return [`${port}known to the proxy`];
    case GraphEdgeKind.ACCESS: return [
      `${perhaps}${port}${first}`,
      ...rest.map(text => `${perhaps}${text}`),
      ...boundaries.length === 0 ? ['nothing enforces it'] : boundaries.includes(AccessLayer.MUTUAL_TLS) ? ['mutual TLS'] : [],
    ];
  }
}
