import type { Arranged, Block, LinkPlan, Placed, PlacedWay } from './arrange';
import { arrange, inGrid, inRows, moved, movedWay, PADDING } from './arrange';
import { alike, itemBlock, labelOf, serviceBlock, titleHeight, titleWidth } from './blocks';
import type { Direction, Point } from './dagre';
import { directWay, placedLink } from './ends';
import type { PlacedLink } from './ends';
import type { Flow } from './flows';
import { flowsOf } from './flows';
import type { Size } from './text-size';
import type { DrawnBox, DrawnItem, DrawnLink, Drawing } from '../../analysis/graph/drawing';

/** Where everything is drawn. */
export interface Layout extends Size {
  readonly namespaces: readonly Placed<DrawnBox>[];
  readonly services: readonly Placed<DrawnBox>[];
  readonly items: readonly Placed<DrawnItem>[];
  readonly links: readonly PlacedLink[];
  /** Whether there are too many links for labels. */
  readonly isCrowded: boolean;
  /** Where there are too many links to be told apart: how many there are between boxes. */
  readonly flows: readonly Flow[];
}

/** More labels than these nobody reads at once. */
const MOST_LABELS = 150;
/** More ways than these within one namespace nobody follows. */
const MOST_WAYS = 40;
/** More namespaces with so many links are no chain. */
const FEW_NAMESPACES = 4;
/** What a picture is mostly seen on. */
const SCREEN: Size = { width: 1500, height: 880 };

/** In which namespace and block something that links end at is. */
interface Home {
  readonly namespace: string;
  readonly block: string;
}

/** How a drawing may be laid out. */
interface Way {
  readonly inner: Direction;
  readonly outer: Direction;
}

const WAYS: readonly Way[] = (['right', 'down'] as const).flatMap(outer => (['right', 'down'] as const).map(inner => ({ inner, outer })));

/**
 * Lays a drawing out on two levels: what is in a namespace within its box, and the boxes beside each other. So a thousand workloads
 * take seconds, and what belongs together stands together. What ends at all workloads of a box ends at its border. Of the ways in
 * which links can go, those are taken with which the most is to be read on a screen.
 *
 * @param isOver whether a link lies over the others, and takes no room
 */
export function layoutOf(drawing: Drawing, isOver: (link: DrawnLink) => boolean = () => false): Layout {
  const ground: Drawing = { ...drawing, links: drawing.links.filter(link => !isOver(link)) };
  const isCrowded = ground.links.length > MOST_LABELS;
  const candidates = (isCrowded ? [WAYS[0]] : WAYS).map(way => new Plan(ground, way, isCrowded).page());
  const [first, ...rest] = candidates;
  const page = rest.reduce((best, one) => (scaleOf(one) > scaleOf(best) ? one : best), first);
  const { ends } = page;
  const places = new Map(page.links.map(link => [link.link, link]));
  return {
    width: page.width,
    height: page.height,
    ...page.inside,
    links: drawing.links.map(link => places.get(link) ?? { ...directWay(link, ends), isDetail: false }),
    isCrowded,
    flows: page.flows,
  };
}

function scaleOf({ width, height }: Size): number {
  return Math.min(SCREEN.width / Math.max(width, 1), SCREEN.height / Math.max(height, 1));
}

interface Page extends Size {
  readonly inside: Arranged['inside'];
  readonly links: readonly PlacedLink[];
  readonly flows: readonly Flow[];
  readonly ends: ReadonlyMap<string, Placed<unknown>>;
}

interface Inside {
  readonly block: Block;
  /** Of links that have ways. */
  readonly ways: ReadonlyMap<DrawnLink, PlacedWay>;
}

/** One way to lay a drawing out. */
class Plan {
  private readonly homes: ReadonlyMap<string, Home>;
  private readonly shown: ReadonlySet<string>;

  public constructor(private readonly drawing: Drawing, private readonly way: Way, private readonly isCrowded: boolean) {
    this.homes = homesOf(drawing);
    this.shown = anchorsWithin(drawing, key => this.home(key));
  }

