import type { Dimension, OptionalStrings, ProductSet, ProductSets, SetOperations, Strings } from '../algebra';
import { dimensionsOf } from '../algebra';

/**
 * A set of requests by who sends them: those of some identities, told one by one, and those of everybody else. What `others` has
 * of an identity that is named does not count.
 */
export interface ByIdentity {
  readonly named: ReadonlyMap<string, ProductSet>;
  readonly others: ProductSet;
}

/** Where such sets live. */
export interface IdentityGround {
  readonly sets: ProductSets;
  readonly strings: Strings;
  readonly optionalStrings: OptionalStrings;
  readonly principal: Dimension<'optional strings'>;
}

const NOBODY: ReadonlyMap<string, ProductSet> = new Map();

/**
 * The Boolean algebra of these sets. Policies mostly name identities one by one: then nothing has to be computed but what each of
 * them may do, and no automaton knows all their names. Equal sets need not be one object.
 */
export class IdentitySets implements SetOperations<ByIdentity> {
  public readonly none: ByIdentity;
  public readonly all: ByIdentity;
  private readonly alike = new Map<ProductSet, ByIdentity>();
  private readonly askFor = new Map<ProductSet, boolean>();
  /** What a set that asks for the identity is at one. */
  private readonly places = new Map<ProductSet, Map<string, ProductSet>>();
  private readonly whole = new WeakMap<ByIdentity, ProductSet>();

  public constructor(private readonly ground: IdentityGround) {
    this.none = this.of(ground.sets.none);
    this.all = this.of(ground.sets.all);
  }

  /** A set that may ask for identities by itself. */
  public of(set: ProductSet): ByIdentity {
    let found = this.alike.get(set);
    if (found === undefined) { this.alike.set(set, found = { named: NOBODY, others: set }); }
    return found;
  }

  /** Everything that some identities send. */
  public from(identities: readonly string[]): ByIdentity {
    const { sets } = this.ground;
    return { named: new Map(identities.map(identity => [identity, sets.all])), others: sets.none };
  }

  public union(...all: readonly ByIdentity[]): ByIdentity {
    const { sets } = this.ground;
    const join = (a: ByIdentity, b: ByIdentity): ByIdentity => a === this.none || b === this.all ? b : b === this.none || a === this.all ? a
      : this.pointwise(a, b, (one, other) => sets.union(one, other));
    if (all.length < 3) { return all.length === 2 ? join(all[0], all[1]) : all[0] ?? this.none; }
    const several: ByIdentity[] = [];
    const unnamed: ProductSet[] = [];
    const own = new Map<string, ProductSet>();
    // Only of identities that are named again there is something to unite.
    const more = new Map<string, ProductSet[]>();
    for (const one of all) {
      if (one.named.size === 0) { unnamed.push(one.others); } else if (one.others !== sets.none) { several.push(one); } else {
        for (const [identity, set] of one.named) {
          const before = own.get(identity);
          const list = more.get(identity);
          if (before === undefined) { own.set(identity, set); } else if (list === undefined) { more.set(identity, [before, set]); } else {
            list.push(set);
          }
        }
      }
    }
    for (const [identity, list] of more) { own.set(identity, sets.union(...list)); }
    const only: ByIdentity = own.size === 0 ? this.none : { named: own, others: sets.none };
    return [this.of(sets.union(...unnamed)), ...several].reduce(join, only);
  }

  public intersection(...all: readonly ByIdentity[]): ByIdentity {
    const { sets } = this.ground;
    const meet = (a: ByIdentity, b: ByIdentity): ByIdentity => a === this.all || b === this.none ? b : b === this.all || a === this.none ? a
      : this.pointwise(a, b, (one, other) => sets.intersection(one, other));
    return all.length === 2 ? meet(all[0], all[1]) : all.reduce(meet, this.all);
  }

  public difference(a: ByIdentity, b: ByIdentity): ByIdentity {
    const { sets } = this.ground;
    if (b === this.none || a === this.none) { return a; }
    return b === this.all ? this.none : this.pointwise(a, b, (one, other) => sets.difference(one, other));
  }

