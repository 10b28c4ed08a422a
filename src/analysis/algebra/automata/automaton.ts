import { stepOf } from './steps';
import type { Steps } from './steps';
import type { Identified } from './truth';

/**
 * A total function from words over the letters 0, 1, 2, … to outputs: a state of a minimal deterministic automaton, with
 * all that can be reached from it. States are interned, so equal functions are one object. With the outputs TRUE and
 * FALSE the function is a set of words.
 */
export class Automaton<V extends Identified> implements Identified {
  public constructor(
    public readonly id: number,
    /** The output for the empty word. */
    public readonly output: V,
    /** The state after a letter. */
    public readonly steps: Steps<Automaton<V>>,
    /** Whether some word leads back here. */
    public readonly cyclic: boolean,
  ) {}

  /** Whether all words have the same output. */
  public get constant(): boolean {
    return this.steps.values.length === 1 && this.steps.values[0] === this;
  }

  public after(letter: number): Automaton<V> {
    return this.steps.values[stepOf(this.steps.starts, letter)];
  }

  public outputOf(word: readonly number[]): V {
    let state: Automaton<V> = this;
    for (const letter of word) { state = state.after(letter); }
    return state.output;
  }
}
