import { Automata } from './automata/automata';
import { Addresses } from './domains/addresses';
import type { Domain, Shared } from './domains/domain';
import { Integers } from './domains/integers';
import { OptionalStrings } from './domains/optional-strings';
import { Strings } from './domains/strings';
import type { Kind } from './domains/value-set';
import { BoundedSets } from './products/bounds';
import { Dimension } from './products/dimension';
import { ProductSets } from './products/product-sets';

export interface AlgebraOptions {
  /**
   * Control characters that occur in no string, because the protocol has no place for them.
   *
   * @default - every character occurs
   */
  readonly excluded?: string;
  /**
   * The greatest integer, the smallest being 0.
   *
   * @default 65535
   */
  readonly greatest?: number;
  /**
   * Which of two dimensions comes first in decision diagrams, as in sorting: a matter of size, not of meaning.
   *
   * @default - by name
   */
  readonly order?: (a: string, b: string) => number;
  /**
   * How many states an automaton may have while it is computed, after which there is a `TooLargeError`.
   *
   * @default 100000
   */
  readonly limit?: number;
}

/**
 * A world of sets: strings, integers, addresses and their products. It owns everything that is interned and remembered, so
 * memory is given back when the algebra is let go; sets of two algebras have nothing to do with each other.
 */
export class Algebra {
  public readonly strings: Strings;
  public readonly optionalStrings: OptionalStrings;
  public readonly integers: Integers;
  public readonly addresses: Addresses;
  public readonly sets: ProductSets;
  public readonly bounds: BoundedSets;
  private readonly automata: Automata;
  private readonly dimensions = new Map<string, Dimension>();

  public constructor({ excluded = '', greatest = 65535, order = byName, limit = 100_000 }: AlgebraOptions = {}) {
    this.automata = new Automata(limit);
    this.sets = new ProductSets(this.automata, (a, b) => order(a.name, b.name) || byName(a.name, b.name));
    this.bounds = new BoundedSets(this.sets);
    const shared: Shared = { automata: this.automata, apply: (operation, a, b) => this.sets.applyToWords(operation, a, b) };
    this.strings = new Strings(shared, excluded);
    this.optionalStrings = new OptionalStrings(shared, this.strings);
    this.integers = new Integers(shared, greatest);
    this.addresses = new Addresses(shared);
  }

  /** The dimension of a name, whose values are those of the domain. */
  public dimension<K extends Kind>(name: string, domain: Domain<K>): Dimension<K> {
    const known = this.dimensions.get(name);
    if (known === undefined) {
      const dimension = new Dimension(name, domain);
      this.dimensions.set(name, dimension);
      return dimension;
    }
    if (known.domain.kind !== domain.kind) { throw new Error(`${name} is a dimension of ${known.domain.kind}, not of ${domain.kind}`); }
    return known as Dimension<K>;
  }

  /** How much is kept: states of automata, decisions, and results of operations. */
  public get size(): { readonly states: number; readonly decisions: number; readonly results: number } {
    return { states: this.automata.size, ...this.sets.size };
  }
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
