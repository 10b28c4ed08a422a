/* eslint-disable no-bitwise -- places in a table whose size is a power of two */
import type { Identified } from './truth';

/** Numbers of operands are below this, so that an operand and an operation are one small integer. */
export const MOST_IDS = 2 ** 26;

const SMALLEST = 2 ** 10;

/** How many results are remembered at most: they are for speed only. */
const LARGEST = 2 ** 18;

/**
 * Remembers what operations gave for two operands. Each question has one place, where a later one that shares it displaces
 * what was there; so the memory is small, and neither grows without end nor forgets everything at once.
 */
export class Memory<T> {
  private mask = SMALLEST - 1;
  private used = 0;
  private lefts = new Int32Array(SMALLEST).fill(-1);
  private rights = new Int32Array(SMALLEST);
  private results = new Array<T | undefined>(SMALLEST);

  public get size(): number {
    return this.used;
  }

  /** @param operation a number from 0 to 3 */
  public get(operation: number, a: Identified, b: Identified): T | undefined {
    const left = a.id * 4 + operation;
    const place = this.placeOf(left, b.id);
    return this.lefts[place] === left && this.rights[place] === b.id ? this.results[place] : undefined;
  }

  public set(operation: number, a: Identified, b: Identified, result: T): void {
    if (this.used * 4 > this.mask * 3 && this.mask + 1 < LARGEST) { this.grow(); }
    this.put(a.id * 4 + operation, b.id, result);
  }

  private put(left: number, right: number, result: T | undefined): void {
    const place = this.placeOf(left, right);
    if (this.lefts[place] === -1) { this.used++; }
    this.lefts[place] = left;
    this.rights[place] = right;
    this.results[place] = result;
  }

  private placeOf(left: number, right: number): number {
    const mixed = Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & this.mask;
  }

  private grow(): void {
    const { lefts, rights, results } = this;
    const size = lefts.length * 4;
    this.mask = size - 1;
    this.used = 0;
    this.lefts = new Int32Array(size).fill(-1);
    this.rights = new Int32Array(size);
    this.results = new Array<T | undefined>(size);
    lefts.forEach((left, i) => {
      if (left !== -1) { this.put(left, rights[i], results[i]); }
    });
  }
}
