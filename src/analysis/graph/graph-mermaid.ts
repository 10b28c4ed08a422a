import type { DrawnBox, DrawnItem, DrawnLink, Drawing } from './drawing';
import { boxText, drawingOf, itemText, linkText } from './drawing';
import type { MeshGraph } from './mesh-graph';
import { GraphChange, GraphEdgeKind, GraphNodeKind } from './mesh-graph';
import { plainText } from './plain-text';

/** The graph as a Mermaid flowchart, as GitHub and GitLab draw it in Markdown. */
export function graphMermaid(graph: MeshGraph, unused = false): string {
  const drawing = drawingOf(graph);
  const { namespaces, items, links } = drawing;
  const anchors = namespaces.flatMap(box => [box, ...box.boxes]).flatMap(({ anchor }) => anchor?.key ?? []);
  return [
    'flowchart LR',
    ...namespaces.flatMap(box => boxLines(box, '  ')),
    ...items.map(item => `  ${itemLine(item)}`),
    ...links.map(link => `  ${linkLine(link, unused)}`),
    ...changeLines(drawing),
    ...anchors.length === 0 ? [] : ['  classDef anchor stroke-dasharray: 3 3', `  class ${anchors.join(',')} anchor`],
    '',
  ].join('\n');
}

const COLOURS: Readonly<Record<GraphChange, string>> = { [GraphChange.ADDED]: 'stroke:#1a7f37,stroke-width:3px', [GraphChange.REMOVED]: 'stroke:#cf222e,stroke-width:3px' };

/** What a newer version adds and removes, in colour. */
function changeLines({ namespaces, items, links }: Drawing): readonly string[] {
  const all = [...items, ...namespaces.flatMap(({ items: own, boxes }) => [...own, ...boxes.flatMap(box => box.items)])];
  return [GraphChange.ADDED, GraphChange.REMOVED].flatMap(change => {
    const keys = all.filter(item => item.change === change).map(({ key }) => key);
    const places = links.flatMap((link, i) => (link.change === change ? [i] : []));
    return [
      ...keys.length === 0 ? [] : [`  classDef ${change} ${COLOURS[change]}`, `  class ${keys.join(',')} ${change}`],
      ...places.length === 0 ? [] : [`  linkStyle ${places.join(',')} ${COLOURS[change]}`],
    ];
  });
}

function boxLines(box: DrawnBox, indent: string): readonly string[] {
  const { key, anchor, boxes, items } = box;
  const inner = `${indent}  `;
  return [
    `${indent}subgraph ${key}[${quoted([boxText(box)])}]`,
    ...anchor === undefined ? [] : [`${inner}${itemLine(anchor)}`],
    ...boxes.flatMap(one => boxLines(one, inner)),
    ...items.map(item => `${inner}${itemLine(item)}`),
    `${indent}end`,
  ];
}

function itemLine(item: DrawnItem): string {
  const { key, kind } = item;
  const text = quoted(itemText(item));
  switch (kind) {
    case GraphNodeKind.WORKLOAD: return `${key}[${text}]`;
    case GraphNodeKind.GATEWAY: return `${key}{{${text}}}`;
    case GraphNodeKind.EXTERNAL: return `${key}[/${text}/]`;
    case GraphNodeKind.CLIENTS: return `${key}((${text}))`;
    case GraphNodeKind.CLASS: return `${key}([${text}])`;
    case 'anchor': return `${key}(${text})`;
  }
}

function linkLine(link: DrawnLink, unused: boolean): string {
  const { from, to, kind, certain } = link;
  const arrow = kind === GraphEdgeKind.ACCESS && certain ? '-->' : kind === GraphEdgeKind.ENTRY ? '==>' : kind === GraphEdgeKind.DENIED ? '-.-x' : '-.->';
  return `${from} ${arrow}|${quoted(linkText(link, unused))}| ${to}`;
}

/**
 * Everything but the plainest characters by their numbers, as Mermaid reads them: quotation marks end a text, percent signs begin
 * directives, backquotes Markdown, angle brackets HTML.
 */
function quoted(lines: readonly string[]): string {
  const escaped = lines.map(line => plainText(line).replace(/[^A-Za-z0-9 _.,/*=()[\]+-]/gu, character => `#${character.codePointAt(0) as number};`));
  return `"${escaped.join('<br/>')}"`;
}
