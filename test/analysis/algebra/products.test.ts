import * as fc from 'fast-check';
import { languages, words } from './_arbitraries';
import type { ProductSet, Side, Value } from '../../../src/analysis/algebra';
import { Algebra, boxes, cover, dimensionsOf, witness } from '../../../src/analysis/algebra';

const algebra = new Algebra({ greatest: 9 });
const { sets, bounds, strings, optionalStrings, integers, addresses } = algebra;
const path = algebra.dimension('path', strings);
const header = algebra.dimension('header:x', optionalStrings);
const port = algebra.dimension('port', integers);
const source = algebra.dimension('source', addresses);

/** A set of points, and what it should be. */
interface Sample {
  readonly set: ProductSet;
  readonly has: (point: ReadonlyMap<string, Value>) => boolean;
}

const paths = languages.map<Sample>(({ make, has }) => ({ set: sets.where(path, make(strings)), has: point => has(point.get('path') as string) }));
const headers = fc.tuple(languages, fc.boolean()).map<Sample>(([{ make, has }, absent]) => ({
  set: sets.where(header, absent ? optionalStrings.absentOrIn(make(strings)) : optionalStrings.presentIn(make(strings))),
  has: point => {
    const value = point.get('header:x');
    return value === undefined ? absent : has(value as string);
  },
}));
const ports = fc.array(fc.integer({ min: 0, max: 9 })).map<Sample>(list => ({
  set: sets.where(port, integers.of(...list)), has: point => list.includes(point.get('port') as number),
}));
const sources = fc.constantFrom('10.0.0.0/8', '10.1.0.0/16', 'fd00::/8', '0.0.0.0/0').map<Sample>(text => {
  const block = addresses.block(text) ?? addresses.none;
  return { set: sets.where(source, block), has: point => addresses.includes(block, point.get('source')) };
});

const products: fc.Arbitrary<Sample> = fc.letrec<{ one: Sample }>(tie => ({
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    paths, headers, ports, sources,
    fc.tuple(tie('one'), tie('one')).map(([a, b]): Sample => ({ set: sets.union(a.set, b.set), has: point => a.has(point) || b.has(point) })),
    fc.tuple(tie('one'), tie('one')).map(([a, b]): Sample => ({ set: sets.intersection(a.set, b.set), has: point => a.has(point) && b.has(point) })),
    fc.tuple(tie('one'), tie('one')).map(([a, b]): Sample => ({ set: sets.difference(a.set, b.set), has: point => a.has(point) && !b.has(point) })),
    tie('one').map((a): Sample => ({ set: sets.complement(a.set), has: point => !a.has(point) })),
  ),
})).one;

const points: fc.Arbitrary<ReadonlyMap<string, Value>> = fc.tuple(
  words, fc.option(words, { nil: undefined }), fc.integer({ min: 0, max: 9 }), fc.constantFrom('10.0.0.1', '10.1.0.1', '11.0.0.1', 'fd00::1', '::1'),
).map(([p, h, n, s]) => new Map<string, Value>([['path', p], ['header:x', h], ['port', n], ['source', s]]));
const manyPoints = fc.array(points, { minLength: 20, maxLength: 20 });

