import type { DrawnBox, DrawnItem, DrawnLink } from './drawing';
import { drawingOf } from './drawing';
import type { MeshGraph } from './mesh-graph';
import { GraphEdgeKind, GraphNodeKind } from './mesh-graph';
import { plainText } from './plain-text';

/** The graph as a Mermaid flowchart, as GitHub and GitLab draw it in Markdown. */
export function graphMermaid(graph: MeshGraph): string {
  const { namespaces, items, links } = drawingOf(graph);
  const anchors = namespaces.flatMap(box => [box, ...box.boxes]).flatMap(({ anchor }) => anchor?.key ?? []);
  return [
    'flowchart LR',
    ...namespaces.flatMap(box => boxLines(box, '  ')),
    ...items.map(item => `  ${itemText(item)}`),
    ...links.map(link => `  ${linkText(link)}`),
    ...anchors.length === 0 ? [] : ['  classDef anchor stroke-dasharray: 3 3', `  class ${anchors.join(',')} anchor`],
    '',
  ].join('\n');
}

function boxLines({ key, title, anchor, boxes, items }: DrawnBox, indent: string): readonly string[] {
  const inner = `${indent}  `;
  return [
    `${indent}subgraph ${key}[${quoted([title])}]`,
    ...anchor === undefined ? [] : [`${inner}${itemText(anchor)}`],
    ...boxes.flatMap(box => boxLines(box, inner)),
    ...items.map(item => `${inner}${itemText(item)}`),
    `${indent}end`,
  ];
}

function itemText({ key, kind, lines }: DrawnItem): string {
  const text = quoted(lines);
  switch (kind) {
    case GraphNodeKind.WORKLOAD: return `${key}[${text}]`;
    case GraphNodeKind.GATEWAY: return `${key}{{${text}}}`;
    case GraphNodeKind.EXTERNAL: return `${key}[/${text}/]`;
    case GraphNodeKind.CLIENTS: return `${key}((${text}))`;
    case GraphNodeKind.CLASS: return `${key}([${text}])`;
    case 'anchor': return `${key}(${text})`;
  }
}

function linkText({ from, to, kind, lines, certain }: DrawnLink): string {
  const arrow = kind === GraphEdgeKind.ACCESS && certain ? '-->' : kind === GraphEdgeKind.ENTRY ? '==>' : '-.->';
  return `${from} ${arrow}|${quoted(lines)}| ${to}`;
}

/**
 * Everything but the plainest characters by their numbers, as Mermaid reads them: quotation marks end a text, percent signs begin
 * directives, backquotes Markdown, angle brackets HTML.
 */
function quoted(lines: readonly string[]): string {
  const escaped = lines.map(line => plainText(line).replace(/[^A-Za-z0-9 _.,/*=()[\]+-]/gu, character => `#${character.codePointAt(0) as number};`));
  return `"${escaped.join('<br/>')}"`;
}
