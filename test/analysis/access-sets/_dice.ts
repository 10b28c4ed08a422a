/** Pseudo-random choices that a seed repeats. */
export class Dice {
  private state: number;

  public constructor(public readonly seed: number) {
    this.state = seed;
  }

  /** From 0 to 1: the golden ratio's multiples, mixed by squaring. */
  public next(): number {
    this.state = (this.state + 0x9e3779b1) % 2 ** 32;
    let mixed = this.state;
    for (const factor of [0x21f0aaad, 0x735a2d97, 0x2c1b3c6d]) {
      mixed = (Math.imul(mixed, factor) + Math.floor(mixed / 2 ** 15)) % 2 ** 32;
      mixed = mixed < 0 ? mixed + 2 ** 32 : mixed;
    }
    return mixed / 2 ** 32;
  }

  public chance(probability: number): boolean {
    return this.next() < probability;
  }

  public below(count: number): number {
    return Math.floor(this.next() * count);
  }

  public one<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  /** From `least` to `most` items, some perhaps twice. */
  public some<T>(items: readonly T[], least: number, most: number): T[] {
    return this.many(least, most, () => this.one(items));
  }

  public many<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, make);
  }

  /** An object with the key, sometimes. */
  public maybe<T>(probability: number, key: string, make: () => T): { readonly [key: string]: T } {
    return this.chance(probability) ? { [key]: make() } : {};
  }
}