describe('every set of points', () => {
  test('has exactly the points that its definition has', () => {
    fc.assert(fc.property(products, manyPoints, ({ set, has }, tried) => {
      for (const point of tried) { expect(sets.contains(set, point)).toBe(has(point)); }
    }), { numRuns: 1000 });
  });

  test('is the same object, however it is built', () => {
    fc.assert(fc.property(products, products, products, ({ set: a }, { set: b }, { set: c }) => {
      expect(sets.union(a, b)).toBe(sets.union(b, a));
      expect(sets.union(a, sets.union(b, c))).toBe(sets.union(sets.union(a, b), c));
      expect(sets.intersection(a, sets.union(b, c))).toBe(sets.union(sets.intersection(a, b), sets.intersection(a, c)));
      expect(sets.union(a, sets.intersection(a, b))).toBe(a);
      expect(sets.intersection(a, sets.union(a, b))).toBe(a);
      expect(sets.complement(sets.complement(a))).toBe(a);
      expect(sets.complement(sets.intersection(a, b))).toBe(sets.union(sets.complement(a), sets.complement(b)));
      expect(sets.difference(a, b)).toBe(sets.intersection(a, sets.complement(b)));
      expect(sets.union(sets.difference(a, b), sets.intersection(a, b))).toBe(a);
      expect(sets.intersection(a, sets.complement(a))).toBe(sets.none);
      expect(sets.isSubset(a, b)).toBe(sets.union(a, b) === b);
    }), { numRuns: 500 });
  });

  test('is told by a point from every other', () => {
    fc.assert(fc.property(products, products, ({ set: a }, { set: b }) => {
      const found = witness(sets, sets.union(sets.difference(a, b), sets.difference(b, a)));
      expect(found === undefined).toBe(a === b);
    }), { numRuns: 300 });
  });

  test('has a witness with nothing in it that does not matter', () => {
    fc.assert(fc.property(products, manyPoints, ({ set, has }, fill) => {
      const found = witness(sets, set);
      expect(found === undefined).toBe(set === sets.none);
      if (found === undefined) { return; }
      expect(sets.contains(set, found)).toBe(true);
      for (const rest of fill) { expect(has(new Map([...rest, ...found]))).toBe(true); }
      for (const name of found.keys()) { expect(sets.contains(set, new Map([...found].filter(([other]) => other !== name)))).toBe(false); }
    }), { numRuns: 300 });
  });

  test('is what its boxes make up; those of one list are disjoint, of the other not longer and none superfluous', () => {
    fc.assert(fc.property(products, ({ set }) => {
      const disjoint = boxes(sets, set).map(box => sets.box(box));
      expect(sets.union(...disjoint)).toBe(set);
      disjoint.forEach((one, i) => disjoint.slice(i + 1).forEach(other => expect(sets.intersection(one, other)).toBe(sets.none)));
      const few = cover(sets, set).map(box => sets.box(box));
      expect(sets.union(...few)).toBe(set);
      expect(few.length).toBeLessThanOrEqual(disjoint.length);
      if (few.length > 1) { few.forEach(one => expect(sets.union(...few.filter(other => other !== one))).not.toBe(set)); }
    }), { numRuns: 200 });
  });

  test('can be asked with one value, with some, with every', () => {
    fc.assert(fc.property(products, points, fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }), ({ set, has }, point, some) => {
      const without = new Map([...point].filter(([name]) => name !== 'port'));
      const withPort = (n: number) => new Map([...point, ['port', n]]);
      const values = integers.of(...some);
      expect(sets.contains(sets.at(set, port, some[0]), without)).toBe(has(withPort(some[0])));
      expect(sets.contains(sets.restrict(set, port, values), without)).toBe(some.some(n => has(withPort(n))));
      expect(sets.contains(sets.forEvery(set, port, values), without)).toBe(some.every(n => has(withPort(n))));
      expect(sets.contains(sets.project(set, port), without)).toBe([...Array(10).keys()].some(n => has(withPort(n))));
      expect([...dimensionsOf(sets.project(set, path))]).not.toContain(path);
    }), { numRuns: 300 });
  });
});

