import type { ProductSet } from './product-set';

/** A set that is not quite known: everything of `must` is in it, and nothing but what is in `may`. */
export interface Bounds<T = ProductSet> {
  readonly must: T;
  readonly may: T;
}

/** What bounds ask of the sets that they are made of. */
export interface SetOperations<T> {
  readonly none: T;
  readonly all: T;
  union(...sets: readonly T[]): T;
  intersection(...sets: readonly T[]): T;
  difference(a: T, b: T): T;
  isSubset(a: T, b: T): boolean;
}

/**
 * The operations on sets lifted to bounds (Kleene's strong three-valued logic, point by point): if each operand lies within
 * its bounds, the result lies within the result's. Where everything is known, it is computed once.
 */
export class BoundedSets<T = ProductSet> {
  public readonly none: Bounds<T>;
  public readonly all: Bounds<T>;
  /** Nothing is known. */
  public readonly unknown: Bounds<T>;

  public constructor(private readonly sets: SetOperations<T>) {
    this.none = this.exactly(sets.none);
    this.all = this.exactly(sets.all);
    this.unknown = { must: sets.none, may: sets.all };
  }

  public exactly(set: T): Bounds<T> {
    return { must: set, may: set };
  }

  /** @param must has to be part of `may` */
  public between(must: T, may: T): Bounds<T> {
    if (!this.sets.isSubset(must, may)) { throw new Error('what must be in a set has to be what may be in it'); }
    return { must, may };
  }

  public isExact({ must, may }: Bounds<T>): boolean {
    return must === may;
  }

  public union(...all: readonly Bounds<T>[]): Bounds<T> {
    if (all.length === 1) { return all[0]; }
    const may = this.sets.union(...all.map(one => one.may));
    return all.every(this.isExact) ? this.exactly(may) : { must: this.sets.union(...all.map(({ must }) => must)), may };
  }

  public intersection(...all: readonly Bounds<T>[]): Bounds<T> {
    if (all.length === 1) { return all[0]; }
    if (all.length === 2) { return this.both(all[0], all[1]); }
    const may = this.sets.intersection(...all.map(one => one.may));
    return all.every(this.isExact) ? this.exactly(may) : { must: this.sets.intersection(...all.map(({ must }) => must)), may };
  }

  /** The intersection of two, as it mostly is: without lists of their parts. */
  private both(a: Bounds<T>, b: Bounds<T>): Bounds<T> {
    const may = this.sets.intersection(a.may, b.may);
    return { must: this.isExact(a) && this.isExact(b) ? may : this.sets.intersection(a.must, b.must), may };
  }

  public difference(a: Bounds<T>, b: Bounds<T>): Bounds<T> {
    const may = this.sets.difference(a.may, b.must);
    return { must: this.isExact(a) && this.isExact(b) ? may : this.sets.difference(a.must, b.may), may };
  }

  public complement(bounds: Bounds<T>): Bounds<T> {
    return this.difference(this.all, bounds);
  }

  /** What is left for each of some conditions when the first that holds decides, and at the end what is left for none. */
  public firstOf(conditions: readonly Bounds<T>[]): { readonly each: readonly Bounds<T>[]; readonly none: Bounds<T> } {
    let none = this.all;
    const each = conditions.map(condition => {
      const own = this.intersection(none, condition);
      none = this.difference(none, condition);
      return own;
    });
    return { each, none };
  }
}
