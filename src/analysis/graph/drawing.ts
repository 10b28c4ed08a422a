import type { GraphAccess, GraphEdge, GraphFinding, GraphNode, MeshGraph } from './mesh-graph';
import { GraphChange, GraphEdgeKind, GraphNodeKind } from './mesh-graph';
import { AccessLayer } from '../access/access-decision';
import { AccessProtocol } from '../access/access-operation';
import { operationText } from '../access-table/operation-text';
import { FindingSeverity } from '../mesh-finding';

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
  readonly badge?: DrawnBadge;
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
  /** Delays and aborts on the way to it. */
  readonly faults: readonly string[];
  readonly badge?: DrawnBadge;
  readonly change?: GraphChange;
}

/** What is wrong with something. */
export interface DrawnBadge {
  readonly severity: GraphFinding['severity'];
  readonly codes: readonly string[];
  readonly count: number;
}

export interface DrawnLink {
  readonly from: string;
  readonly to: string;
  readonly kind: GraphEdgeKind;
  /** What may be done. */
  readonly lines: readonly string[];
  /** What holds callers to it, where all of it is held alike: `mutual TLS`, `nothing enforces it`. @default - something else, or several */
  readonly hold?: string;
  /** Whether all of it is bytes over TCP. */
  readonly isTcp: boolean;
  /** Whether one end is a class of pods or addresses that only NetworkPolicies tell: what clusters need besides calls. */
  readonly isAside: boolean;
  /** Whether nobody sends any of it. */
  readonly isUnused: boolean;
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
    return { key, id, kind, lines, faults: [] };
  };
  const itemOf = (node: GraphNode): DrawnItem =>
    ({ ...item(node.id, node.kind, marked(itemLines(node), node.change)), faults: node.faults ?? [], ...badgeOf(node), ...changeOf(node) });
  const anchor = (id: string, text: string): { readonly anchor?: DrawnItem } => (ends.has(id) ? { anchor: item(id, 'anchor', [text]) } : {});
  const found = (ids: readonly string[]): readonly GraphNode[] => ids.flatMap(id => nodes.get(id) ?? []);
  const drawn = new Set<string>();
  const namespaces = graph.namespaces.map(({ id, name, members, findings }, i): DrawnBox => {
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
    return { key: `ns${i}`, id, title: `namespace ${name}`, ...badgeOf({ findings }), ...everyone, boxes, items: found(members.filter(member => !inside.has(member))).map(itemOf) };
  });
  const items = graph.nodes.filter(node => !drawn.has(node.id)).map(itemOf);
  const keyOf = (id: string): string => keys.get(id) as string;
  const accessible = new Set(graph.edges.filter(({ kind, change }) => kind === GraphEdgeKind.ACCESS && change !== GraphChange.REMOVED).map(pairOf));
  // Where a gateway may do something, what it does there is not drawn once more.
  const edges = withoutImplied(graph).filter(({ edge }) => edge.kind !== GraphEdgeKind.ROUTE || !accessible.has(pairOf(edge)));
  return { namespaces, items, links: edges.map(({ edge, place }) => linkOf(edge, place, keyOf, nodes)) };
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

function itemLines({ text, version, listeners, traffic, proxy, kind }: GraphNode): readonly string[] {
  return [
    text,
    ...version === undefined || text.endsWith(`-${version}`) ? [] : [`version ${version}`],
    ...proxy === 'none' ? ['no proxy'] : proxy === 'unknown' ? ['perhaps no proxy'] : proxy === 'ambient' ? ['ambient'] : [],
    ...kind === GraphNodeKind.GATEWAY ? listeners.map(({ port, protocol, tls }) => `${port} ${protocol}${tls === undefined ? '' : `, TLS ${tls}`}`) : [],
    ...traffic,
  ].filter((line, i, all) => all.indexOf(line) === i);
}

const SEVERITIES: readonly GraphFinding['severity'][] = [FindingSeverity.ERROR, FindingSeverity.WARNING, FindingSeverity.INFO];

