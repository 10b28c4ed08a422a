import type { Automata } from './automata';
import type { Automaton } from './automaton';
import type { BooleanOperation } from './boolean-operation';
import { construct } from './construct';
import type { Source } from './construct';
import { Memory, MOST_IDS } from './memory';
import { zip } from './steps';
import type { Identified } from './truth';

interface Pair<V extends Identified> {
  readonly a: Automaton<V>;
  readonly b: Automaton<V>;
}

/** Deeper than this a walk is not left to the stack. */
const DEEP = 1000;

/**
 * Applies Boolean operations to functions word by word. What both have in common is not looked into, and pairs of states that
 * were met before are remembered; so a small change of a large set costs as much as the change.
 */
export class Combine<V extends Identified> {
  private readonly results = new Memory<Automaton<V>>();
  private readonly none: Automaton<V>;
  private readonly all: Automaton<V>;

  /** @param onOutputs the same operation on outputs */
  public constructor(
    private readonly automata: Automata,
    truths: { readonly none: V; readonly all: V },
    private readonly onOutputs: (operation: BooleanOperation, a: V, b: V) => V,
  ) {
    this.none = automata.constant(truths.none);
    this.all = automata.constant(truths.all);
  }

  public get size(): number {
    return this.results.size;
  }

  /** Truths with truths give truths, so from sets of words comes a set of words. */
  public apply<W extends V>(operation: BooleanOperation, a: Automaton<W>, b: Automaton<W>): Automaton<W>;
  public apply(operation: BooleanOperation, a: Automaton<V>, b: Automaton<V>): Automaton<V> {
    return this.known(operation, a, b) ?? this.compute(operation, a, b, 0);
  }

  /**
   * A pair of states is on a loop only if both are. So all other pairs are combined from those after them, and the search for
   * loops is left for where there can be one.
   */
  private compute(operation: BooleanOperation, a: Automaton<V>, b: Automaton<V>, depth: number): Automaton<V> {
    if (a.constant && b.constant) { return this.automata.constant(this.onOutputs(operation, a.output, b.output)); }
    if ((a.cyclic && b.cyclic) || depth > DEEP) { return construct(this.automata, this.source(operation), { a, b }); }
    const { starts, values } = zip(a.steps, b.steps, (one, other) =>
      this.known(operation, one, other) ?? this.compute(operation, one, other, depth + 1));
    const result = this.automata.state(this.onOutputs(operation, a.output, b.output), starts, values);
    this.remember(operation, a, b, result);
    return result;
  }

  private source(operation: BooleanOperation): Source<Pair<V>, V> {
    return {
      known: ({ a, b }) => this.known(operation, a, b),
      key: ({ a, b }) => operation.swaps(a, b) ? b.id * MOST_IDS + a.id : a.id * MOST_IDS + b.id,
      output: ({ a, b }) => this.onOutputs(operation, a.output, b.output),
      steps: ({ a, b }) => zip(a.steps, b.steps, (one, other) => ({ a: one, b: other })),
      learned: ({ a, b }, automaton) => this.remember(operation, a, b, automaton),
    };
  }

  private known(operation: BooleanOperation, a: Automaton<V>, b: Automaton<V>): Automaton<V> | undefined {
    const short = operation.shortcut(a, b, this.none, this.all);
    if (short !== undefined) { return short; }
    return operation.swaps(a, b) ? this.results.get(operation.index, b, a) : this.results.get(operation.index, a, b);
  }

  private remember(operation: BooleanOperation, a: Automaton<V>, b: Automaton<V>, result: Automaton<V>): void {
    if (operation.swaps(a, b)) { this.results.set(operation.index, b, a, result); } else { this.results.set(operation.index, a, b, result); }
  }
}