  public isSubset(a: ByIdentity, b: ByIdentity): boolean {
    return this.isEmpty(this.difference(a, b));
  }

  public isEmpty(set: ByIdentity): boolean {
    const { sets } = this.ground;
    for (const own of set.named.values()) { if (own !== sets.none) { return false; } }
    if (set.others === sets.none || !this.asks(set.others)) { return set.others === sets.none; }
    return this.toSet(set) === sets.none;
  }

  public equals(a: ByIdentity, b: ByIdentity): boolean {
    if (a === b) { return true; }
    if (this.asks(a.others) || this.asks(b.others)) { return this.toSet(a) === this.toSet(b); }
    return a.others === b.others && [...a.named.keys(), ...b.named.keys()].every(identity => this.at(a, identity) === this.at(b, identity));
  }

  /** What becomes of what each identity sends, one by one. */
  public map({ named, others }: ByIdentity, become: (set: ProductSet) => ProductSet): ByIdentity {
    const rest = become(others);
    return named.size === 0 ? this.of(rest) : { named: new Map([...named].map(([identity, set]) => [identity, become(set)])), others: rest };
  }

  /** What one identity sends; undefined is the absence of one. The result does not ask for it. */
  public at({ named, others }: ByIdentity, identity: string | undefined): ProductSet {
    const own = identity === undefined ? undefined : named.get(identity);
    if (own !== undefined || !this.asks(others)) { return own ?? others; }
    const { sets, principal } = this.ground;
    if (identity === undefined) { return sets.at(others, principal, undefined); }
    let places = this.places.get(others);
    if (places === undefined) { this.places.set(others, places = new Map()); }
    let place = places.get(identity);
    if (place === undefined) { places.set(identity, place = sets.at(others, principal, identity)); }
    return place;
  }

  /** The same as one set. */
  public toSet(set: ByIdentity): ProductSet {
    const { named, others } = set;
    if (named.size === 0) { return others; }
    let whole = this.whole.get(set);
    if (whole === undefined) { this.whole.set(set, whole = this.joined(set)); }
    return whole;
  }

  private joined({ named, others }: ByIdentity): ProductSet {
    const { sets } = this.ground;
    const alike = new Map<ProductSet, string[]>();
    for (const [identity, set] of named) {
      const identities = alike.get(set);
      if (identities === undefined) { alike.set(set, [identity]); } else { identities.push(identity); }
    }
    const unnamed = others === sets.none ? others : sets.difference(others, this.having([...named.keys()]));
    const told = [...alike].filter(([set]) => set !== sets.none);
    return sets.union(unnamed, ...told.map(([set, identities]) => sets.intersection(set, this.having(identities))));
  }

  private having(identities: readonly string[]): ProductSet {
    const { sets, strings, optionalStrings, principal } = this.ground;
    return sets.where(principal, optionalStrings.presentIn(strings.oneOf(identities)));
  }

  private pointwise(a: ByIdentity, b: ByIdentity, operation: (one: ProductSet, other: ProductSet) => ProductSet): ByIdentity {
    const others = operation(a.others, b.others);
    if (a.named.size === 0 && b.named.size === 0) { return this.of(others); }
    const named = new Map<string, ProductSet>();
    const isUniform = !this.asks(others);
    const add = (identity: string, set: ProductSet): void => { if (set !== others || !isUniform) { named.set(identity, set); } };
    for (const [identity, set] of a.named) { add(identity, operation(set, this.at(b, identity))); }
    for (const [identity, set] of b.named) { if (!a.named.has(identity)) { add(identity, operation(this.at(a, identity), set)); } }
    return named.size === 0 ? this.of(others) : { named, others };
  }

  private asks(set: ProductSet): boolean {
    if (set === this.ground.sets.none || set === this.ground.sets.all) { return false; }
    let asks = this.askFor.get(set);
    if (asks === undefined) { this.askFor.set(set, asks = dimensionsOf(set).has(this.ground.principal)); }
    return asks;
  }
}
