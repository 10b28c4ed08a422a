import type { Placed } from './arrange';
import { itemLines, labelLines, LOCK_WIDTH, lockOf } from './blocks';
import type { Direction, Point } from './dagre';
import { round } from './dagre';
import type { PlacedLink } from './ends';
import { escapeXml } from './escape-xml';
import type { Flow } from './flows';
import type { Layout } from './layout';
import { layoutOf } from './layout';
import { drawLegend, legendOf } from './legend';
import { lockPath } from './marks';
import { svgStyle } from './svg-style';
import { LINE } from './text-size';
import type { MeshGraph } from '../../analysis/graph';
import { GraphEdgeKind, GraphNodeKind } from '../../analysis/graph';
import type { DrawnBadge, DrawnBox, DrawnItem, DrawnLink } from '../../analysis/graph/drawing';
import { boxText, drawingOf, itemText, linkText } from '../../analysis/graph/drawing';

/** What of a graph is drawn otherwise. */
export interface PictureOptions {
  /** Whether what nobody sends is marked. @default false */
  readonly unused?: boolean;
}

const MOST_WIDE = 40;

/** The graph as a picture of its own, light or dark as its reader likes it. */
export function graphSvg(graph: MeshGraph, { unused = false }: PictureOptions = {}): string {
  const layout = layoutOf(drawingOf(graph));
  const shown = { ...layout, links: layout.links.filter(({ isDetail }) => !isDetail) };
  const entries = legendOf({ ...shown, links: unused ? shown.links : shown.links.map(one => ({ ...one, link: { ...one.link, isUnused: false } })) });
  const width = Math.max(layout.width, MOST_WIDE * 8);
  const legend = drawLegend(entries, 16, layout.height + 4, width - 32);
  const height = layout.height + legend.height + (entries.length === 0 ? 0 : 16);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    '<title id="title">Who may do what to whom in the mesh</title>',
    `<style>${svgStyle}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...svgContent(shown, { unused }),
    ...legend.content,
    '</svg>',
    '',
  ].join('\n');
}

/** Attributes by which a page finds what is drawn. */
export interface Marks {
  readonly end: (id: string) => string;
  readonly edge: (place: number) => string;
  readonly flow: (from: string, to: string) => string;
}

const NO_MARKS: Marks = { end: () => '', edge: () => '', flow: () => '' };

/** All that is drawn. Boxes come first, so that nothing is hidden behind them. */
export function svgContent(layout: Layout, { unused = false }: PictureOptions = {}, mark: Marks = NO_MARKS): readonly string[] {
  const ids = new Map<string, string>([...layout.namespaces, ...layout.items].map(({ what }) => [what.key, what.id]));
  return [
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
    ...layout.flows.map(flow => flowText(flow, ids, mark)),
    ...layout.namespaces.map(box => boxMarkup(box, 'namespace', mark)),
    ...layout.services.map(box => boxMarkup(box, 'service', mark)),
    '<g class="links">',
    ...layout.links.map(link => linkMarkup(link, unused, mark)),
    '</g>',
    ...layout.namespaces.map(box => titleMarkup(box, 'namespace', layout.isCrowded, mark)),
    ...layout.services.map(box => titleMarkup(box, 'service', false, mark)),
    ...layout.items.map(item => itemMarkup(item, mark)),
    ...layout.links.flatMap(link => labelMarkup(link, unused, mark)),
  ];
}

function flowText({ from, to, count, points, direction }: Flow, ids: ReadonlyMap<string, string>, mark: Marks): string {
  const width = round(Math.min(2 + Math.log2(count) * 1.6, 14));
  const marks = mark.flow(ids.get(from) as string, ids.get(to) as string);
  return `<g class="flow"${marks}><title>${count} from here to there</title><path d="${curve(points, direction)}" stroke-width="${width}"/></g>`;
}

function boxMarkup(box: Placed<DrawnBox>, kind: string, mark: Marks): string {
  const { what, x, y, width, height } = box;
  return `<g class="${kind}"${mark.end(what.id)}><title>${escapeXml(boxText(what))}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/></g>`;
}

/** Over the links, which may go through it. */
function titleMarkup({ what, x, y, width }: Placed<DrawnBox>, kind: string, isLarge: boolean, mark: Marks): string {
  const [left, base] = [round(x + 12), round(y + (isLarge ? 30 : LINE + 4))];
  return `<g class="${kind} title${isLarge ? ' large' : ''}"${mark.end(what.id)}><text x="${left}" y="${base}">${escapeXml(what.title)}</text>`
    + `${badgeMarkup(what.badge, x + width - 14, y + 12)}</g>`;
}

const ROUND: ReadonlySet<DrawnItem['kind']> = new Set([GraphNodeKind.CLASS, GraphNodeKind.CLIENTS]);

function itemMarkup({ what, x, y, width, height }: Placed<DrawnItem>, mark: Marks): string {
  const corner = ROUND.has(what.kind) ? Math.min(height / 2, 16) : 5;
  const { lines, faults } = itemLines(what);
  const isSecond = (i: number): boolean => i > 0 && !ROUND.has(what.kind);
  const all = [
    ...lines.map((line, i) => [line, i === 0 ? 'first' : isSecond(i) ? 'more' : ''] as const),
    ...faults.map(line => [line, 'fault'] as const),
  ];
  const text = all.map(([line, kind], i) => `<tspan${kind === '' ? '' : ` class="${kind}"`} x="${round(x + 9)}" y="${round(y + LINE + 5 + i * LINE)}">${escapeXml(line)}</tspan>`);
  return `<g class="item ${what.kind}${changed(what)}"${mark.end(what.id)}><title>${escapeXml(itemText(what).join(', '))}</title>`
    + `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${corner}"/><text>${text.join('')}</text>${badgeMarkup(what.badge, x + width - 3, y + 3)}</g>`;
}

