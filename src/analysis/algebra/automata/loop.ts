import type { Automata, Member } from './automata';
import type { Automaton } from './automaton';
import { merged, zip } from './steps';
import type { Identified } from './truth';

/**
 * The canonical states of a strongly connected component whose ways out lead to canonical states: the one with which
 * each member is equal.
 */
export function closeLoop<V extends Identified>(automata: Automata, members: readonly Member<V>[]): readonly Automaton<V>[] {
  const classOf = minimize(members);
  const classes = quotient(members, classOf);
  const states = findOutside(classes) ?? intern(automata, classes);
  return classOf.map(one => states[one]);
}

/** Moore's algorithm: members are equal until they are told apart. Returns the class of each member. */
function minimize<V extends Identified>(members: readonly Member<V>[]): readonly number[] {
  let classOf: readonly number[] = members.map(() => 0);
  let count = 1;
  for (;;) {
    const numbers = new Map<string, number>();
    const current = classOf;
    const refined = members.map(member => {
      const text = signature(member, target => `#${current[target]}`);
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    });
    if (numbers.size === count) { return refined; }
    classOf = refined;
    count = numbers.size;
  }
}

function quotient<V extends Identified>(members: readonly Member<V>[], classOf: readonly number[]): readonly Member<V>[] {
  const classes: Member<V>[] = [];
  members.forEach(({ output, starts, targets }, i) => {
    if (classes[classOf[i]] !== undefined) { return; }
    const steps = merged(starts, targets.map(target => typeof target === 'number' ? classOf[target] : target));
    classes[classOf[i]] = { output, starts: steps.starts, targets: steps.values };
  });
  return classes;
}

/** One member in words, internal targets as `name` says. */
function signature<V extends Identified>({ output, starts, targets }: Member<V>, name: (target: number) => string): string {
  let text = `${output.id}`;
  let last = '';
  targets.forEach((target, i) => {
    const to = typeof target === 'number' ? name(target) : `${target.id}`;
    if (to !== last) { text += `;${starts[i]}:${to}`; }
    last = to;
  });
  return text;
}

/**
 * A loop can be a copy of states it leads to. If one member is equal to a state outside, then so is every other; and that
 * state, like the member, can be reached from itself. So it is enough to try one member with the loops outside.
 */
function findOutside<V extends Identified>(classes: readonly Member<V>[]): readonly Automaton<V>[] | undefined {
  const seen = new Set<Automaton<V>>();
  const open = classes.flatMap(({ targets }) => targets.filter(target => typeof target !== 'number'));
  while (open.length > 0) {
    const state = open.pop() as Automaton<V>;
    if (seen.has(state)) { continue; }
    seen.add(state);
    const found = state.cyclic ? bisimulate(classes, state) : undefined;
    if (found !== undefined) { return found; }
    if (!state.constant) { open.push(...state.steps.values); }
  }
  return undefined;
}

/** What each class is equal to if the first is equal to `state`; undefined if it is not. */
function bisimulate<V extends Identified>(classes: readonly Member<V>[], state: Automaton<V>): readonly Automaton<V>[] | undefined {
  const found: Automaton<V>[] = [];
  found[0] = state;
  const open = [0];
  while (open.length > 0) {
    const one = open.pop() as number;
    const { output, starts, targets } = classes[one];
    if (output !== found[one].output) { return undefined; }
    const pairs = zip({ starts, values: targets }, found[one].steps, (target, to) => ({ target, to })).values;
    for (const { target, to } of pairs) {
      if (typeof target !== 'number') {
        if (target !== to) { return undefined; }
      } else if (found[target] === undefined) {
        found[target] = to;
        open.push(target);
      } else if (found[target] !== to) {
        return undefined;
      }
    }
  }
  return found;
}

/**
 * Interns classes under a text that does not depend on their order: the least of the texts that walks from each class give.
 * Only the classes whose own text is rarest can be where the walk begins, often there is but one.
 */
function intern<V extends Identified>(automata: Automata, classes: readonly Member<V>[]): readonly Automaton<V>[] {
  let best: Walk | undefined;
  for (const root of rarest(classes.map(one => signature(one, () => '#')))) {
    const walk = walkFrom(classes, root);
    if (best === undefined || walk.text < best.text) { best = walk; }
  }
  const { text, order, place } = best as Walk;
  const states = automata.loop(text, order.map(one => ({
    output: classes[one].output, starts: classes[one].starts, targets: classes[one].targets.map(target => typeof target === 'number' ? place[target] : target),
  })));
  return classes.map((_, one) => states[place[one]]);
}

interface Walk {
  readonly text: string;
  readonly order: readonly number[];
  readonly place: readonly number[];
}

/** Breadth first, classes numbered as they are met. */
function walkFrom<V extends Identified>(classes: readonly Member<V>[], root: number): Walk {
  const order = [root];
  const place: number[] = [];
  place[root] = 0;
  const name = (target: number): string => {
    if (place[target] === undefined) {
      place[target] = order.length;
      order.push(target);
    }
    return `#${place[target]}`;
  };
  let text = '';
  for (let i = 0; i < order.length; i++) { text += `${i === 0 ? '' : '|'}${signature(classes[order[i]], name)}`; }
  return { text, order, place };
}

function rarest(texts: readonly string[]): readonly number[] {
  const groups = new Map<string, number[]>();
  texts.forEach((text, i) => { groups.set(text, [...groups.get(text) ?? [], i]); });
  return [...groups].reduce((a, b) => b[1].length < a[1].length || (b[1].length === a[1].length && b[0] < a[0]) ? b : a)[1];
}

