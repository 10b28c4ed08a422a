import { Automaton } from './automaton';
import type { Steps } from './steps';
import { merged } from './steps';
import type { Identified } from './truth';

/** One state of a loop that is not yet interned: a number as target is another state of the loop. */
export interface Member<V extends Identified> {
  readonly output: V;
  readonly starts: readonly number[];
  readonly targets: readonly (Automaton<V> | number)[];
}

/** Too much to compute: what asked must do without the answer. */
export class TooLargeError extends Error {
  public constructor(limit: number) {
    super(`an automaton of more than ${limit} states`);
    this.name = 'TooLargeError';
  }
}

/** Pairs of numbers are made one number, so that they can be keys. */
const MOST_STATES = 2 ** 26;

export function pairKey(a: Identified, b: Identified): number {
  return a.id * MOST_STATES + b.id;
}

/**
 * All states there are, each once. A state is known by its output and the states after it; the states of a loop, which
 * have no such beginning, are known together.
 */
export class Automata {
  /** By a number made of the state's parts, or the next one that is free. */
  private readonly states = new Map<number, Automaton<Identified>>();
  private readonly loops = new Map<string, readonly Automaton<Identified>[]>();
  private readonly constants = new Map<number, Automaton<Identified>>();
  private count = 0;

  /** @param limit how many states a single construction may have */
  public constructor(public readonly limit: number) {}

  public get size(): number {
    return this.count;
  }

  /** The function that gives this output to every word. */
  public constant<V extends Identified>(output: V): Automaton<V> {
    const known = this.constants.get(output.id);
    if (known !== undefined) { return known as Automaton<V>; }
    const [constant] = this.loop(`${output.id};0:#0`, [{ output, starts: [0], targets: [0] }]);
    this.constants.set(output.id, constant);
    return constant;
  }

  /** The state with this output and these states after it. */
  public state<V extends Identified>(output: V, starts: readonly number[], targets: readonly Automaton<V>[]): Automaton<V> {
    const steps = merged(starts, targets);
    const slot = this.slotOf(output, steps);
    // Outputs with the same number are the same object, so what is found is of the type that is asked for.
    const known = this.states.get(slot) as Automaton<V> | undefined;
    if (known !== undefined) { return known; }
    const state = new Automaton(this.nextId(), output, steps, false);
    this.states.set(slot, state);
    return state;
  }

  /**
   * The states of a loop. No two members may be equal, nor a member equal to a state outside.
   *
   * @param key tells the members in order; equal loops must come with the same order
   */
  public loop<V extends Identified>(key: string, members: readonly Member<V>[]): readonly Automaton<V>[] {
    const known = this.loops.get(key) as readonly Automaton<V>[] | undefined;
    if (known !== undefined) { return known; }
    const after: Automaton<V>[][] = members.map(() => []);
    const states = members.map((member, i) =>
      new Automaton(this.nextId(), member.output, { starts: member.starts, values: after[i] }, true));
    members.forEach((member, i) => {
      after[i].push(...member.targets.map(target => typeof target === 'number' ? states[target] : target));
    });
    for (const state of states) { this.states.set(this.slotOf(state.output, state.steps), state); }
    this.loops.set(key, states);
    return states;
  }

  /** Where the state with these parts is, or is to be put. */
  private slotOf(output: Identified, steps: Steps<Identified>): number {
    let slot = hashOf(output, steps);
    for (;;) {
      const there = this.states.get(slot);
      if (there === undefined || (there.output === output && sameSteps(there.steps, steps))) { return slot; }
      slot++;
    }
  }

  private nextId(): number {
    if (this.count >= MOST_STATES) { throw new TooLargeError(MOST_STATES); }
    return this.count++;
  }
}

function hashOf(output: Identified, { starts, values }: Steps<Identified>): number {
  let hash = output.id;
  for (let i = 0; i < starts.length; i++) { hash = Math.imul(Math.imul(hash, 31) + starts[i], 0x9e3779b1) + values[i].id; }
  return Math.abs(Math.imul(hash, 0x85ebca6b)) % 2 ** 30;
}

function sameSteps(a: Steps<Identified>, b: Steps<Identified>): boolean {
  if (a.starts.length !== b.starts.length) { return false; }
  for (let i = 0; i < a.starts.length; i++) {
    if (a.starts[i] !== b.starts[i] || a.values[i] !== b.values[i]) { return false; }
  }
  return true;
}