/** How many findings there are, with its middle at a point. */
function badgeMarkup(badge: DrawnBadge | undefined, x: number, y: number): string {
  if (badge === undefined) { return ''; }
  const text = badge.count > 99 ? '99+' : String(badge.count);
  const width = 10 + text.length * 6.5;
  return `<g class="badge ${badge.severity}"><rect x="${round(x - width / 2)}" y="${round(y - 8)}" width="${round(width)}" height="16" rx="8"/>`
    + `<text x="${round(x)}" y="${round(y + 4)}">${text}</text></g>`;
}

function linkClass(link: DrawnLink, unused: boolean): string {
  const isAccess = link.kind === GraphEdgeKind.ACCESS;
  return [
    link.kind,
    ...isAccess && link.isTcp ? ['tcp'] : [],
    ...link.isAside ? ['aside'] : [],
    ...lockOf(link) === 'open' ? ['open'] : [],
    ...link.certain ? [] : ['perhaps'],
    ...unused && link.isUnused ? ['marked'] : [],
    ...link.change === undefined ? [] : [link.change],
  ].join(' ');
}

function linkMarkup({ link, points, direction, isDetail }: PlacedLink, unused: boolean, mark: Marks): string {
  const kind = `link ${linkClass(link, unused)}${isDetail ? ' detail' : ''}`;
  return `<g class="${kind}"${mark.edge(link.edge)}><title>${escapeXml(linkText(link, unused).join(', '))}</title><path d="${curve(points, direction)}" marker-end="url(#arrow)"/></g>`;
}

function labelMarkup({ link, label }: PlacedLink, unused: boolean, mark: Marks): readonly string[] {
  if (label === undefined) { return []; }
  const lock = lockOf(link);
  const [left, top] = [label.x - label.width / 2, label.y - label.height / 2];
  const middle = round(label.x + (lock === undefined ? 0 : LOCK_WIDTH / 2));
  const lines = labelLines(link).map((line, i) => `<tspan x="${middle}" y="${round(top + 2 + LINE * (i + 0.75))}">${escapeXml(line)}</tspan>`);
  const ground = `<rect x="${round(left)}" y="${round(top)}" width="${label.width}" height="${label.height}" rx="5"/>`;
  const sign = lock === undefined ? '' : `<path class="lock" d="${lockPath(left + 4, top + 3, lock === 'closed')}"/>`;
  return [`<g class="label ${linkClass(link, unused)}"${mark.edge(link.edge)}>${ground}${sign}<text>${lines.join('')}</text></g>`];
}

function changed({ change }: DrawnItem): string {
  return change === undefined ? '' : ` ${change}`;
}

/** Through all points, level at each of them: links leave and arrive at right angles. */
function curve([first, ...rest]: readonly Point[], direction: Direction): string {
  let at = first;
  const parts = rest.map(point => {
    const [across, down] = [round((at.x + point.x) / 2), round((at.y + point.y) / 2)];
    const part = direction === 'right' ? `C${across} ${at.y} ${across} ${point.y} ${point.x} ${point.y}` : `C${at.x} ${down} ${point.x} ${down} ${point.x} ${point.y}`;
    at = point;
    return part;
  });
  return `M${first.x} ${first.y}${parts.join('')}`;
}