  private home(key: string): Home {
    return this.homes.get(key) as Home;
  }

  private linkPlan(blockOf: (key: string) => string): LinkPlan {
    return { blockOf, ...this.isCrowded ? {} : { labelOf } };
  }

  public page(): Page {
    const { namespaces, items, links } = this.drawing;
    const byNamespace = new Map<string, DrawnLink[]>(namespaces.map(({ key }) => [key, []]));
    const between: DrawnLink[] = [];
    for (const link of links) {
      const { namespace } = this.home(link.from);
      (namespace === this.home(link.to).namespace ? byNamespace.get(namespace) ?? between : between).push(link);
    }
    const outer = namespaces.map(box => this.namespace(box, byNamespace.get(box.key) ?? []));
    const blocks = [...outer.map(({ block }) => block), ...items.map(itemBlock)];
    const blockOf = (key: string): string => this.home(key).namespace;
    const page = this.isCrowded && namespaces.length > FEW_NAMESPACES ? inRows(blocks, between, blockOf)
      : arrange(blocks, between, this.linkPlan(blockOf), { between: 36, ranks: 50 }, this.way.outer);
    const ways = new Map(page.ways);
    for (const { block, ways: own } of outer) {
      const corner = page.corners.get(block.key) as Point;
      own.forEach((way, link) => ways.set(link, movedWay(way, corner)));
    }
    const ends = endsOf(page.inside);
    const places = new Map(blocks.map(block => [block.key, { ...block, ...page.corners.get(block.key) as Point }]));
    const isDetail = (link: DrawnLink): boolean => this.isCrowded && link.change === undefined && (!ways.has(link) || between.includes(link));
    const details = new Set(this.isCrowded ? links.filter(isDetail) : []);
    return {
      width: page.width + 2 * PADDING,
      height: page.height + 2 * PADDING,
      inside: page.inside,
      links: links.map(link => {
        const way = ways.get(link);
        return { ...way === undefined || way.points.length === 0 ? directWay(link, ends) : placedLink(link, way, ends), isDetail: details.has(link) };
      }),
      flows: this.isCrowded ? flowsOf(between, blockOf, places) : [],
      ends,
    };
  }

  private namespace(box: DrawnBox, links: readonly DrawnLink[]): Inside {
    const blocks = [
      ...box.anchor !== undefined && this.shown.has(box.anchor.key) ? [itemBlock(box.anchor)] : [],
      ...box.boxes.map(service => serviceBlock(service, this.shown)),
      ...box.items.map(itemBlock),
    ];
    const isFew = !this.isCrowded || (links.length <= MOST_WAYS && links.length > blocks.length / 3);
    const hasWays = isFew && links.length > 0;
    const { inside, width, height, ways } = hasWays
      ? arrange(blocks, links, this.linkPlan(key => this.home(key).block), { between: 18, ranks: 36 }, this.way.inner)
      : inGrid(alike(blocks), 14);
    const title = titleHeight(this.isCrowded);
    const down = { x: 0, y: title - PADDING };
    const size = { width: Math.max(width + 2 * PADDING, titleWidth(box, PADDING, this.isCrowded)), height: height + PADDING + title };
    const block: Block = {
      key: box.key,
      ...size,
      items: inside.items.map(one => moved(one, down)),
      services: inside.services.map(one => moved(one, down)),
      namespaces: [{ what: box, x: 0, y: 0, ...size }],
    };
    return { block, ways: new Map([...ways].map(([link, way]) => [link, movedWay(way, down)])) };
  }
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

/** Where links end; those of a whole box end at its border, unless it has an item for that. */
function endsOf({ services, namespaces, items }: Arranged['inside']): ReadonlyMap<string, Placed<unknown>> {
  const ends = new Map<string, Placed<unknown>>();
  for (const box of [...services, ...namespaces]) {
    if (box.what.anchor !== undefined) { ends.set(box.what.anchor.key, box); }
  }
  for (const item of items) { ends.set(item.what.key, item); }
  return ends;
}
