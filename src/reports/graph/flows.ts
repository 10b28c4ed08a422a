import type { Direction, Point } from './dagre';
import { direct } from './ends';
import type { Size } from './text-size';
import type { DrawnLink } from '../../analysis/graph/drawing';

/** All links from what is in one box to what is in another. */
export interface Flow {
  /** The keys of the boxes. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly points: readonly Point[];
  readonly direction: Direction;
}

/** How many links there are between boxes. */
export function flowsOf(links: readonly DrawnLink[], boxOf: (item: string) => string, places: ReadonlyMap<string, Point & Size>): readonly Flow[] {
  const counts = new Map<string, number>();
  for (const { from, to } of links) {
    const key = `${boxOf(from)} ${boxOf(to)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => {
    const [from, to] = key.split(' ');
    return { from, to, count, ...direct(places.get(from) as Point & Size, places.get(to) as Point & Size) };
  });
}
