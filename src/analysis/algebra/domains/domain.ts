import type { Kind, Value, ValueSet } from './value-set';
import type { Automata } from '../automata/automata';
import type { Automaton } from '../automata/automaton';
import { BooleanOperation } from '../automata/boolean-operation';
import { shortestWords } from '../automata/shortest-words';
import { Truth } from '../automata/truth';

/** What all domains of an algebra share. */
export interface Shared {
  readonly automata: Automata;
  apply(operation: BooleanOperation, a: Automaton<Truth>, b: Automaton<Truth>): Automaton<Truth>;
}

/**
 * A universe of values and the Boolean algebra of its sets. Values are coded as words. A word that codes nothing is taken
 * for some word that does, always the same, by every set alike: so two sets are one automaton if they have the same values.
 */
export abstract class Domain<K extends Kind> {
  public readonly none: ValueSet<K>;
  public readonly all: ValueSet<K>;
  protected readonly automata: Automata;
  /** The words that code values. */
  public abstract readonly codes: Automaton<Truth>;

  public constructor(public readonly kind: K, protected readonly shared: Shared) {
    this.automata = shared.automata;
    this.none = this.automata.constant(Truth.FALSE);
    this.all = this.automata.constant(Truth.TRUE);
  }

  public union(...sets: readonly ValueSet<K>[]): ValueSet<K> {
    return balanced(sets, this.none, (a, b) => this.shared.apply(BooleanOperation.UNION, a, b));
  }

  public intersection(...sets: readonly ValueSet<K>[]): ValueSet<K> {
    return balanced(sets, this.all, (a, b) => this.shared.apply(BooleanOperation.INTERSECTION, a, b));
  }

  /** What is in `a` but not in `b`. */
  public difference(a: ValueSet<K>, b: ValueSet<K>): ValueSet<K> {
    return this.shared.apply(BooleanOperation.DIFFERENCE, a, b);
  }

  public complement(set: ValueSet<K>): ValueSet<K> {
    return this.difference(this.all, set);
  }

  public isEmpty(set: ValueSet<K>): boolean {
    return set === this.none;
  }

  public equals(a: ValueSet<K>, b: ValueSet<K>): boolean {
    return a === b;
  }

  public isSubset(a: ValueSet<K>, b: ValueSet<K>): boolean {
    return this.isEmpty(this.difference(a, b));
  }

  public includes(set: ValueSet<K>, value: Value): boolean {
    const word = this.encode(value);
    return word !== undefined && set.outputOf(word) === Truth.TRUE;
  }

  /** One of the shortest values of a set, as readable as can be; of an empty set there is none. */
  public witness(set: ValueSet<K>): { readonly value: Value } | undefined {
    const word = this.shortest(set).get(Truth.TRUE);
    return word === undefined ? undefined : { value: this.decode(word) };
  }

  /** The coarsest partition of everything in which each of the sets is a union of parts; what is in none of them is a part as well. */
  public atoms(sets: readonly ValueSet<K>[]): readonly ValueSet<K>[] {
    return [...new Set(sets)].reduce<readonly ValueSet<K>[]>(
      (parts, set) => parts.flatMap(part => [this.intersection(part, set), this.difference(part, set)]).filter(part => !this.isEmpty(part)),
      [this.all]);
  }

  /** For each output of a function on the values one of the shortest words that have it. */
  public shortest<V extends { readonly id: number }>(of: Automaton<V>): ReadonlyMap<V, readonly number[]> {
    return shortestWords(of, this.codes, (first, last, place) => this.pick(first, last, place));
  }

  /** Undefined for what is no value of the domain. */
  public abstract encode(value: Value): readonly number[] | undefined;
  public abstract decode(word: readonly number[]): Value;
  /** The set in words, as short as it can be said. */
  public abstract describe(set: ValueSet<K>): string;
  /** The nicest letter of a range at a place of a word. */
  protected abstract pick(first: number, last: number, place: number): { readonly letter: number; readonly rank: number };

  /** The state before a letter, where no value ends: a word that ends here is taken for the one that goes on with 0. */
  protected branch(starts: readonly number[], targets: readonly Automaton<Truth>[]): Automaton<Truth> {
    return this.automata.state(targets[0].output, starts, targets);
  }
}

/** Combines many sets in pairs, then the results in pairs, so that large sets meet seldom. */
export function balanced<T>(items: readonly T[], neutral: T, combine: (a: T, b: T) => T): T {
  if (items.length === 2) { return combine(items[0], items[1]); }
  let level: readonly T[] = items;
  while (level.length > 1) {
    const next: T[] = [];
    for (let i = 0; i < level.length; i += 2) { next.push(i + 1 < level.length ? combine(level[i], level[i + 1]) : level[i]); }
    level = next;
  }
  return level[0] ?? neutral;
}