describe('particular sets', () => {
  const get: Side = { dimension: path, values: strings.prefix('/get') };

  test('a box without sides is everything, an empty side makes it nothing', () => {
    expect(sets.box([])).toBe(sets.all);
    expect(sets.box([get, { dimension: port, values: integers.none }])).toBe(sets.none);
    expect(sets.box([get, { dimension: port, values: integers.all }])).toBe(sets.where(path, strings.prefix('/get')));
  });

  test('boxes that differ in one dimension become one', () => {
    const both = sets.union(...[1, 2].map(n => sets.box([get, { dimension: port, values: integers.of(n) }])));
    expect(boxes(sets, both)).toEqual([[get, { dimension: port, values: integers.range(1, 2) }]]);
  });

  test('boxes grow over each other', () => {
    const either = sets.union(sets.box([get]), sets.where(port, integers.of(5)));
    expect(cover(sets, either)).toHaveLength(2);
    expect(cover(sets, either).every(box => box.length === 1)).toBe(true);
  });

  test('the witness is where it is preferred to be, if it can', () => {
    const set = sets.complement(sets.where(path, strings.exact('/')));
    const usual = sets.where(path, strings.prefix('/'));
    expect(witness(sets, set)).toEqual(new Map([['path', '']]));
    expect(witness(sets, set, [usual])).toEqual(new Map([['path', '/a']]));
    expect(witness(sets, sets.where(path, strings.exact('x')), [usual])).toEqual(new Map([['path', 'x']]));
    expect(witness(sets, sets.none, [usual])).toBeUndefined();
  });

  test('a value of the wrong kind is in no set that asks for it', () => {
    expect(sets.contains(sets.where(port, integers.of(5)), new Map([['port', '5']]))).toBe(false);
    expect(sets.at(sets.where(port, integers.of(5)), port, '5')).toBe(sets.none);
  });

  test('a dimension keeps its kind', () => {
    expect(algebra.dimension('path', strings)).toBe(path);
    expect(() => algebra.dimension('path', integers)).toThrow('path is a dimension of strings, not of integers');
  });

  test('the order of dimensions changes no answer', () => {
    const other = new Algebra({ order: (a, b) => b.localeCompare(a) });
    const [x, y] = ['x', 'y'].map(name => other.dimension(name, other.strings));
    const a = other.sets.where(x, other.strings.exact('1'));
    const b = other.sets.where(y, other.strings.exact('2'));
    expect(other.sets.complement(other.sets.union(a, b))).toBe(other.sets.intersection(other.sets.complement(a), other.sets.complement(b)));
    expect(witness(other.sets, other.sets.intersection(a, b))).toEqual(new Map([['y', '2'], ['x', '1']]));
  });
});

describe('bounds', () => {
  const between = fc.tuple(products, products, products).map(([a, b, c]) => {
    const may = sets.union(a.set, b.set);
    const must = sets.intersection(a.set, c.set);
    return { bounds: bounds.between(must, may), inside: sets.union(must, b.set) };
  });

  test('whatever the sets are within their bounds, the result is within the result\'s', () => {
    fc.assert(fc.property(between, between, (x, y) => {
      const within = ({ must, may }: typeof x.bounds, set: ProductSet) => {
        expect(sets.isSubset(must, set)).toBe(true);
        expect(sets.isSubset(set, may)).toBe(true);
      };
      within(bounds.union(x.bounds, y.bounds), sets.union(x.inside, y.inside));
      within(bounds.intersection(x.bounds, y.bounds), sets.intersection(x.inside, y.inside));
      within(bounds.difference(x.bounds, y.bounds), sets.difference(x.inside, y.inside));
      within(bounds.complement(x.bounds), sets.complement(x.inside));
      const { each: [, second], none } = bounds.firstOf([x.bounds, y.bounds]);
      within(second, sets.difference(y.inside, x.inside));
      within(none, sets.complement(sets.union(x.inside, y.inside)));
    }), { numRuns: 200 });
  });

  test('what is known stays known', () => {
    fc.assert(fc.property(products, products, ({ set: a }, { set: b }) => {
      const difference = bounds.difference(bounds.exactly(a), bounds.exactly(b));
      expect(bounds.isExact(difference)).toBe(true);
      expect(difference.must).toBe(sets.difference(a, b));
    }), { numRuns: 50 });
  });

  test('bounds the wrong way round are refused', () => {
    expect(() => bounds.between(sets.all, sets.none)).toThrow('must be in a set');
    expect(bounds.unknown).toEqual({ must: sets.none, may: sets.all });
  });
});
