import type { Automata } from '../automata/automata';
import type { Automaton } from '../automata/automaton';
import { construct } from '../automata/construct';
import { reachable } from '../automata/split';
import { Truth } from '../automata/truth';

/** The words of a set, read backwards (subset construction on the reversed automaton). */
export function reverse(automata: Automata, set: Automaton<Truth>): Automaton<Truth> {
  const states = [...reachable([set])];
  const into = new Map<Automaton<Truth>, { from: Automaton<Truth>; first: number; end: number }[]>(states.map(state => [state, []]));
  for (const from of states) {
    from.steps.values.forEach((to, i) => {
      into.get(to)?.push({ from, first: from.steps.starts[i], end: from.steps.starts[i + 1] ?? Infinity });
    });
  }
  const byId = (some: Iterable<Automaton<Truth>>): readonly Automaton<Truth>[] => [...new Set(some)].sort((a, b) => a.id - b.id);
  return construct<readonly Automaton<Truth>[], Truth>(automata, {
    known: some => some.length === 0 ? automata.constant(Truth.FALSE) : undefined,
    key: some => some.map(({ id }) => id).join(),
    output: some => some.includes(set) ? Truth.TRUE : Truth.FALSE,
    steps: some => {
      const edges = some.flatMap(state => into.get(state) ?? []);
      const starts = [...new Set([0, ...edges.flatMap(({ first, end }) => [first, end])])].filter(Number.isFinite).sort((a, b) => a - b);
      return { starts, values: starts.map(start => byId(edges.filter(({ first, end }) => first <= start && start < end).map(({ from }) => from))) };
    },
  }, byId(states.filter(({ output }) => output === Truth.TRUE)));
}
