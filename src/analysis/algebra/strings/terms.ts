import type { Automaton } from '../automata/automaton';
import { Truth } from '../automata/truth';

/** One of the forms in which policies say strings. */
export interface Term {
  readonly form: 'exact' | 'prefix' | 'suffix' | 'containing';
  readonly text: string;
}

/** A step for more characters than this is taken for a class, not for so many alternatives. */
const ALTERNATIVES = 3;
/** How far a search goes through an automaton with loops before it is given up. */
const BUDGET = 2000;
const DEPTH = 256;
/** A list longer than this is no description. */
const MOST_TERMS = 2000;

/** A finite union of exact strings and prefixes, each told; undefined for every other language. */
export function enumerate(set: Automaton<Truth>, ignoreCase: boolean): readonly Term[] | undefined {
  const found: Term[] = [];
  const open = [{ state: set, text: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { state, text } = next;
    if (found.length > MOST_TERMS) { return undefined; }
    if (state.constant) {
      if (state.output === Truth.TRUE) { found.push({ form: 'prefix', text }); }
      continue;
    }
    if (state.cyclic) { return undefined; }
    if (state.output === Truth.TRUE) { found.push({ form: 'exact', text }); }
    const ways = alternatives(state, ignoreCase);
    if (ways === undefined) { return undefined; }
    for (const { to, character } of ways.reverse()) { open.push({ state: to, text: text + character }); }
  }
  return found;
}

/** The shortest texts after which everything is in the set. Not all of them, where there are too many. */
export function frontier(set: Automaton<Truth>, ignoreCase: boolean): readonly string[] {
  const found: string[] = [];
  const seen = new Set([set]);
  let level = [{ state: set, text: '' }];
  let budget = BUDGET;
  for (let depth = 0; level.length > 0 && depth < DEPTH; depth++) {
    const next: typeof level = [];
    for (const { state, text } of level) {
      for (const { to, character } of narrow(state, ignoreCase)) {
        if (to.constant) {
          if (to.output === Truth.TRUE) { found.push(text + character); }
        } else if (!(seen.has(to) && to.cyclic) && budget-- > 0) {
          seen.add(to);
          next.push({ state: to, text: text + character });
        }
      }
    }
    level = next;
  }
  return found;
}

interface Way {
  readonly to: Automaton<Truth>;
  readonly character: string;
}

/** The ways on from a state, a character each; undefined if some way is for a whole class of characters. */
function alternatives(state: Automaton<Truth>, ignoreCase: boolean): Way[] | undefined {
  const { starts, values } = state.steps;
  const open = values.filter((to, i) => !isNothing(to) && (starts[i + 1] ?? Infinity) - starts[i] > ALTERNATIVES);
  return open.length > 0 ? undefined : narrow(state, ignoreCase);
}

function narrow(state: Automaton<Truth>, ignoreCase: boolean): Way[] {
  const { starts, values } = state.steps;
  return values.flatMap((to, i) => {
    const count = (starts[i + 1] ?? Infinity) - starts[i];
    if (isNothing(to) || count > ALTERNATIVES) { return []; }
    return Array.from({ length: count }, (_, k) => ({ to, character: String.fromCodePoint(starts[i] + k) }))
      .filter(({ character }) => !ignoreCase || !/[A-Z]/.test(character));
  });
}

function isNothing(state: Automaton<Truth>): boolean {
  return state.constant && state.output === Truth.FALSE;
}
