import type { Automaton } from './automaton';
import { zip } from './steps';
import { Truth } from './truth';
import type { Identified } from './truth';

/** The nicest letter from `first` to `last` (both included, `last` may be infinite) at a place of a word, and how nice: 0 is nicest. */
export type Pick = (first: number, last: number, place: number) => { readonly letter: number; readonly rank: number };

/**
 * For each output one of the shortest words that have it, the nicest as `pick` says. Only words among `codes` count.
 */
export function shortestWords<V extends Identified>(of: Automaton<V>, codes: Automaton<Truth>, pick: Pick): ReadonlyMap<V, readonly number[]> {
  const found = new Map<V, readonly number[]>();
  const seen = new Set<string>();
  let level: { readonly state: Automaton<V>; readonly code: Automaton<Truth>; readonly word: readonly number[] }[] = [];
  const visit = (state: Automaton<V>, code: Automaton<Truth>, word: readonly number[], into: typeof level): void => {
    const key = `${state.id} ${code.id}`;
    if (seen.has(key) || (code.constant && code.output === Truth.FALSE)) { return; }
    seen.add(key);
    if (code.output === Truth.TRUE && !found.has(state.output)) { found.set(state.output, word); }
    into.push({ state, code, word });
  };
  visit(of, codes, [], level);
  for (let place = 0; level.length > 0; place++) {
    const next: typeof level = [];
    for (const { state, code, word } of level) {
      const { starts, values } = zip(state.steps, code.steps, (to, after) => ({ to, after }));
      const choices = values.map(({ to, after }, i) => ({ to, after, ...pick(starts[i], (starts[i + 1] ?? Infinity) - 1, place) }));
      choices.sort((a, b) => a.rank - b.rank || a.letter - b.letter);
      for (const { to, after, letter } of choices) { visit(to, after, [...word, letter], next); }
    }
    level = next;
  }
  return found;
}
