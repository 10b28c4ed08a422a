import type { Block, Placed } from './arrange';
import { PADDING } from './arrange';
import type { Size } from './text-size';
import { broken, labelSize, LINE, sizeOf } from './text-size';
import type { DrawnBox, DrawnItem, DrawnLink } from '../../analysis/graph/drawing';

const MARGIN = 9;
const GAP = 8;

/** Above what is in a box. */
const TITLE = LINE + PADDING;
/** The same where the name of the box is all that is to be read at first. */
const LARGE_TITLE = 28 + PADDING;

/** How high the title of a namespace is. */
export function titleHeight(isCrowded: boolean): number {
  return isCrowded ? LARGE_TITLE : TITLE;
}

/** What is drawn as a lock. */
const LOCKED = 'mutual TLS';
export const LOCK_WIDTH = 13;

/** Whether callers must prove who they are, or nothing holds them. */
export function lockOf({ hold }: DrawnLink): 'closed' | 'open' | undefined {
  return hold === undefined ? undefined : hold === LOCKED ? 'closed' : 'open';
}

/** What is written in an item. */
export function itemLines({ lines, faults }: DrawnItem): { readonly lines: readonly string[]; readonly faults: readonly string[] } {
  return { lines: broken(lines), faults: broken(faults) };
}

/** What is written on a link: what holds callers to it is a lock in front. */
export function labelLines(link: DrawnLink): readonly string[] {
  return [...broken(link.lines), ...lockOf(link) === 'open' ? [link.hold as string] : []];
}

export function labelOf(link: DrawnLink): Size {
  const { width, height } = labelSize(labelLines(link));
  return { width: width + (lockOf(link) === undefined ? 0 : LOCK_WIDTH), height };
}

export function itemBlock(item: DrawnItem): Block {
  const { lines, faults } = itemLines(item);
  // The first line is written in bold.
  const { width, height } = sizeOf([...lines, ...faults], MARGIN);
  const size = { width: Math.max(width, Math.ceil(sizeOf(lines.slice(0, 1), MARGIN).width * 1.1)) + (item.badge === undefined ? 0 : 10), height };
  return { key: item.key, ...size, items: [{ what: item, x: 0, y: 0, ...size }], services: [], namespaces: [] };
}

/** In a grid items are as wide as the widest of them, unless that is very wide. */
export function alike(blocks: readonly Block[]): readonly Block[] {
  const widest = Math.max(0, ...blocks.map(({ width }) => width).filter(width => width <= 260));
  return blocks.map(block => block.services.length > 0 || block.width > widest ? block
    : { ...block, width: widest, items: block.items.map(item => ({ ...item, width: widest })) });
}

export function titleWidth({ title, badge }: DrawnBox, margin: number, isCrowded = false): number {
  if (isCrowded) { return sizeOf([title], 0).width * 2 + 2 * margin + 30; }
  // It is written in bold.
  return Math.ceil(sizeOf([title], margin).width * 1.1) + (badge === undefined ? 0 : 24);
}

/** A column of the Service's workloads under its name. */
export function serviceBlock(box: DrawnBox, shown: ReadonlySet<string>): Block {
  const items = [...box.anchor !== undefined && shown.has(box.anchor.key) ? [box.anchor] : [], ...box.items];
  const sizes = items.map(item => itemBlock(item));
  const width = Math.max(titleWidth(box, MARGIN), ...sizes.map(size => size.width));
  let y = TITLE;
  const placed = items.map((item, i): Placed<DrawnItem> => {
    const top = y;
    y += sizes[i].height + GAP;
    return { what: item, x: MARGIN, y: top, width, height: sizes[i].height };
  });
  const size = { width: width + 2 * MARGIN, height: y - GAP + MARGIN };
  return { key: box.key, ...size, items: placed, services: [{ what: box, x: 0, y: 0, ...size }], namespaces: [] };
}
