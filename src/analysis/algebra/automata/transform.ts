import type { Automata } from './automata';
import type { Automaton } from './automaton';
import { construct } from './construct';
import type { Identified } from './truth';

/** Deeper than this a walk is not left to the stack. */
const DEEP = 1000;

/** What becomes of each state: `known` where that needs no look at the states after it, else one with another output. */
export interface Change<V extends Identified, W extends Identified> {
  known(state: Automaton<V>): Automaton<W> | undefined;
  output(state: Automaton<V>): W;
}

/** A function with every state changed. Only where there are loops is it searched for loops. */
export function transform<V extends Identified, W extends Identified>(automata: Automata, of: Automaton<V>, change: Change<V, W>): Automaton<W> {
  const done = new Map<Automaton<V>, Automaton<W>>();
  const visit = (state: Automaton<V>, depth: number): Automaton<W> => {
    const before = change.known(state) ?? done.get(state);
    if (before !== undefined) { return before; }
    const { starts, values } = state.steps;
    const result = state.cyclic || depth > DEEP ? throughLoops(state)
      : automata.state(change.output(state), starts, values.map(next => visit(next, depth + 1)));
    done.set(state, result);
    return result;
  };
  const throughLoops = (root: Automaton<V>): Automaton<W> => construct<Automaton<V>, W>(automata, {
    known: state => change.known(state) ?? done.get(state),
    key: state => state.id,
    output: state => change.output(state),
    steps: state => state.steps,
    learned: (state, result) => { done.set(state, result); },
  }, root);
  return visit(of, 0);
}

/** The function with every output replaced. */
export function image<V extends Identified, W extends Identified>(automata: Automata, of: Automaton<V>, replace: (output: V) => W): Automaton<W> {
  return transform(automata, of, {
    known: state => state.constant ? automata.constant(replace(state.output)) : undefined,
    output: state => replace(state.output),
  });
}
