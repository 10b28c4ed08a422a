import type { Side } from './dimension';
import type { ProductSet } from './product-set';
import { Decision, dimensionsOf } from './product-set';
import type { ProductSets } from './product-sets';
import { Truth } from '../automata/truth';

/** A product of sets of values: what it does not mention can have any value. */
export type Box = readonly Side[];

/** A set as boxes of which no two meet: one for each way through its diagram. */
export function boxes(sets: ProductSets, set: ProductSet): readonly Box[] {
  const known = new Map<ProductSet, readonly Box[]>([[Truth.FALSE, []], [Truth.TRUE, [[]]]]);
  const visit = (one: ProductSet): readonly Box[] => {
    const before = known.get(one);
    if (before !== undefined) { return before; }
    const { dimension } = one as Decision;
    const result = [...sets.branches(one as Decision)].flatMap(([rest, values]) => visit(rest).map(box => [{ dimension, values }, ...box]));
    known.set(one, result);
    return result;
  };
  return visit(set);
}

/**
 * A set as few boxes that may overlap: each is as wide as the set lets it be, and none is covered by the others. Costs more
 * than `boxes`, about the square of their number.
 */
export function cover(sets: ProductSets, set: ProductSet): readonly Box[] {
  const wide = new Map<ProductSet, Box>();
  for (const box of boxes(sets, set)) {
    const widened = widen(sets, set, box);
    wide.set(sets.box(widened), widened);
  }
  // The narrowest go first, if the others cover them.
  const order = [...wide].sort(([, a], [, b]) => b.length - a.length);
  for (const [one] of order) {
    if (wide.size > 1 && sets.isSubset(one, sets.union(...[...wide.keys()].filter(other => other !== one)))) { wide.delete(one); }
  }
  return [...wide.values()];
}

/** Each side in turn grows to all values with which the box stays within the set; a side that can have any is left out. */
function widen(sets: ProductSets, set: ProductSet, box: Box): Box {
  return box.reduce<Box>((current, { dimension }) => {
    const others = current.filter(side => side.dimension !== dimension);
    const outside = others.reduce(
      (rest, side) => sets.restrict(rest, side.dimension, side.values),
      sets.complement(set));
    // Whatever dimensions are left besides this one, some value of them leads outside.
    const values = allowed(sets, outside, current.find(side => side.dimension === dimension) as Side);
    return values === undefined ? others : current.map(side => side.dimension === dimension ? { dimension, values } : side);
  }, box);
}

/** The values with which nothing is outside; undefined if that is all of them. */
function allowed(sets: ProductSets, outside: ProductSet, { dimension }: Side): Side['values'] | undefined {
  let rest = outside;
  for (const other of dimensionsOf(outside)) { if (other !== dimension) { rest = sets.project(rest, other); } }
  if (!(rest instanceof Decision)) { return undefined; }
  return dimension.domain.complement(sets.branches(rest).get(Truth.TRUE) as Side['values']);
}
