import type { ProductSet } from './product-set';
import type { ProductSets } from './product-sets';

/** A set that is not quite known: everything of `must` is in it, and nothing but what is in `may`. */
export interface Bounds {
  readonly must: ProductSet;
  readonly may: ProductSet;
}

/**
 * The operations on sets lifted to bounds (Kleene's strong three-valued logic, point by point): if each operand lies within
 * its bounds, the result lies within the result's.
 */
export class BoundedSets {
  public readonly none: Bounds;
  public readonly all: Bounds;
  /** Nothing is known. */
  public readonly unknown: Bounds;

  public constructor(private readonly sets: ProductSets) {
    this.none = this.exactly(sets.none);
    this.all = this.exactly(sets.all);
    this.unknown = { must: sets.none, may: sets.all };
  }

  public exactly(set: ProductSet): Bounds {
    return { must: set, may: set };
  }

  /** @param must has to be part of `may` */
  public between(must: ProductSet, may: ProductSet): Bounds {
    if (!this.sets.isSubset(must, may)) { throw new Error('what must be in a set has to be what may be in it'); }
    return { must, may };
  }

  public isExact({ must, may }: Bounds): boolean {
    return must === may;
  }

  public union(...all: readonly Bounds[]): Bounds {
    if (all.length === 1) { return all[0]; }
    return { must: this.sets.union(...all.map(({ must }) => must)), may: this.sets.union(...all.map(({ may }) => may)) };
  }

  public intersection(...all: readonly Bounds[]): Bounds {
    if (all.length === 1) { return all[0]; }
    return { must: this.sets.intersection(...all.map(({ must }) => must)), may: this.sets.intersection(...all.map(({ may }) => may)) };
  }

  public difference(a: Bounds, b: Bounds): Bounds {
    return { must: this.sets.difference(a.must, b.may), may: this.sets.difference(a.may, b.must) };
  }

  public complement(bounds: Bounds): Bounds {
    return this.difference(this.all, bounds);
  }

  /** What is left for each of some conditions when the first that holds decides, and at the end what is left for none. */
  public firstOf(conditions: readonly Bounds[]): { readonly each: readonly Bounds[]; readonly none: Bounds } {
    let none = this.all;
    const each = conditions.map(condition => {
      const own = this.intersection(none, condition);
      none = this.difference(none, condition);
      return own;
    });
    return { each, none };
  }
}
