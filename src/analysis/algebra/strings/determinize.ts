import type { Expression } from './expression';
import type { Letters } from './letters';
import { Nfa } from './nfa';
import type { Automata } from '../automata/automata';
import type { Automaton } from '../automata/automaton';
import { construct } from '../automata/construct';
import type { Steps } from '../automata/steps';
import { Truth } from '../automata/truth';

interface Subset {
  readonly states: readonly number[];
  /** Whether nothing has been read yet. */
  readonly begin: boolean;
}

/**
 * The canonical automaton of an expression (subset construction).
 *
 * @param extend takes letters that never occur for their neighbours, see `Strings`
 */
export function determinize(automata: Automata, expression: Expression, extend: (letters: Letters) => Letters): Automaton<Truth> {
  const nfa = new Nfa(expression, automata.limit);
  const nothing = automata.constant(Truth.FALSE);
  return construct<Subset, Truth>(automata, {
    known: ({ states }) => states.length === 0 ? nothing : undefined,
    // Nothing leads back to where the construction begins, so what is read first needs no key of its own.
    key: ({ states }) => states.join(),
    output: ({ states, begin }) => nfa.closure(states, { begin, end: true }).includes(nfa.accept) ? Truth.TRUE : Truth.FALSE,
    steps: ({ states }) => stepsOf(nfa, states, extend),
  }, { states: nfa.closure([nfa.start], { begin: true, end: false }), begin: true });
}

function stepsOf(nfa: Nfa, states: readonly number[], extend: (letters: Letters) => Letters): Steps<Subset> {
  const edges = states.flatMap(state => nfa.reading[state]).map(({ to, letters }) => ({ to, letters: extend(letters) }));
  const bounds = new Set([0, ...edges.flatMap(({ letters }) => letters.flatMap(([first, last]) => [first, last + 1]))]);
  const starts = [...bounds].filter(Number.isFinite).sort((a, b) => a - b);
  const targets = starts.map(() => new Set<number>());
  for (const { to, letters } of edges) {
    for (const [first, last] of letters) {
      for (let i = starts.indexOf(first); i < starts.length && starts[i] <= last; i++) { targets[i].add(to); }
    }
  }
  return { starts, values: targets.map(some => ({ states: nfa.closure(some, { begin: false, end: false }), begin: false })) };
}
