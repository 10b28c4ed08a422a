import type { Language, ProductSet } from '../../../src/analysis/algebra';
import { Algebra, ANYTHING, sequence, text, witness, withWildcards } from '../../../src/analysis/algebra';

const algebra = new Algebra({ excluded: '\0\r\n' });
const { sets, bounds, strings, optionalStrings, integers } = algebra;
const identity = algebra.dimension('client', optionalStrings);
const method = algebra.dimension('method', strings);
const path = algebra.dimension('path', strings);

function namespace(pattern: string): ProductSet {
  const language = strings.of(sequence(ANYTHING, text('/ns/'), withWildcards(pattern, '*', ANYTHING), text('/'), ANYTHING));
  return sets.where(identity, optionalStrings.presentIn(language));
}

function caller(name: string): ProductSet {
  return sets.where(identity, optionalStrings.presentIn(strings.exact(`spiffe://cluster.local/ns/shop/sa/${name}`)));
}

describe('rules that allow and rules that deny', () => {
  const declared = sets.intersection(caller('web'), sets.where(method, strings.exact('GET')), sets.where(path, strings.prefix('/items/')));
  const usual = sets.intersection(
    caller('web'), sets.where(method, strings.oneOf(['GET', 'POST'])), sets.where(path, strings.prefix('/')));

  test('what is allowed is what was declared', () => {
    const allowed = sets.intersection(namespace('shop'), caller('web'), sets.where(method, strings.exact('GET')), sets.where(path, strings.prefix('/items/')));
    expect(sets.difference(allowed, declared)).toBe(sets.none);
  });

  test('a wider path is told by a request', () => {
    const allowed = sets.intersection(caller('web'), sets.where(method, strings.exact('GET')), sets.where(path, strings.prefix('/item')));
    expect(witness(sets, sets.difference(allowed, declared), [usual])).toEqual(new Map([
      ['client', 'spiffe://cluster.local/ns/shop/sa/web'], ['method', 'GET'], ['path', '/item'],
    ]));
  });

  test('without identity no namespace matches, so what denies all other namespaces does not deny it if it asks for one', () => {
    const notShop = sets.complement(namespace('shop'));
    const plaintext = sets.where(identity, optionalStrings.absent);
    expect(sets.isSubset(plaintext, notShop)).toBe(true);
    expect(sets.intersection(plaintext, namespace('*'))).toBe(sets.none);
    expect(witness(sets, sets.difference(sets.all, sets.union(notShop, namespace('shop'))))).toBeUndefined();
  });

  test('a rule that is not known allows what it may, and denies what it may not', () => {
    const allow = bounds.union(bounds.exactly(declared), { must: sets.none, may: caller('batch') });
    const deny = bounds.exactly(sets.where(path, strings.prefix('/items/secret')));
    const access = bounds.difference(allow, deny);
    expect(witness(sets, sets.difference(access.may, declared), [usual])?.get('client')).toBe('spiffe://cluster.local/ns/shop/sa/batch');
    expect(sets.isSubset(access.must, declared)).toBe(true);
  });
});

test('the first route that matches', () => {
  const routes = [strings.exact('/login'), strings.prefix('/login'), strings.re2('/v[0-9]+/.*') as Language, strings.exact('/login')]
    .map(language => bounds.exactly(sets.where(path, language)));
  const { each, none } = bounds.firstOf(routes);
  expect(each[1].must).toBe(sets.where(path, strings.difference(strings.prefix('/login'), strings.exact('/login'))));
  expect(each[3]).toEqual(bounds.none);
  expect(sets.union(none.must, ...each.map(({ must }) => must))).toBe(sets.all);
});

/** A list matches a language if one of its elements does, so two disjoint languages can match at once: each atom is a dimension. */
test('claims that are lists', () => {
  const asked = [strings.exact('admin'), strings.prefix('team-')];
  const atoms = strings.atoms(asked);
  const has = (language: Language): ProductSet => sets.union(...atoms
    .filter(atom => strings.isSubset(atom, language))
    .map(atom => sets.where(algebra.dimension(`claim:groups has ${strings.describe(atom)}`, integers), integers.range(1, integers.greatest))));
  const both = sets.intersection(has(asked[0]), has(asked[1]));
  expect(sets.isEmpty(both)).toBe(false);
  expect(witness(sets, both)).toEqual(new Map([['claim:groups has admin', 1], ['claim:groups has team-*', 1]]));
  expect(has(strings.union(...asked))).toBe(sets.union(has(asked[0]), has(asked[1])));
});
