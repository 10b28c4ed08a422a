/* eslint-disable no-bitwise -- random numbers are made of bits */
/** Numbers that look random and are the same in every run. */
export class Random {
  public constructor(private state: number) {}

  /** From 0 to below 1. */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  public chance(probability: number): boolean { return this.next() < probability; }

  public below(count: number): number { return Math.floor(this.next() * count); }

  public pick<T>(list: readonly T[]): T { return list[this.below(list.length)]; }
}
