import type { Dimension } from './dimension';
import type { ProductSet } from './product-set';
import { Decision } from './product-set';
import type { Point, ProductSets } from './product-sets';
import { Truth } from '../automata/truth';

interface Way {
  readonly cost: number;
  /** The values in reverse, the last dimension first. */
  readonly steps: readonly { readonly dimension: Dimension; readonly word: readonly number[] }[];
}

/**
 * A point of a set with short values, and only in the dimensions that matter: with the others as they like, every point that
 * agrees with it is in the set. Undefined if the set is empty.
 *
 * @param preferred sets in which the point shall be, if there is one: the first that can be kept counts most
 */
export function witness(sets: ProductSets, set: ProductSet, preferred: readonly ProductSet[] = []): Point | undefined {
  const narrowed = preferred.reduce((rest, one) => {
    const within = sets.intersection(rest, one);
    return sets.isEmpty(within) ? rest : within;
  }, set);
  const way = shortest(narrowed, new Map());
  if (way === undefined) { return undefined; }
  const point = new Map([...way.steps].reverse().map(({ dimension, word }) => [dimension.name, dimension.domain.decode(word)]));
  for (const [name, value] of [...point].reverse()) {
    point.delete(name);
    if (!sets.contains(set, point)) { point.set(name, value); }
  }
  // In the order of the dimensions.
  return new Map(way.steps.map(({ dimension: { name } }) => name).reverse().filter(name => point.has(name)).map(name => [name, point.get(name)]));
}

function shortest(set: ProductSet, known: Map<ProductSet, Way | undefined>): Way | undefined {
  if (!(set instanceof Decision)) { return set === Truth.TRUE ? { cost: 0, steps: [] } : undefined; }
  if (known.has(set)) { return known.get(set); }
  const { dimension, rest } = set;
  let best: Way | undefined;
  for (const [output, word] of dimension.domain.shortest(rest)) {
    const way = shortest(output, known);
    const cost = way === undefined ? Infinity : way.cost + word.length;
    if (way !== undefined && cost < (best?.cost ?? Infinity)) { best = { cost, steps: [...way.steps, { dimension, word }] }; }
  }
  known.set(set, best);
  return best;
}
