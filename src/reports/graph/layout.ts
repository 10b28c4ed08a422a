import type { Block, Placed, PlacedWay } from './arrange';
import { arrange, inRows, moved, movedWay, PADDING } from './arrange';
import type { Point } from './dagre';
import { round } from './dagre';
import type { Size } from './text-size';
import { LINE, sizeOf } from './text-size';
import type { DrawnBox, DrawnItem, DrawnLink, Drawing } from '../../analysis/graph/drawing';

export interface PlacedLink {
  readonly link: DrawnLink;
  /** From the border of one item to that of the other. */
  readonly points: readonly Point[];
  /** The middle of what is written on it; none where there are too many to be read. */
  readonly label?: Point & Size;
}

/** Where everything is drawn. */
export interface Layout extends Size {
  readonly namespaces: readonly Placed<DrawnBox>[];
  readonly services: readonly Placed<DrawnBox>[];
  readonly items: readonly Placed<DrawnItem>[];
  readonly links: readonly PlacedLink[];
}

const MARGIN = 8;
const TITLE = LINE + PADDING;
const GAP = 6;
/** More labels than these nobody reads at once. */
const MOST_LABELS = 150;

/** More namespaces with so many links are no chain from left to right. */
const FEW_NAMESPACES = 4;

/** In which namespace and block something that links end at is. */
interface Home {
  readonly namespace: string;
  readonly block: string;
}

/**
 * Lays a drawing out on two levels: what is in a namespace within its box, and the boxes beside each other. So a thousand workloads
 * take seconds, and what belongs together stands together. What ends at all workloads of a box ends at its border.
 */
export function layoutOf(drawing: Drawing): Layout {
  const hasLabels = drawing.links.length <= MOST_LABELS;
  const homes = homesOf(drawing);
  const home = (key: string): Home => homes.get(key) as Home;
  const shown = anchorsWithin(drawing, home);
  const byNamespace = new Map<string, DrawnLink[]>(drawing.namespaces.map(({ key }) => [key, []]));
  const between: DrawnLink[] = [];
  for (const link of drawing.links) {
    const { namespace } = home(link.from);
    (namespace === home(link.to).namespace ? byNamespace.get(namespace) ?? between : between).push(link);
  }
  const outer = drawing.namespaces.map(box => {
    const blocks = [
      ...box.anchor !== undefined && shown.has(box.anchor.key) ? [itemBlock(box.anchor)] : [],
      ...box.boxes.map(service => serviceBlock(service, shown)),
      ...box.items.map(itemBlock),
    ];
    return namespaceBlock(box, blocks, byNamespace.get(box.key) ?? [], key => home(key).block, hasLabels);
  });
  const blocks = [...outer.map(({ block }) => block), ...drawing.items.map(itemBlock)];
  const blockOf = (key: string): string => home(key).namespace;
  const isCrowded = !hasLabels && drawing.namespaces.length > FEW_NAMESPACES;
  const page = isCrowded ? inRows(blocks, between, blockOf) : arrange(blocks, between, blockOf, hasLabels, { between: 40, ranks: 60 });
  const ways = new Map(page.ways);
  for (const { block, ways: own } of outer) {
    const corner = page.corners.get(block.key) as Point;
    own.forEach((way, link) => ways.set(link, movedWay(way, corner)));
  }
  const { items, services, namespaces } = page.inside;
  const ends = new Map<string, Placed<unknown>>();
  for (const box of [...services, ...namespaces]) {
    if (box.what.anchor !== undefined) { ends.set(box.what.anchor.key, box); }
  }
  for (const item of items) { ends.set(item.what.key, item); }
  return {
    width: page.width + 2 * PADDING,
    height: page.height + 2 * PADDING,
    ...page.inside,
    links: drawing.links.map(link => placedLink(link, ways.get(link) as PlacedWay, ends)),
  };
}

/** The anchors that something in their own box is linked to: its border would be no place to end at. */
function anchorsWithin({ namespaces, links }: Drawing, home: (key: string) => Home): ReadonlySet<string> {
  const ofNamespaces = new Set(namespaces.flatMap(({ anchor }) => anchor?.key ?? []));
  const ofServices = new Set(namespaces.flatMap(({ boxes }) => boxes.flatMap(({ anchor }) => anchor?.key ?? [])));
  const isWithin = (anchor: string, other: string): boolean => ofNamespaces.has(anchor) ? home(anchor).namespace === home(other).namespace
    : ofServices.has(anchor) && home(anchor).block === home(other).block;
  return new Set(links.flatMap(({ from, to }) => [...isWithin(from, to) ? [from] : [], ...isWithin(to, from) ? [to] : []]));
}

