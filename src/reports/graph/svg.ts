import type { Placed } from './arrange';
import type { Point } from './dagre';
import { round } from './dagre';
import { escapeXml } from './escape-xml';
import type { Layout, PlacedLink } from './layout';
import { layoutOf } from './layout';
import { svgStyle } from './svg-style';
import { cut, LINE } from './text-size';
import type { MeshGraph } from '../../analysis/graph';
import { GraphNodeKind } from '../../analysis/graph';
import type { DrawnBox, DrawnItem, DrawnLink } from '../../analysis/graph/drawing';
import { drawingOf } from '../../analysis/graph/drawing';

/** The graph as a picture of its own, light or dark as its reader likes it. */
export function graphSvg(graph: MeshGraph): string {
  const layout = layoutOf(drawingOf(graph));
  const { width, height } = layout;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    '<title id="title">Who may do what to whom in the mesh</title>',
    `<style>${svgStyle}</style>`,
    ...svgContent(layout),
    '</svg>',
    '',
  ].join('\n');
}

/** Attributes by which a page finds what is drawn. */
export interface Marks {
  readonly end: (id: string) => string;
  readonly edge: (place: number) => string;
}

const NO_MARKS: Marks = { end: () => '', edge: () => '' };

/** All that is drawn. Boxes come first, so that nothing is hidden behind them. */
export function svgContent(layout: Layout, mark: Marks = NO_MARKS): readonly string[] {
  return [
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
    `<rect class="page" width="${layout.width}" height="${layout.height}"/>`,
    ...layout.namespaces.map(box => boxText(box, 'namespace', mark)),
    ...layout.services.map(box => boxText(box, 'service', mark)),
    `<g class="links${layout.links.every(({ label }) => label === undefined) ? ' crowd' : ''}">`,
    ...layout.links.map(link => linkText(link, mark)),
    '</g>',
    ...layout.items.map(item => itemText(item, mark)),
    ...layout.links.flatMap(link => labelText(link, mark)),
  ];
}

function boxText({ what, x, y, width, height }: Placed<DrawnBox>, kind: string, mark: Marks): string {
  return `<g class="${kind}"${mark.end(what.id)}><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>${textAt([what.title], x + 10, y + LINE + 3)}</g>`;
}

const ROUND: ReadonlySet<DrawnItem['kind']> = new Set([GraphNodeKind.CLASS, GraphNodeKind.CLIENTS]);

function itemText({ what, x, y, width, height }: Placed<DrawnItem>, mark: Marks): string {
  const corner = ROUND.has(what.kind) ? Math.min(height / 2, 16) : 4;
  const rect = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${corner}"/>`;
  return `<g class="item ${what.kind}${changed(what)}"${mark.end(what.id)}><title>${escapeXml(what.lines.join(', '))}</title>${rect}${textAt(what.lines, x + 8, y + LINE + 4)}</g>`;
}

function linkText({ link, points }: PlacedLink, mark: Marks): string {
  const kind = `link ${link.kind}${link.certain ? '' : ' perhaps'}${changed(link)}`;
  return `<g class="${kind}"${mark.edge(link.edge)}><title>${escapeXml(link.lines.join(', '))}</title><path d="${curve(points)}" marker-end="url(#arrow)"/></g>`;
}

function labelText({ link, label }: PlacedLink, mark: Marks): readonly string[] {
  if (label === undefined) { return []; }
  const lines = link.lines.map((line, i) =>
    `<tspan x="${label.x}" y="${round(label.y - label.height / 2 + 2 + LINE * (i + 0.75))}">${escapeXml(cut(line))}</tspan>`);
  const ground = `<rect x="${round(label.x - label.width / 2)}" y="${round(label.y - label.height / 2)}" width="${label.width}" height="${label.height}"/>`;
  return [`<g class="label ${link.kind}${changed(link)}"${mark.edge(link.edge)}>${ground}<text>${lines.join('')}</text></g>`];
}

function changed({ change }: DrawnItem | DrawnLink): string {
  return change === undefined ? '' : ` ${change}`;
}

function textAt(lines: readonly string[], x: number, y: number): string {
  return `<text>${lines.map((line, i) => `<tspan x="${round(x)}" y="${round(y + i * LINE)}">${escapeXml(cut(line))}</tspan>`).join('')}</text>`;
}

/** Through all points, level at each of them: lines leave and arrive at the sides. */
function curve([first, ...rest]: readonly Point[]): string {
  let at = first;
  const parts = rest.map(point => {
    const bend = round((at.x + point.x) / 2);
    const part = `C${bend} ${at.y} ${bend} ${point.y} ${point.x} ${point.y}`;
    at = point;
    return part;
  });
  return `M${first.x} ${first.y}${parts.join('')}`;
}
