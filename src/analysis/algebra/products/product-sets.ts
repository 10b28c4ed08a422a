import type { Dimension, Side } from './dimension';
import type { ProductSet } from './product-set';
import { Decision } from './product-set';
import type { Automata } from '../automata/automata';
import { TooLargeError } from '../automata/automata';
import type { Automaton } from '../automata/automaton';
import { BooleanOperation } from '../automata/boolean-operation';
import { Combine } from '../automata/combine';
import { Memory, MOST_IDS } from '../automata/memory';
import { outputsOf, split } from '../automata/split';
import { image } from '../automata/transform';
import { Truth } from '../automata/truth';
import { balanced } from '../domains/domain';
import type { Kind, Value, ValueSet } from '../domains/value-set';

/** A point: a value for some dimensions, by name. It stands for all points that agree with it there. */
export type Point = ReadonlyMap<string, Value>;

/** The Boolean algebra of the sets of points of a product. */
export class ProductSets {
  public readonly none: ProductSet = Truth.FALSE;
  public readonly all: ProductSet = Truth.TRUE;
  private readonly combine: Combine<ProductSet>;
  /** By the name of the dimension, and the number of what remains. */
  private readonly decisions = new Map<string, Map<number, Decision>>();
  private readonly results = new Memory<ProductSet>();
  private nextId = 2;

  /** @param order which of two dimensions is asked for first, as in sorting */
  public constructor(private readonly automata: Automata, private readonly order: (a: Dimension, b: Dimension) => number) {
    this.combine = new Combine<ProductSet>(automata, this, (operation, a, b) => this.apply(operation, a, b));
  }

  /** How many decisions there are, and how many results are remembered. */
  public get size(): { readonly decisions: number; readonly results: number } {
    return { decisions: this.nextId - 2, results: this.results.size + this.combine.size };
  }

  /** An operation on sets of values, or on the functions from values of which decisions are made. */
  public applyToWords(operation: BooleanOperation, a: Automaton<Truth>, b: Automaton<Truth>): Automaton<Truth> {
    return this.combine.apply(operation, a, b);
  }

  /** All points whose value in a dimension is in a set. */
  public where<K extends Kind>(dimension: Dimension<K>, values: ValueSet<K>): ProductSet {
    return this.decide(dimension, values);
  }

  /** All points that are in every side. */
  public box(sides: readonly Side[]): ProductSet {
    // From the last question to the first, each but asks before what is there already.
    return [...sides].sort((a, b) => this.order(b.dimension, a.dimension)).reduce<ProductSet>(
      (set, { dimension, values }) => this.apply(BooleanOperation.INTERSECTION, this.where(dimension, values), set), this.all);
  }

  public union(...sets: readonly ProductSet[]): ProductSet {
    return balanced(sets, this.none, (a, b) => this.apply(BooleanOperation.UNION, a, b));
  }

  public intersection(...sets: readonly ProductSet[]): ProductSet {
    return balanced(sets, this.all, (a, b) => this.apply(BooleanOperation.INTERSECTION, a, b));
  }

  /** What is in `a` but not in `b`. */
  public difference(a: ProductSet, b: ProductSet): ProductSet {
    return this.apply(BooleanOperation.DIFFERENCE, a, b);
  }

  public complement(set: ProductSet): ProductSet {
    return this.difference(this.all, set);
  }

  public isEmpty(set: ProductSet): boolean {
    return set === this.none;
  }

  public equals(a: ProductSet, b: ProductSet): boolean {
    return a === b;
  }

  public isSubset(a: ProductSet, b: ProductSet): boolean {
    return this.isEmpty(this.difference(a, b));
  }

  /** Whether the point is in the set, and with it all points that agree with it. */
  public contains(set: ProductSet, point: Point): boolean {
    if (!(set instanceof Decision)) { return set === this.all; }
    const { dimension: { name, domain }, rest } = set;
    if (!point.has(name)) { return [...outputsOf(rest)].every(branch => this.contains(branch, point)); }
    const word = domain.encode(point.get(name));
    return word !== undefined && this.contains(rest.outputOf(word), point);
  }

