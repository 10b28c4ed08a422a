import type { Direction, Gaps, Layered, Line, Point } from './dagre';
import { layered, round } from './dagre';
import type { Size } from './text-size';
import type { DrawnBox, DrawnItem, DrawnLink } from '../../analysis/graph/drawing';

/** Around everything. */
export const PADDING = 16;

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
  readonly direction: Direction;
  readonly label?: Point & Size;
}

export interface Arranged extends Size {
  readonly inside: Pick<Block, 'items' | 'services' | 'namespaces'>;
  readonly ways: ReadonlyMap<DrawnLink, PlacedWay>;
  /** The upper left corner of each block. */
  readonly corners: ReadonlyMap<string, Point>;
}

/** How links between blocks are drawn. */
export interface LinkPlan {
  readonly blockOf: (item: string) => string;
  /** How much room a label needs. @default - links have none */
  readonly labelOf?: (link: DrawnLink) => Size;
}

/** Places blocks beside each other. Links between the same two blocks take one way, each with its own label on it. */
export function arrange(
  blocks: readonly Block[], links: readonly DrawnLink[], { blockOf, labelOf }: LinkPlan, gaps: Gaps, direction: Direction,
): Arranged {
  const bundles = new Map<string, DrawnLink[]>();
  for (const link of links) {
    const key = `${blockOf(link.from)} ${blockOf(link.to)}`;
    bundles.set(key, [...bundles.get(key) ?? [], link]);
  }
  const sizes = (bundle: readonly DrawnLink[]): readonly Size[] => bundle.map(link => labelOf?.(link) ?? { width: 0, height: 0 });
  const lines = [...bundles].map(([key, bundle]): Line => {
    const [from, to] = key.split(' ');
    return { key, from, to, label: besideEachOther(sizes(bundle), direction) };
  });
  const result = layered(new Map(blocks.map(block => [block.key, block])), lines, gaps, direction);
  const corners = new Map(blocks.map(({ key, width, height }) => {
    const { x, y } = result.places.get(key) as Point;
    return [key, { x: round(x - width / 2 + PADDING), y: round(y - height / 2 + PADDING) }] as const;
  }));
  const ways = new Map<DrawnLink, PlacedWay>();
  for (const [key, bundle] of bundles) {
    waysOf(result, key, sizes(bundle), direction).forEach(({ label, ...way }, i) =>
      ways.set(bundle[i], { ...way, ...labelOf === undefined ? {} : { label } }));
  }
  return { width: result.width, height: result.height, inside: placedIn(blocks, corners), ways, corners };
}

/** Labels of one way: across it. */
function besideEachOther(sizes: readonly Size[], direction: Direction): Size {
  const sum = (of: (size: Size) => number): number => sizes.reduce((total, size) => total + of(size), 0);
  return direction === 'right' ? { width: Math.max(...sizes.map(({ width }) => width)), height: sum(({ height }) => height) }
    : { width: sum(({ width }) => width), height: Math.max(...sizes.map(({ height }) => height)) };
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
  const all = [packed(callers, beside(callers), 20), packed(boxes, widthFor(boxes, 50), 50), packed(others, beside(others), 20)];
  return columns(all, blocks, links, 100);
}

/** Blocks in rows of about the shape of a screen, without links. */
export function inGrid(blocks: readonly Block[], gap: number): Arranged {
  return columns([packed(blocks, widthFor(blocks, gap), gap)], blocks, [], 0);
}

function widthFor(blocks: readonly Block[], gap: number): number {
  const area = blocks.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  return Math.max(Math.sqrt(area * 1.7), ...blocks.map(({ width }) => width));
}

/** One column, unless there are many. */
function beside(blocks: readonly Block[]): number {
  return blocks.length <= 12 ? 0 : widthFor(blocks, 20) / 2;
}

type Packed = Size & { readonly corners: ReadonlyMap<string, Point> };

function columns(all: readonly Packed[], blocks: readonly Block[], links: readonly DrawnLink[], gap: number): Arranged {
  const height = Math.max(...all.map(column => column.height));
  const corners = new Map<string, Point>();
  let x = PADDING;
  for (const column of all) {
    const top = PADDING + (height - column.height) / 2;
    const left = x;
    column.corners.forEach((corner, key) => corners.set(key, { x: round(left + corner.x), y: round(top + corner.y) }));
    x += column.width === 0 ? 0 : column.width + gap;
  }
  const ways = new Map(links.map(link => [link, { points: [], direction: 'right' }] as const));
  return { width: Math.max(0, x - PADDING - gap), height, inside: placedIn(blocks, corners), ways, corners };
}

function packed(blocks: readonly Block[], most: number, gap: number): Packed {
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
  { ways }: Layered, key: string, sizes: readonly Size[], direction: Direction,
): readonly (PlacedWay & { readonly label: Point & Size })[] {
  const { points, label } = ways.get(key) as { readonly points: readonly Point[]; readonly label: Point };
  const isRight = direction === 'right';
  const along = ({ x, y }: Point): number => isRight ? x : y;
  const shift = ({ x, y }: Point): Point => ({ x: round(x + PADDING), y: round(y + PADDING) });
  const across = ({ width, height }: Size): number => isRight ? height : width;
  // The first and the last point are at the borders of the blocks, where lines of the library end, and ours do not.
  const inner = points.slice(1, -1);
  const before = inner.filter(point => along(point) < along(label) - 1).map(shift);
  const after = inner.filter(point => along(point) > along(label) + 1).map(shift);
  let at = (isRight ? label.y : label.x) - sizes.reduce((sum, size) => sum + across(size), 0) / 2;
  // A way backwards, or from a block to itself, is left as it is.
  const isForward = points.every((point, i) => i === 0 || along(point) >= along(points[i - 1]));
  return sizes.map(size => {
    const middle = at + across(size) / 2;
    at += across(size);
    const place = shift(isRight ? { x: label.x, y: middle } : { x: middle, y: label.y });
    return { points: isForward ? [...before, place, ...after] : inner.map(shift), direction, label: { ...place, ...size } };
  });
}

export function moved<T extends Point>(one: T, { x, y }: Point): T {
  return { ...one, x: round(one.x + x), y: round(one.y + y) };
}

export function movedWay({ points, label, direction }: PlacedWay, by: Point): PlacedWay {
  return { points: points.map(point => moved(point, by)), direction, ...label === undefined ? {} : { label: moved(label, by) } };
}