function homesOf({ namespaces, items }: Drawing): ReadonlyMap<string, Home> {
  const homes = new Map<string, Home>();
  for (const { key: namespace, anchor, boxes, items: own } of namespaces) {
    // The namespace as a whole has a block of its own only where it is drawn as one.
    if (anchor !== undefined) { homes.set(anchor.key, { namespace, block: anchor.key }); }
    for (const item of own) { homes.set(item.key, { namespace, block: item.key }); }
    for (const box of boxes) {
      for (const { key } of [...box.anchor === undefined ? [] : [box.anchor], ...box.items]) { homes.set(key, { namespace, block: box.key }); }
    }
  }
  for (const { key } of items) { homes.set(key, { namespace: key, block: key }); }
  return homes;
}

function itemBlock(item: DrawnItem): Block {
  const size = sizeOf(item.lines, MARGIN);
  return { key: item.key, ...size, items: [{ what: item, x: 0, y: 0, ...size }], services: [], namespaces: [] };
}

/** A column of the Service's workloads under its name. */
function serviceBlock(box: DrawnBox, shown: ReadonlySet<string>): Block {
  const items = [...box.anchor !== undefined && shown.has(box.anchor.key) ? [box.anchor] : [], ...box.items];
  const sizes = items.map(({ lines }) => sizeOf(lines, MARGIN));
  const title = sizeOf([box.title], MARGIN);
  const width = Math.max(title.width, ...sizes.map(size => size.width));
  let y = TITLE;
  const placed = items.map((item, i): Placed<DrawnItem> => {
    const top = y;
    y += sizes[i].height + GAP;
    return { what: item, x: MARGIN, y: top, width, height: sizes[i].height };
  });
  const size = { width: width + 2 * MARGIN, height: y - GAP + MARGIN };
  return { key: box.key, ...size, items: placed, services: [{ what: box, x: 0, y: 0, ...size }], namespaces: [] };
}

function namespaceBlock(
  box: DrawnBox, blocks: readonly Block[], links: readonly DrawnLink[], blockOf: (item: string) => string, hasLabels: boolean,
): { readonly block: Block; readonly ways: ReadonlyMap<DrawnLink, PlacedWay> } {
  const { inside, width, height, ways } = arrange(blocks, links, blockOf, hasLabels, { between: 16, ranks: 40 });
  const down = { x: 0, y: TITLE - PADDING };
  const size = { width: Math.max(width + 2 * PADDING, sizeOf([box.title], PADDING).width), height: height + PADDING + TITLE };
  const block: Block = {
    key: box.key,
    ...size,
    items: inside.items.map(one => moved(one, down)),
    services: inside.services.map(one => moved(one, down)),
    namespaces: [{ what: box, x: 0, y: 0, ...size }],
  };
  return { block, ways: new Map([...ways].map(([link, way]) => [link, movedWay(way, down)])) };
}

/** Begins and ends the way at the items themselves, at the sides that look along the way. */
function placedLink(link: DrawnLink, { points, label }: PlacedWay, ends: ReadonlyMap<string, Placed<unknown>>): PlacedLink {
  const from = ends.get(link.from) as Placed<unknown>;
  const to = ends.get(link.to) as Placed<unknown>;
  const first = side(from, points[0] ?? middleOf(to));
  const last = side(to, points[points.length - 1] ?? middleOf(from));
  return { link, points: [first, ...points, last], ...label === undefined ? {} : { label } };
}

function middleOf({ x, y, width, height }: Placed<unknown>): Point {
  return { x: round(x + width / 2), y: round(y + height / 2) };
}

/** Of a box as high as the way comes, if it is high enough. */
function side(end: Placed<unknown>, towards: Point): Point {
  const { x, y } = middleOf(end);
  const isTall = end.height > 4 * LINE;
  const height = isTall ? Math.min(Math.max(towards.y, end.y + LINE), end.y + end.height - LINE) : y;
  return { x: round(towards.x >= x ? end.x + end.width : end.x), y: height };
}
