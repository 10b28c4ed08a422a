import type { Automata } from './automata';
import { TooLargeError } from './automata';
import { Automaton } from './automaton';
import { closeLoop } from './loop';
import type { Steps } from './steps';
import type { Identified } from './truth';

/** An automaton as a rule, of which only the states that are needed are ever made. */
export interface Source<K, V extends Identified> {
  /** The canonical automaton of a state, where it is known beforehand. */
  known(state: K): Automaton<V> | undefined;
  /** States with the same key are the same. */
  key(state: K): number | string;
  output(state: K): V;
  steps(state: K): Steps<K>;
  /** Told of each state what it turned out to be. */
  learned?(state: K, automaton: Automaton<V>): void;
}

class Draft<K, V extends Identified> {
  public result?: Automaton<V>;
  /** The least index that is reached from here, as in Tarjan's algorithm. */
  public low: number;
  public next = 0;
  public opened = false;
  /** Its place in its component. */
  public place = 0;
  public readonly targets: (Automaton<V> | Draft<K, V>)[] = [];

  public constructor(public readonly state: K, public readonly index: number, public readonly output: V, public readonly steps: Steps<K>) {
    this.low = index;
  }
}

/**
 * The canonical automaton of a source. Tarjan's algorithm hands out strongly connected components, those that lead nowhere
 * else first; so whatever a component leads to is canonical already, and a state outside all loops is interned at once.
 */
export function construct<K, V extends Identified>(automata: Automata, source: Source<K, V>, root: K): Automaton<V> {
  const drafts = new Map<number | string, Draft<K, V>>();
  /** Drafts whose component is not closed yet. */
  const open: Draft<K, V>[] = [];

  const enter = (state: K): Automaton<V> | Draft<K, V> => {
    const known = source.known(state);
    if (known !== undefined) { return known; }
    const key = source.key(state);
    const seen = drafts.get(key);
    if (seen !== undefined) { return seen.result ?? seen; }
    if (drafts.size >= automata.limit) { throw new TooLargeError(automata.limit); }
    const draft = new Draft(state, drafts.size, source.output(state), source.steps(state));
    drafts.set(key, draft);
    return draft;
  };

  const close = (draft: Draft<K, V>): void => {
    const component = [];
    do { component.push(open.pop() as Draft<K, V>); } while (component[component.length - 1] !== draft);
    component.forEach((member, i) => { member.place = i; });
    const results = component.length === 1 && !draft.targets.includes(draft)
      ? [automata.state(draft.output, draft.steps.starts, draft.targets.map(settled))]
      : closeLoop(automata, component.map(({ output, steps, targets }) => ({
        output, starts: steps.starts, targets: targets.map(target => target instanceof Automaton ? target : target.result ?? target.place),
      })));
    component.forEach((member, i) => {
      member.result = results[i];
      source.learned?.(member.state, results[i]);
    });
  };

  const start = enter(root);
  const path: Draft<K, V>[] = [];
  const follow = (draft: Draft<K, V>): void => {
    draft.opened = true;
    path.push(draft);
    open.push(draft);
  };
  if (start instanceof Draft) { follow(start); }
  while (path.length > 0) {
    const draft = path[path.length - 1];
    if (draft.next < draft.steps.values.length) {
      const target = enter(draft.steps.values[draft.next++]);
      draft.targets.push(target);
      if (target instanceof Automaton) { continue; }
      if (target.opened) { draft.low = Math.min(draft.low, target.index); } else { follow(target); }
    } else {
      path.pop();
      if (path.length > 0) { path[path.length - 1].low = Math.min(path[path.length - 1].low, draft.low); }
      if (draft.low === draft.index) { close(draft); }
    }
  }
  return settled(start);
}

function settled<K, V extends Identified>(target: Automaton<V> | Draft<K, V>): Automaton<V> {
  const automaton = target instanceof Automaton ? target : target.result;
  if (automaton === undefined) { throw new Error('a state was left open'); }
  return automaton;
}
