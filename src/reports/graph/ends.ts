import type { Placed, PlacedWay } from './arrange';
import type { Direction, Point } from './dagre';
import { round } from './dagre';
import type { Size } from './text-size';
import { LINE } from './text-size';
import type { DrawnLink } from '../../analysis/graph/drawing';

export interface PlacedLink {
  readonly link: DrawnLink;
  /** From the border of one item to that of the other. */
  readonly points: readonly Point[];
  readonly direction: Direction;
  /** The middle of what is written on it; none where there are too many to be read. */
  readonly label?: Point & Size;
  /** Whether it is one of too many to be told apart, and shown for whom it is about alone. */
  readonly isDetail: boolean;
}

type Ends = ReadonlyMap<string, Rectangle>;
type Rectangle = Point & Size;

/** Begins and ends the way at the items themselves, at the sides that look along the way. */
export function placedLink(link: DrawnLink, { points, direction, label }: PlacedWay, ends: ReadonlyMap<string, Placed<unknown>>): Omit<PlacedLink, 'isDetail'> {
  const from = ends.get(link.from) as Rectangle;
  const to = ends.get(link.to) as Rectangle;
  const first = side(from, points[0] ?? middleOf(to), direction);
  const last = side(to, points[points.length - 1] ?? middleOf(from), direction);
  return { link, points: [first, ...points, last], direction, ...label === undefined ? {} : { label } };
}

/** From one item to the other, whatever lies between. */
export function directWay(link: DrawnLink, ends: Ends): Omit<PlacedLink, 'isDetail'> {
  return { link, ...direct(ends.get(link.from) as Rectangle, ends.get(link.to) as Rectangle) };
}

/** Between two boxes, from the sides that are nearest to each other. */
export function direct(from: Rectangle, to: Rectangle): Pick<PlacedLink, 'points' | 'direction'> {
  const [a, b] = [middleOf(from), middleOf(to)];
  const apart = { x: Math.abs(a.x - b.x) - (from.width + to.width) / 2, y: Math.abs(a.y - b.y) - (from.height + to.height) / 2 };
  const direction = apart.y > apart.x ? 'down' : 'right';
  return { points: [side(from, b, direction), side(to, a, direction)], direction };
}

function middleOf({ x, y, width, height }: Rectangle): Point {
  return { x: round(x + width / 2), y: round(y + height / 2) };
}

/** Of a box as high, or as far, as the way comes, if it is large enough. */
function side(end: Rectangle, towards: Point, direction: Direction): Point {
  const { x, y } = middleOf(end);
  if (direction === 'down') {
    const isWide = end.width > 160;
    const along = isWide ? within(towards.x, end.x + LINE, end.x + end.width - LINE) : x;
    return { x: round(along), y: round(towards.y >= y ? end.y + end.height : end.y) };
  }
  const isTall = end.height > 4 * LINE;
  return { x: round(towards.x >= x ? end.x + end.width : end.x), y: round(isTall ? within(towards.y, end.y + LINE, end.y + end.height - LINE) : y) };
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
