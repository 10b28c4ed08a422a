/* eslint-disable no-bitwise -- places in a table whose size is a power of two */
import type { Automaton } from './automaton';
import type { Steps } from './steps';
import type { Identified } from './truth';

const SMALLEST = 2 ** 10;

/** Finds states by their parts: by a number that is made of them, or at the next place that is free. */
export class StateTable {
  private mask = SMALLEST - 1;
  private count = 0;
  private places = new Array<Automaton<Identified> | undefined>(SMALLEST);
  private hashes = new Int32Array(SMALLEST);

  /**
   * The state with these parts. Outputs with the same number are the same object, so what is found has outputs of that type.
   *
   * @param make the state, where there is none yet
   */
  public find<V extends Identified>(output: V, steps: Steps<Automaton<V>>, make: () => Automaton<V>): Automaton<V> {
    const hash = hashOf(output, steps);
    for (let place = hash & this.mask; ; place = (place + 1) & this.mask) {
      const there = this.places[place];
      if (there === undefined) { break; }
      if (this.hashes[place] === hash && there.output === output && sameSteps(there.steps, steps)) { return there as Automaton<V>; }
    }
    const state = make();
    this.insert(state, hash);
    return state;
  }

  /** @param state one that is not there yet */
  public add(state: Automaton<Identified>): void {
    this.insert(state, hashOf(state.output, state.steps));
  }

  private insert(state: Automaton<Identified>, hash: number): void {
    if (this.count * 2 > this.mask) { this.grow(); }
    this.count++;
    this.put(state, hash);
  }

  private put(state: Automaton<Identified>, hash: number): void {
    let place = hash & this.mask;
    while (this.places[place] !== undefined) { place = (place + 1) & this.mask; }
    this.places[place] = state;
    this.hashes[place] = hash;
  }

  private grow(): void {
    const { places, hashes } = this;
    const size = places.length * 4;
    this.mask = size - 1;
    this.places = new Array<Automaton<Identified> | undefined>(size);
    this.hashes = new Int32Array(size);
    places.forEach((state, i) => {
      if (state !== undefined) { this.put(state, hashes[i]); }
    });
  }
}

function hashOf(output: Identified, { starts, values }: Steps<Identified>): number {
  let hash = output.id;
  for (let i = 0; i < starts.length; i++) { hash = Math.imul(Math.imul(hash, 31) + starts[i], 0x9e3779b1) + values[i].id; }
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

function sameSteps(a: Steps<Identified>, b: Steps<Identified>): boolean {
  if (a.starts.length !== b.starts.length) { return false; }
  for (let i = 0; i < a.starts.length; i++) {
    if (a.starts[i] !== b.starts[i] || a.values[i] !== b.values[i]) { return false; }
  }
  return true;
}
