import * as fc from 'fast-check';
import { AccessSpace } from '../../../src/analysis/access-sets';
import type { ByIdentity } from '../../../src/analysis/access-sets';
import type { ProductSet } from '../../../src/analysis/algebra';

/* Sets that are told apart by identities mean what the same sets mean as a whole, which knows nothing of identities. */

const space = new AccessSpace();
const { byIdentity, algebra: { sets, strings } } = space;
const NAMES = ['td/ns/a/sa/x', 'td/ns/a/sa/y', 'td/ns/b/sa/x', ''];

const operation = fc.constantFrom<ProductSet>(
  sets.none, sets.all, space.http, space.bytes,
  space.has(space.method, strings.exact('GET')),
  sets.intersection(space.has(space.method, strings.exact('GET')), sets.where(space.path, strings.prefix('/a'))),
);
const clients = fc.constantFrom<ProductSet>(
  sets.none, sets.all, sets.all, space.identified, space.anonymous,
  space.has(space.principal, strings.prefix('td/ns/a/')), space.has(space.principal, strings.suffix('/sa/x')),
  // Patterns that mean no more than some of the names.
  space.has(space.principal, strings.oneOf(NAMES.slice(0, 2))), space.has(space.principal, strings.exact(NAMES[0])),
);
const plain = fc.tuple(clients, operation, clients, operation).map(([a, b, c, d]) => sets.union(sets.intersection(a, b), sets.intersection(c, d)));
const told: fc.Arbitrary<ByIdentity> = fc.tuple(fc.array(fc.tuple(fc.constantFrom(...NAMES), operation), { maxLength: 4 }), plain)
  .map(([named, others]) => ({ named: new Map(named), others }));
const whole = (set: ByIdentity): ProductSet => byIdentity.toSet(set);

test('a set as a whole has of each identity what it is told to have, and of everybody else what others have', () => {
  fc.assert(fc.property(told, fc.constantFrom(...NAMES, 'td/ns/c/sa/z', undefined), (set, identity) => {
    const own = identity === undefined ? undefined : set.named.get(identity);
    expect(sets.at(whole(set), space.principal, identity) === (own ?? sets.at(set.others, space.principal, identity))).toBe(true);
    expect(byIdentity.at(set, identity) === sets.at(whole(set), space.principal, identity)).toBe(true);
  }));
});

test('operations give what they give of whole sets', () => {
  fc.assert(fc.property(told, told, told, told, (a, b, c, d) => {
    expect(whole(byIdentity.difference(a, b)) === sets.difference(whole(a), whole(b))).toBe(true);
    for (const list of [[], [a], [a, b], [a, b, c], [a, b, c, d]]) {
      expect(whole(byIdentity.union(...list)) === sets.union(...list.map(whole))).toBe(true);
      expect(whole(byIdentity.intersection(...list)) === sets.intersection(...list.map(whole))).toBe(true);
    }
    const become = (set: ProductSet): ProductSet => sets.difference(set, space.http);
    expect(whole(byIdentity.map(a, become)) === become(whole(a))).toBe(true);
  }), { numRuns: 300 });
});

test('questions are answered as of whole sets, however the same set is told', () => {
  fc.assert(fc.property(told, told, fc.boolean(), (a, b, same) => {
    const other = same ? byIdentity.of(whole(a)) : b;
    expect(byIdentity.equals(a, other)).toBe(whole(a) === whole(other));
    expect(byIdentity.isSubset(a, other)).toBe(sets.isSubset(whole(a), whole(other)));
    expect(byIdentity.isEmpty(byIdentity.difference(a, other))).toBe(sets.isEmpty(sets.difference(whole(a), whole(other))));
    expect(byIdentity.isEmpty(a)).toBe(sets.isEmpty(whole(a)));
  }), { numRuns: 300 });
});

test('what some identities send is that and nothing else', () => {
  const some = byIdentity.from(NAMES);
  expect(whole(some) === space.has(space.principal, strings.oneOf(NAMES))).toBe(true);
  expect(whole(byIdentity.difference(some, byIdentity.of(space.has(space.principal, strings.oneOf(NAMES)))))).toBe(sets.none);
  expect(byIdentity.isEmpty({ named: new Map([[NAMES[0], sets.none]]), others: space.has(space.principal, strings.exact(NAMES[0])) })).toBe(true);
});
