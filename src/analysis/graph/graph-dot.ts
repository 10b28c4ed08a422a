import type { DrawnBox, DrawnItem, DrawnLink } from './drawing';
import { boxText, drawingOf, itemText, linkText } from './drawing';
import type { MeshGraph } from './mesh-graph';
import { GraphChange, GraphEdgeKind, GraphNodeKind } from './mesh-graph';
import { plainText } from './plain-text';

const SHAPES: Readonly<Record<DrawnItem['kind'], string>> = {
  [GraphNodeKind.WORKLOAD]: 'shape=box, style=rounded',
  [GraphNodeKind.GATEWAY]: 'shape=hexagon',
  [GraphNodeKind.EXTERNAL]: 'shape=parallelogram',
  [GraphNodeKind.CLIENTS]: 'shape=circle',
  [GraphNodeKind.CLASS]: 'shape=ellipse',
  anchor: 'shape=box, style="rounded,dashed"',
};

const STYLES: Readonly<Record<GraphEdgeKind, string>> = {
  [GraphEdgeKind.ACCESS]: '',
  [GraphEdgeKind.ENTRY]: ', style=bold',
  [GraphEdgeKind.ROUTE]: ', style=dotted',
  [GraphEdgeKind.EGRESS]: ', style=dashed',
  [GraphEdgeKind.DENIED]: ', style=dashed, arrowhead=tee, color="#cf222e"',
};

/** The graph in the language of Graphviz. */
export function graphDot(graph: MeshGraph, unused = false): string {
  const { namespaces, items, links } = drawingOf(graph);
  return [
    'digraph mesh {',
    '  rankdir=LR;',
    '  fontname="sans-serif"; node [fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=10];',
    ...namespaces.flatMap(box => boxLines(box, '  ')),
    ...items.map(item => `  ${itemLine(item)}`),
    ...links.map(link => `  ${linkLine(link, unused)}`),
    '}',
    '',
  ].join('\n');
}

function boxLines(box: DrawnBox, indent: string): readonly string[] {
  const { key, anchor, boxes, items } = box;
  const inner = `${indent}  `;
  return [
    `${indent}subgraph cluster_${key} {`,
    `${inner}label=${quoted([boxText(box)])};`,
    ...anchor === undefined ? [] : [`${inner}${itemLine(anchor)}`],
    ...boxes.flatMap(one => boxLines(one, inner)),
    ...items.map(item => `${inner}${itemLine(item)}`),
    `${indent}}`,
  ];
}

function itemLine(item: DrawnItem): string {
  const { key, kind, change } = item;
  return `${key} [label=${quoted(itemText(item))}, ${SHAPES[kind]}${colour(change)}];`;
}

function linkLine(link: DrawnLink, unused: boolean): string {
  const { from, to, kind, certain, change } = link;
  return `${from} -> ${to} [label=${quoted(linkText(link, unused))}${kind === GraphEdgeKind.ACCESS && !certain ? ', style=dashed' : STYLES[kind]}${colour(change)}];`;
}

const COLOURS: Readonly<Record<GraphChange, string>> = { [GraphChange.ADDED]: '#1a7f37', [GraphChange.REMOVED]: '#cf222e' };

/** Of what a newer version adds or removes. */
function colour(change: GraphChange | undefined): string {
  return change === undefined ? '' : `, color="${COLOURS[change]}"`;
}

/** In quotation marks a backslash has a meaning of its own, and an ampersand begins the name of a character. */
function quoted(lines: readonly string[]): string {
  return `"${lines.map(line => plainText(line).replace(/[\\"]/g, '\\$&').replace(/&/g, '&amp;')).join('\\n')}"`;
}
