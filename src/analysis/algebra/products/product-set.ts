import type { Dimension } from './dimension';
import type { Automaton } from '../automata/automaton';
import { outputsOf } from '../automata/split';
import type { Identified } from '../automata/truth';
import { Truth } from '../automata/truth';

/**
 * A question after the value of one dimension, and for each value the set that remains to be decided. The answers differ,
 * and later questions are of later dimensions; so equal sets have equal decisions.
 */
export class Decision implements Identified {
  public constructor(public readonly id: number, public readonly dimension: Dimension, public readonly rest: Automaton<ProductSet>) {}
}

/**
 * A set of points of the product of all dimensions, as a decision diagram: everything, nothing, or a question. A dimension
 * that is not asked for can have any value. Sets are interned: within one algebra equal sets are one object.
 */
export type ProductSet = Truth | Decision;

/** The dimensions that a set asks for. */
export function dimensionsOf(set: ProductSet): ReadonlySet<Dimension> {
  const parts = new Set([set]);
  const found = new Set<Dimension>();
  for (const part of parts) {
    if (part instanceof Truth) { continue; }
    found.add(part.dimension);
    for (const rest of outputsOf(part.rest)) { parts.add(rest); }
  }
  return found;
}
