import type { Automata } from './automata';
import { pairKey } from './automata';
import type { Automaton } from './automaton';
import type { BooleanOperation } from './boolean-operation';
import { construct } from './construct';
import type { Source } from './construct';
import { zip } from './steps';
import type { Identified } from './truth';

interface Pair<V extends Identified> {
  readonly a: Automaton<V>;
  readonly b: Automaton<V>;
}

/**
 * Applies Boolean operations to functions word by word, and images of single functions. Every pair of states that was ever
 * met is remembered, so a small change of a large set costs as much as the change.
 */
export class Combine<V extends Identified> {
  private readonly results = [0, 1, 2].map(() => new Map<number, Automaton<V>>());
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
    return this.results.reduce((sum, { size }) => sum + size, 0);
  }

  /** Truths with truths give truths, so from sets of words comes a set of words. */
  public apply<W extends V>(operation: BooleanOperation, a: Automaton<W>, b: Automaton<W>): Automaton<W>;
  public apply(operation: BooleanOperation, a: Automaton<V>, b: Automaton<V>): Automaton<V> {
    return this.known(operation, a, b) ?? construct(this.automata, this.source(operation), { a, b });
  }

  private source(operation: BooleanOperation): Source<Pair<V>, V> {
    const results = this.results[operation.index];
    return {
      known: ({ a, b }) => this.known(operation, a, b),
      key: ({ a, b }) => keyOf(operation, a, b),
      output: ({ a, b }) => this.onOutputs(operation, a.output, b.output),
      steps: ({ a, b }) => zip(a.steps, b.steps, (one, other) => ({ a: one, b: other })),
      learned: ({ a, b }, automaton) => { results.set(keyOf(operation, a, b), automaton); },
    };
  }

  private known(operation: BooleanOperation, a: Automaton<V>, b: Automaton<V>): Automaton<V> | undefined {
    return operation.shortcut(a, b, this.none, this.all) ?? this.results[operation.index].get(keyOf(operation, a, b));
  }
}

function keyOf<V extends Identified>(operation: BooleanOperation, a: Automaton<V>, b: Automaton<V>): number {
  return operation.commutative && b.id < a.id ? pairKey(b, a) : pairKey(a, b);
}

/** The function with every output replaced. */
export function image<V extends Identified, W extends Identified>(automata: Automata, of: Automaton<V>, replace: (output: V) => W): Automaton<W> {
  return construct<Automaton<V>, W>(automata, {
    known: state => state.constant ? automata.constant(replace(state.output)) : undefined,
    key: state => state.id,
    output: state => replace(state.output),
    steps: state => state.steps,
  }, of);
}

