import type { Gaps, Layered, Line, Point } from './dagre';
import { layered, round } from './dagre';
import type { Size } from './text-size';
import { labelSize } from './text-size';
import type { DrawnBox, DrawnItem, DrawnLink } from '../../analysis/graph/drawing';

/** Around everything. */
export const PADDING = 14;

/** A box with its upper left corner. */
export interface Placed<T> extends Size, Point {
  readonly what: T;
}

/** A box that is placed as a whole, and what is in it, with places of their own. */
export interface Block extends Size {
  readonly key: string;
  readonly items: readonly Placed<DrawnItem>[];
  readonly services: readonly Placed<DrawnBox>[];
  readonly namespaces: readonly Placed<DrawnBox>[];
}

/** The points between both ends. */
export interface PlacedWay {
  readonly points: readonly Point[];
  readonly label?: Point & Size;
}

export interface Arranged extends Size {
  readonly inside: Pick<Block, 'items' | 'services' | 'namespaces'>;
  readonly ways: ReadonlyMap<DrawnLink, PlacedWay>;
  /** The upper left corner of each block. */
  readonly corners: ReadonlyMap<string, Point>;
}

/** Places blocks beside each other. Links between the same two blocks take one way, each with its own label on it. */
export function arrange(
  blocks: readonly Block[], links: readonly DrawnLink[], blockOf: (item: string) => string, hasLabels: boolean, gaps: Gaps,
): Arranged {
  const bundles = new Map<string, DrawnLink[]>();
  for (const link of links) {
    const key = `${blockOf(link.from)} ${blockOf(link.to)}`;
    bundles.set(key, [...bundles.get(key) ?? [], link]);
  }
  const labelOf = (link: DrawnLink): Size => hasLabels ? labelSize(link.lines) : { width: 0, height: 0 };
  const lines = [...bundles].map(([key, bundle]): Line => {
    const [from, to] = key.split(' ');
    const sizes = bundle.map(labelOf);
    const label = { width: Math.max(...sizes.map(({ width }) => width)), height: sizes.reduce((sum, { height }) => sum + height, 0) };
    return { key, from, to, label };
  });
  const result = layered(new Map(blocks.map(block => [block.key, block])), lines, gaps);
  const corners = new Map(blocks.map(({ key, width, height }) => {
    const { x, y } = result.places.get(key) as Point;
    return [key, { x: round(x - width / 2 + PADDING), y: round(y - height / 2 + PADDING) }] as const;
  }));
  const ways = new Map<DrawnLink, PlacedWay>();
  for (const [key, bundle] of bundles) { waysOf(result, key, bundle, labelOf, hasLabels).forEach((way, i) => ways.set(bundle[i], way)); }
  return { width: result.width, height: result.height, inside: placedIn(blocks, corners), ways, corners };
}

/** Everything in some blocks, as the blocks are placed. */
function placedIn(blocks: readonly Block[], corners: ReadonlyMap<string, Point>): Arranged['inside'] {
  const corner = ({ key }: Block): Point => corners.get(key) as Point;
  return {
    items: blocks.flatMap(block => block.items.map(one => moved(one, corner(block)))),
    services: blocks.flatMap(block => block.services.map(one => moved(one, corner(block)))),
    namespaces: blocks.flatMap(block => block.namespaces.map(one => moved(one, corner(block)))),
  };
}

/** Blocks in rows, in their order: who only calls to the left of all, who is only called to the right. */
export function inRows(blocks: readonly Block[], links: readonly DrawnLink[], blockOf: (item: string) => string): Arranged {
  const called = new Set(links.map(({ to }) => blockOf(to)));
  const isSingle = ({ namespaces }: Block): boolean => namespaces.length === 0;
  const callers = blocks.filter(block => isSingle(block) && !called.has(block.key));
  const others = blocks.filter(block => isSingle(block) && called.has(block.key));
  const boxes = blocks.filter(block => !isSingle(block));
  const gap = 60;
  const area = boxes.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  const columns = [packed(callers, 0, gap), packed(boxes, Math.sqrt(area * 1.6), gap), packed(others, 0, gap)];
  const height = Math.max(...columns.map(column => column.height));
  const corners = new Map<string, Point>();
  let x = PADDING;
  for (const column of columns) {
    const top = PADDING + (height - column.height) / 2;
    const left = x;
    column.corners.forEach((corner, key) => corners.set(key, { x: round(left + corner.x), y: round(top + corner.y) }));
    x += column.width === 0 ? 0 : column.width + 2 * gap;
  }
  const ways = new Map(links.map(link => [link, { points: [] }] as const));
  return { width: Math.max(0, x - PADDING - 2 * gap), height, inside: placedIn(blocks, corners), ways, corners };
}

function packed(blocks: readonly Block[], most: number, gap: number): Size & { readonly corners: ReadonlyMap<string, Point> } {
  const corners = new Map<string, Point>();
  let [x, y, tallest, widest] = [0, 0, 0, 0];
  for (const { key, width, height } of blocks) {
    if (x > 0 && x + width > most) { [x, y, tallest] = [0, y + tallest + gap, 0]; }
    corners.set(key, { x, y });
    x += width + gap;
    tallest = Math.max(tallest, height);
    widest = Math.max(widest, x - gap);
  }
  return { width: widest, height: y + tallest, corners };
}

/** One way for each link of a bundle: they part where their labels are. */
function waysOf(
  result: Layered, key: string, bundle: readonly DrawnLink[], labelOf: (link: DrawnLink) => Size, hasLabels: boolean,
): readonly PlacedWay[] {
  const { points, label } = result.ways.get(key) as { readonly points: readonly Point[]; readonly label: Point };
  const shift = ({ x, y }: Point): Point => ({ x: round(x + PADDING), y: round(y + PADDING) });
  const total = bundle.reduce((sum, link) => sum + labelOf(link).height, 0);
  // The first and the last point are at the borders of the blocks, where lines of the library end, and ours do not.
  const inner = points.slice(1, -1);
  const before = inner.filter(({ x }) => x < label.x - 1).map(shift);
  const after = inner.filter(({ x }) => x > label.x + 1).map(shift);
  let y = label.y - total / 2;
  return bundle.map(link => {
    const size = labelOf(link);
    const middle = shift({ x: label.x, y: y + size.height / 2 });
    y += size.height;
    // A way to the left, or from a block to itself, is left as it is.
    const isStraight = points.every((point, i) => i === 0 || point.x >= points[i - 1].x);
    const way = isStraight ? [...before, middle, ...after] : inner.map(shift);
    return { points: way, ...hasLabels ? { label: { ...middle, ...size } } : {} };
  });
}

export function moved<T extends Point>(one: T, { x, y }: Point): T {
  return { ...one, x: round(one.x + x), y: round(one.y + y) };
}

export function movedWay({ points, label }: PlacedWay, by: Point): PlacedWay {
  return { points: points.map(point => moved(point, by)), ...label === undefined ? {} : { label: moved(label, by) } };
}