  /** The values of the first dimension that a set asks for, by the set that remains with them. */
  public branches(set: Decision): ReadonlyMap<ProductSet, ValueSet> {
    return split(this.automata, set.rest);
  }

  /** What a set is where a dimension has one value. */
  public at(set: ProductSet, dimension: Dimension, value: Value): ProductSet {
    const word = dimension.domain.encode(value);
    if (word === undefined) { return this.none; }
    return this.replace(set, dimension, rest => rest.outputOf(word));
  }

  /** The points that are in the set with some value of the dimension. */
  public project(set: ProductSet, dimension: Dimension): ProductSet {
    return this.replace(set, dimension, rest => this.union(...outputsOf(rest)));
  }

  /** The points of the set whose value in the dimension is among some, whatever that value: the dimension is gone. */
  public restrict<K extends Kind>(set: ProductSet, dimension: Dimension<K>, values: ValueSet<K>): ProductSet {
    return this.project(this.intersection(set, this.where(dimension, values)), dimension);
  }

  /** The points that are in the set with every one of some values of the dimension. */
  public forEvery<K extends Kind>(set: ProductSet, dimension: Dimension<K>, values: ValueSet<K> = dimension.domain.all): ProductSet {
    return this.complement(this.restrict(this.complement(set), dimension, values));
  }

  /** The set, written as the question of a dimension that comes before all it asks for. */
  private decide(dimension: Dimension, rest: Automaton<ProductSet>): ProductSet {
    if (rest.constant) { return rest.output; }
    let decisions = this.decisions.get(dimension.name);
    if (decisions === undefined) { this.decisions.set(dimension.name, decisions = new Map()); }
    const known = decisions.get(rest.id);
    if (known !== undefined) { return known; }
    if (this.nextId >= MOST_IDS) { throw new TooLargeError(MOST_IDS); }
    const decision = new Decision(this.nextId++, dimension, rest);
    decisions.set(rest.id, decision);
    return decision;
  }

  private apply(operation: BooleanOperation, a: ProductSet, b: ProductSet): ProductSet {
    const short = operation.shortcut(a, b, this.none, this.all);
    if (short !== undefined) { return short; }
    const [left, right] = operation.swaps(a, b) ? [b, a] : [a, b];
    const known = this.results.get(operation.index, left, right);
    if (known !== undefined) { return known; }
    const dimension = this.first(a, b);
    const result = this.decide(dimension, this.combine.apply(operation, this.asked(a, dimension), this.asked(b, dimension)));
    this.results.set(operation.index, left, right, result);
    return result;
  }

  private first(a: ProductSet, b: ProductSet): Dimension {
    if (!(a instanceof Decision)) { return (b as Decision).dimension; }
    if (!(b instanceof Decision) || a.dimension === b.dimension) { return a.dimension; }
    return this.order(a.dimension, b.dimension) < 0 ? a.dimension : b.dimension;
  }

  /** The set as a function of a dimension that does not come after what it asks for. */
  private asked(set: ProductSet, dimension: Dimension): Automaton<ProductSet> {
    return set instanceof Decision && set.dimension === dimension ? set.rest : this.automata.constant(set);
  }

  /** Replaces every question of one dimension by a set. */
  private replace(set: ProductSet, dimension: Dimension, by: (rest: Automaton<ProductSet>) => ProductSet): ProductSet {
    const done = new Map<ProductSet, ProductSet>();
    const visit = (one: ProductSet): ProductSet => {
      if (!(one instanceof Decision) || (one.dimension !== dimension && this.order(dimension, one.dimension) < 0)) { return one; }
      const known = done.get(one);
      if (known !== undefined) { return known; }
      const result = one.dimension === dimension ? by(one.rest) : this.decide(one.dimension, image(this.automata, one.rest, visit));
      done.set(one, result);
      return result;
    };
    return visit(set);
  }
}
