import type { Size } from './text-size';

/** Which way links go. */
export type Direction = 'right' | 'down';

/** A layered layout of boxes. */
export interface Layered {
  readonly width: number;
  readonly height: number;
  /** The middle of each box. */
  readonly places: ReadonlyMap<string, Point>;
  /** The way of each line, with the middle of its label. */
  readonly ways: ReadonlyMap<string, Way>;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Way {
  readonly points: readonly Point[];
  readonly label: Point;
}

/** Between boxes of one layer, and between layers. */
export interface Gaps {
  readonly between: number;
  readonly ranks: number;
}

export interface Line {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly label: Size;
}

/** What is used of the library, whose types are those of an ES module. */
interface Dagre {
  readonly graphlib: { readonly Graph: new (options: object) => DagreGraph };
  layout(graph: DagreGraph): void;
}

interface DagreGraph {
  setGraph(options: object): void;
  graph(): { readonly width?: number; readonly height?: number };
  setNode(key: string, size: object): void;
  setEdge(from: string, to: string, label: object, name: string): void;
  node(key: string): Point;
  edge(from: string, to: string, name: string): { readonly points?: readonly Point[]; readonly x?: number; readonly y?: number };
}

let loaded: Dagre | undefined;

/** Lays boxes out by dagre, which is loaded only for that. The same input has the same layout. */
export function layered(boxes: ReadonlyMap<string, Size>, lines: readonly Line[], gaps: Gaps, direction: Direction): Layered {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  loaded ??= require('@dagrejs/dagre') as Dagre;
  const graph = new loaded.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: direction === 'right' ? 'LR' : 'TB', nodesep: gaps.between, edgesep: 10, ranksep: gaps.ranks });
  for (const [key, { width, height }] of boxes) { graph.setNode(key, { width, height }); }
  for (const { key, from, to, label } of lines) { graph.setEdge(from, to, { ...label, labelpos: 'c' }, key); }
  loaded.layout(graph);
  const { width, height } = graph.graph();
  return {
    width: finite(width),
    height: finite(height),
    places: new Map([...boxes.keys()].map(key => [key, pointOf(graph.node(key))])),
    ways: new Map(lines.map(({ key, from, to }) => {
      const { points = [], x, y } = graph.edge(from, to, key);
      const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
      return [key, { points: points.map(pointOf), label: pointOf({ x: x ?? middle.x, y: y ?? middle.y }) }];
    })),
  };
}

function pointOf({ x, y }: Point): Point {
  return { x: round(x), y: round(y) };
}

/** Of an empty picture, dagre says that it is endless. */
function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? Math.ceil(value) : 0;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
