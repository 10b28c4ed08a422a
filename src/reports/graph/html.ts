import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { layoutOf } from './layout';
import { legendMarkup, legendOf } from './legend';
import { pageMarkup } from './page-markup';
import { pageScript } from './page-script';
import { pageStyle } from './page-style';
import { svgContent } from './svg';
import type { GraphDestination, GraphEdge, GraphFinding, GraphNode, GraphReason, GraphRoute, MeshGraph } from '../../analysis/graph';
import { GraphEdgeKind } from '../../analysis/graph';
import { accessText, drawingOf } from '../../analysis/graph/drawing';
import { plainText } from '../../analysis/graph/plain-text';

/** What a page shows at first. */
export interface PageOptions {
  /** What is denied. @default false */
  readonly denied?: boolean;
  /** What nobody sends. @default false */
  readonly unused?: boolean;
}

/**
 * The graph as one page that needs nothing else and is let do nothing else: it may load nothing, and of scripts run only its own.
 */
export function graphHtml(graph: MeshGraph, { denied = false, unused = false }: PageOptions = {}): string {
  const ends = new Map([...graph.nodes, ...graph.namespaces, ...graph.services].map(({ id }, i) => [id, i]));
  const layout = layoutOf(drawingOf(graph), ({ kind }) => kind === GraphEdgeKind.DENIED);
  const marks = {
    end: (id: string): string => ` data-end="${ends.get(id) ?? ''}"`,
    edge: (place: number): string => ` data-edge="${place}"`,
    flow: (from: string, to: string): string => ` data-flow="${ends.get(from) ?? ''} ${ends.get(to) ?? ''}"`,
  };
  const policy = `default-src 'none'; style-src '${hashOf(pageStyle)}'; script-src '${hashOf(pageScript)}'; base-uri 'none'; form-action 'none'`;
  return pageMarkup({
    policy,
    style: pageStyle,
    script: pageScript,
    data: asData({ ...pageData(graph, ends), start: { denied, unused } }),
    picture: svgContent(layout, {}, marks).join('\n'),
    width: layout.width,
    height: layout.height,
    legend: legendMarkup(legendOf(layout)),
  });
}

/** What the page knows of the graph; ends are told by their numbers, texts as they are to be seen. */
function pageData(graph: MeshGraph, ends: ReadonlyMap<string, number>): object {
  const numbers = (ids: readonly string[]): readonly number[] => ids.flatMap(id => ends.get(id) ?? []);
  // Many edges have the same reasons: a page of thousands would be twice as large.
  const reasons = new Map<string, number>();
  const reasonNumber = (reason: GraphReason): number => {
    const key = JSON.stringify(reasonData(reason));
    const known = reasons.get(key) ?? reasons.size;
    reasons.set(key, known);
    return known;
  };
  return {
    ends: [
      ...graph.nodes.map(nodeData),
      ...graph.namespaces.map(({ name, members, findings }) => ({
        kind: 'namespace',
        text: seen(`every workload of namespace ${name}`),
        namespace: seen(name),
        facts: findings.map(finding => ['finding', seen(findingText(finding))]),
        members: numbers(members),
      })),
      ...graph.services.map(({ namespace, name, host, members }) => ({
        kind: 'service',
        text: seen(`every workload of ${namespace}/${name}`),
        namespace: seen(namespace),
        facts: [['host', seen(host)]],
        members: numbers(members),
      })),
    ],
    edges: graph.edges.map(edge => edgeData(edge, ends, reasonNumber)),
    reasons: [...reasons.keys()].map(key => JSON.parse(key) as object),
    routes: graph.routes.map(route => routeData(route, numbers)),
    objects: Object.fromEntries(graph.objects.map(({ id, file, line, constructPath, manifest }) =>
      [keyOf(id), {
        name: seen(id),
        place: seen(file === undefined ? constructPath ?? '' : `${file}:${line ?? 1}`),
        yaml: stringify(manifest).split('\n').map(seen).join('\n'),
      }])),
    remarks: graph.remarks.map(seen),
  };
}

function nodeData(node: GraphNode): object {
  const { kind, text, namespace, peers, object, version, serviceAccount, hosts, proxy, listeners, traffic, faults, findings } = node;
  const facts = [
    ...object === undefined ? [] : [['kind', object]],
    ...version === undefined ? [] : [['version', version]],
    ...serviceAccount === undefined ? [] : [['service account', serviceAccount]],
    ...proxy === undefined ? [] : [['proxy', proxy]],
    ...hosts.map(host => ['host', host]),
    ...listeners.map(({ port, protocol, tls, hosts: served, gateway }) =>
      ['listens to', `${port} ${protocol}${tls === undefined ? '' : `, TLS ${tls}`} for ${served.join(', ')} (Gateway ${gateway})`]),
    ...traffic.map(share => ['traffic', share]),
    ...(faults ?? []).map(fault => ['fault', fault]),
    ...findings.map(finding => ['finding', findingText(finding)]),
  ];
  return {
    kind,
    text: seen(namespace === undefined ? text : `${namespace}/${text}`),
    ...namespace === undefined ? {} : { namespace: seen(namespace) },
    ...peers === undefined ? {} : { peers },
    facts: facts.map(([name, value]) => [name, seen(value)]),
    members: [],
  };
}

function findingText({ code, severity, object, message }: GraphFinding): string {
  return `${code} (${severity}) ${object}: ${message}`;
}

function routeData(route: GraphRoute, numbers: (ids: readonly string[]) => readonly number[]): object {
  const { hosts, gateways, virtualService, rule, when, faults, changes } = route;
  const destination = ({ host, subset, percentage, to }: GraphDestination): object =>
    ({ host: seen(host), ...subset === undefined ? {} : { subset: seen(subset) }, percentage, to: numbers(to) });
  return {
    hosts: hosts.map(seen),
    gateways: gateways.map(seen),
    virtualService: seen(virtualService),
    rule: seen(rule),
    when: when.map(seen),
    destinations: route.destinations.map(destination),
    mirrors: route.mirrors.map(destination),
    faults: faults.map(seen),
    changes: changes.map(seen),
  };
}

/** No object is called like a property that every object has. */
function keyOf(object: string): string {
  return `of ${object}`;
}

function reasonData({ layer, verdict, reason, object, rule }: GraphReason): object {
  const place = { ...object === undefined ? {} : { object: keyOf(object) }, ...rule === undefined ? {} : { rule: seen(rule) } };
  return { layer, verdict, reason: seen(reason), ...place };
}

function edgeData(
  { kind, from, to, access, change }: GraphEdge, ends: ReadonlyMap<string, number>, reasonNumber: (reason: GraphReason) => number,
): object {
  return {
    kind,
    from: ends.get(from),
    to: ends.get(to),
    ...change === undefined ? {} : { change },
    access: access.map(one => ({
      lines: accessText(kind, one).map(seen),
      notes: one.notes.map(seen),
      ...one.unused === undefined ? {} : { unused: seen(one.unused) },
      ...one.why === undefined ? {} : {
        request: seen(one.why.request),
        layers: one.why.layers.map(reasonNumber),
      },
    })),
  };
}

function seen(text: string): string {
  return plainText(text);
}

/** Nothing in it ends the element that it is in. */
function asData(data: object): string {
  return JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
