import { Automaton } from './automaton';
import { MOST_IDS } from './memory';
import { StateTable } from './state-table';
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

/**
 * All states there are, each once. A state is known by its output and the states after it; the states of a loop, which
 * have no such beginning, are known together.
 */
export class Automata {
  private readonly states = new StateTable();
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
    return this.states.find(output, steps, () => new Automaton(this.nextId(), output, steps, false));
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
    states.forEach(state => this.states.add(state));
    this.loops.set(key, states);
    return states;
  }

  private nextId(): number {
    if (this.count >= MOST_IDS) { throw new TooLargeError(MOST_IDS); }
    return this.count++;
  }
}
