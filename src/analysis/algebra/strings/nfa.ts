import type { Expression } from './expression';
import type { Letters } from './letters';
import { TooLargeError } from '../automata/automata';

/** When a step may be taken that reads nothing: always, or only where the text begins or ends. */
export type Condition = 'always' | 'begin' | 'end';

/** A nondeterministic automaton (Thompson's construction). */
export class Nfa {
  public readonly silent: { readonly to: number; readonly when: Condition }[][] = [];
  public readonly reading: { readonly to: number; readonly letters: Letters }[][] = [];
  public readonly start: number;
  public readonly accept: number;

  public constructor(expression: Expression, private readonly limit: number) {
    this.start = this.add();
    this.accept = this.compile(expression, this.start);
  }

  /** All states that can be reached without reading, in order. */
  public closure(states: Iterable<number>, place: { readonly begin: boolean; readonly end: boolean }): readonly number[] {
    const seen = new Set(states);
    for (const state of seen) {
      for (const { to, when } of this.silent[state]) {
        if (when === 'always' || place[when]) { seen.add(to); }
      }
    }
    return [...seen].sort((a, b) => a - b);
  }

  /** Returns the state after the expression. */
  private compile(expression: Expression, from: number): number {
    switch (expression.kind) {
      case 'letter': {
        const to = this.add();
        this.reading[from].push({ to, letters: expression.letters });
        return to;
      }
      case 'sequence': return expression.parts.reduce((at, part) => this.compile(part, at), from);
      case 'choice': {
        const to = this.add();
        for (const option of expression.options) {
          const own = this.add();
          this.link(from, own);
          this.link(this.compile(option, own), to);
        }
        return to;
      }
      case 'repeat': return this.repeat(expression.part, expression.least, expression.most, from);
      case 'begin':
      case 'end': {
        const to = this.add();
        this.link(from, to, expression.kind);
        return to;
      }
    }
  }

  private repeat(part: Expression, least: number, most: number, from: number): number {
    let at = from;
    for (let i = 0; i < least; i++) { at = this.compile(part, at); }
    if (most === Infinity) {
      const again = this.add();
      this.link(at, again);
      this.link(this.compile(part, again), again);
      const to = this.add();
      this.link(again, to);
      return to;
    }
    const to = this.add();
    this.link(at, to);
    for (let i = least; i < most; i++) {
      // A part that can be skipped begins in a state of its own, for it may have a loop there.
      const own = this.add();
      this.link(at, own);
      at = this.compile(part, own);
      this.link(at, to);
    }
    return to;
  }

  private link(from: number, to: number, when: Condition = 'always'): void {
    this.silent[from].push({ to, when });
  }

  private add(): number {
    if (this.silent.length >= this.limit) { throw new TooLargeError(this.limit); }
    this.reading.push([]);
    return this.silent.push([]) - 1;
  }
}
