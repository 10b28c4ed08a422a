import type { Automata } from './automata';
import type { Automaton } from './automaton';
import { transform } from './transform';
import type { Identified } from './truth';
import { Truth } from './truth';

/**
 * Takes a function apart: for each output the set of words that have it. What is looked at for an output is only what leads
 * to it, so a function with many outputs costs little more than one with few.
 */
export function split<V extends Identified>(automata: Automata, of: Automaton<V>): ReadonlyMap<V, Automaton<Truth>> {
  const ends = new Map<V, Automaton<V>[]>();
  const before = new Map<Automaton<V>, Automaton<V>[]>();
  for (const state of reachable([of])) {
    append(ends, state.output, state);
    for (const target of state.steps.values) { append(before, target, state); }
  }
  return new Map([...ends].map(([output, states]) => {
    const leading = reachable(states, one => before.get(one) ?? []);
    const nothing = automata.constant(Truth.FALSE);
    return [output, transform<V, Truth>(automata, of, {
      known: state => !leading.has(state) ? nothing : state.constant ? automata.constant(Truth.TRUE) : undefined,
      output: state => state.output === output ? Truth.TRUE : Truth.FALSE,
    })];
  }));
}

/** The outputs that words have, each once. */
export function outputsOf<V extends Identified>(of: Automaton<V>): ReadonlySet<V> {
  return new Set([...reachable([of])].map(({ output }) => output));
}

/** All that can be reached, by default along the letters. */
export function reachable<V extends Identified>(
  from: readonly Automaton<V>[], next: (state: Automaton<V>) => readonly Automaton<V>[] = state => state.steps.values,
): ReadonlySet<Automaton<V>> {
  const seen = new Set(from);
  // A set that grows while it is walked is walked to its end.
  for (const state of seen) { for (const target of next(state)) { seen.add(target); } }
  return seen;
}

function append<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (list === undefined) { lists.set(key, [item]); } else { list.push(item); }
}