function badgeOf({ findings }: { readonly findings: readonly GraphFinding[] }): { readonly badge?: DrawnBadge } {
  const severity = SEVERITIES.find(one => findings.some(finding => finding.severity === one));
  return severity === undefined ? {} : { badge: { severity, codes: [...new Set(findings.map(({ code }) => code))], count: findings.length } };
}

/** What is wrong, as a line of text. */
export function badgeLines(badge: DrawnBadge | undefined): readonly string[] {
  return badge === undefined ? [] : [`finding${badge.codes.length === 1 ? '' : 's'} ${badge.codes.join(', ')}`];
}

/** All that is written in an item, where nothing of it is drawn. */
export function itemText({ lines, faults, badge }: DrawnItem): readonly string[] {
  return [...lines, ...faults, ...badgeLines(badge)];
}

/** The same of a box. */
export function boxText({ title, badge }: DrawnBox): string {
  return [title, ...badgeLines(badge)].join(', ');
}

/** The same of a link. */
export function linkText({ lines, hold, isUnused }: DrawnLink, unused = false): readonly string[] {
  return [...lines, ...hold === undefined ? [] : [hold], ...unused && isUnused ? ['nobody sends it'] : []];
}

function linkOf(
  { from, to, kind, protocol, access, change }: GraphEdge, edge: number, keyOf: (id: string) => string, nodes: ReadonlyMap<string, GraphNode>,
): DrawnLink {
  const isAccess = kind === GraphEdgeKind.ACCESS;
  const holds = new Set(access.map(holdOf));
  const [hold] = holds.size === 1 ? holds : [undefined];
  const isPart = isAccess && holds.size > 1;
  const lines = [...new Set(access.flatMap(one => [
    ...accessLines(kind, one),
    ...isPart && holdOf(one) !== undefined ? [holdOf(one) as string] : [],
    ...kind === GraphEdgeKind.DENIED ? one.notes : [],
  ]))];
  return {
    from: keyOf(from),
    to: keyOf(to),
    kind,
    lines: marked(lines, change),
    ...isAccess && hold !== undefined ? { hold } : {},
    isTcp: protocol === AccessProtocol.TCP,
    isAside: isAccess && [from, to].some(end => nodes.get(end)?.peers !== undefined),
    isUnused: isAccess && access.every(({ unused }) => unused !== undefined),
    certain: access.every(one => one.certain),
    edge,
    ...changeOf({ change }),
  };
}

/** What holds callers to it, where that is not both boundaries. */
function holdOf({ boundaries }: GraphAccess): string | undefined {
  return boundaries.length === 0 ? 'nothing enforces it' : boundaries.includes(AccessLayer.MUTUAL_TLS) ? 'mutual TLS' : undefined;
}

/** What may be done, one line each, with what enforces it. */
export function accessText(kind: GraphEdgeKind, access: GraphAccess): readonly string[] {
  const hold = kind === GraphEdgeKind.ACCESS ? holdOf(access) : undefined;
  return [...accessLines(kind, access, Infinity), ...hold === undefined ? [] : [hold]];
}

function accessLines(kind: GraphEdgeKind, { ports, operations, certain }: GraphAccess, most = MOST_OPERATIONS): readonly string[] {
  const words = operations.map(operationText);
  const shown = words.length > most + 1 ? [...words.slice(0, most), `and ${words.length - most} more`] : words;
  const perhaps = certain ? '' : 'perhaps ';
  const port = ports === '' ? '' : `${ports} `;
  const [first, ...rest] = shown;
  switch (kind) {
    case GraphEdgeKind.ENTRY: return [`${port}${first}`, ...rest];
    case GraphEdgeKind.ROUTE: return ['routed', ...operations.flatMap(({ hosts }) => hosts ?? [])];
    case GraphEdgeKind.EGRESS: return [`${port}known to the proxy`];
    case GraphEdgeKind.DENIED: return [`denied: ${port}${first}`, ...rest];
    case GraphEdgeKind.ACCESS: return [`${perhaps}${port}${first}`, ...rest.map(text => `${perhaps}${text}`)];
  }
}
