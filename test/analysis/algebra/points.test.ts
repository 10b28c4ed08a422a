import * as fc from 'fast-check';
import type { Box, IntegerSet, Language, ProductSet, Value } from '../../../src/analysis/algebra';
import { Algebra, boxes, cover, dimensionsOf, fingerprint, witness } from '../../../src/analysis/algebra';

/* Small products, of which every point can be asked. */

const GREATEST = 2;
const NAMES = ['x', 'y', 'z'] as const;
type Triple = readonly [x: number, y: number, z: number];
const numbers = [0, 1, 2];
const triples = numbers.flatMap(x => numbers.flatMap(y => numbers.map<Triple>(z => [x, y, z])));
const some = fc.subarray(triples);

function cube(order?: (a: string, b: string) => number) {
  const algebra = new Algebra({ greatest: GREATEST, order });
  const { sets, integers } = algebra;
  const dimensions = NAMES.map(name => algebra.dimension(name, integers));
  const side = (i: number, ...values: readonly number[]) => ({ dimension: dimensions[i], values: integers.of(...values) });
  const of = (points: readonly Triple[]): ProductSet => sets.union(...points.map(point => sets.box(point.map((value, i) => side(i, value)))));
  const has = (set: ProductSet, point: Triple): boolean => sets.contains(set, new Map(NAMES.map((name, i) => [name, point[i]])));
  const told = (all: readonly Box[]): readonly string[] => all.map(box => box.map(one => `${one.dimension.name} ${integers.describe(one.values as IntegerSet)}`).join(', '));
  return { algebra, sets, integers, dimensions, side, of, has, told };
}

describe('a set of points', () => {
  test('has what it is made of, in any order of dimensions', () => {
    fc.assert(fc.property(some, some, fc.boolean(), (a, b, backwards) => {
      const { sets, of, has } = cube(backwards ? (one, other) => other.localeCompare(one) : undefined);
      const [x, y] = [of(a), of(b)];
      for (const point of triples) {
        const [left, right] = [a, b].map(points => points.includes(point));
        expect([x, sets.union(x, y), sets.intersection(x, y), sets.difference(x, y), sets.complement(x)].map(set => has(set, point)))
          .toEqual([left, left || right, left && right, left && !right, !left]);
      }
      expect(sets.equals(x, y)).toBe(a.length === b.length && a.every(point => b.includes(point)));
      expect(sets.isEmpty(x)).toBe(a.length === 0);
      expect(sets.isSubset(x, y)).toBe(a.every(point => b.includes(point)));
    }));
  });

  test('is the same whichever side of a box comes first', () => {
    const { sets, side } = cube();
    const sides = [side(0, 1), side(1, 1, 2), side(2, 0)];
    const box = sets.box(sides);
    expect(sets.box([...sides].reverse()) === box && sets.box([sides[1], sides[2], sides[0]]) === box).toBe(true);
    expect(sides.map(({ dimension }) => dimension.name)).toEqual(['x', 'y', 'z']);
  });

  test('asks for the dimensions that matter, the first in order first', () => {
    const { sets, side, dimensions: [x, y, z], of } = cube();
    const diagonal = of([[0, 0, 0], [1, 1, 0], [2, 2, 0], [0, 0, 1], [1, 1, 1], [2, 2, 1], [0, 0, 2], [1, 1, 2], [2, 2, 2]]);
    expect([...dimensionsOf(diagonal)]).toEqual([x, y]);
    expect([...dimensionsOf(sets.box([side(2, 1), side(1, 0)]))]).toEqual([y, z]);
    expect(dimensionsOf(sets.all).size + dimensionsOf(sets.none).size).toBe(0);
    const equal = new Algebra({ order: () => 0 });
    const [b, a] = ['b', 'a'].map(name => equal.dimension(name, equal.integers));
    const both = equal.sets.box([b, a].map(dimension => ({ dimension, values: equal.integers.of(1) })));
    expect([...dimensionsOf(both)].map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('with a value, with some, with every one, whichever dimension', () => {
    fc.assert(fc.property(some, fc.nat(2), fc.subarray(numbers, { minLength: 1 }), (points, i, values) => {
      const { sets, integers, dimensions, of, has } = cube();
      const set = of(points);
      const replaced = (point: Triple, value: number): Triple => point.map((one, k) => k === i ? value : one) as unknown as Triple;
      const holds = (point: Triple, value: number): boolean => points.some(one => one.every((number, k) => number === replaced(point, value)[k]));
      const [dimension, among] = [dimensions[i], integers.of(...values)];
      const results = [
        sets.at(set, dimension, values[0]), sets.restrict(set, dimension, among), sets.forEvery(set, dimension, among), sets.project(set, dimension),
        sets.forEvery(set, dimension),
      ];
      for (const result of results) { expect(dimensionsOf(result).has(dimension)).toBe(false); }
      for (const point of triples) {
        expect(results.map(result => has(result, point))).toEqual([
          holds(point, values[0]), values.some(value => holds(point, value)), values.every(value => holds(point, value)),
          numbers.some(value => holds(point, value)), numbers.every(value => holds(point, value)),
        ]);
      }
    }), { numRuns: 60 });
  });

  test('contains what is told in part if it contains all that agrees with it', () => {
    const { sets, side, of } = cube();
    const either = sets.union(sets.where(side(0).dimension, side(0, 1).values), sets.where(side(1).dimension, side(1, 2).values));
    const contains = (...point: readonly (readonly [string, Value])[]): boolean => sets.contains(either, new Map(point));
    expect([contains(['x', 1]), contains(['y', 2]), contains(['x', 0]), contains(['y', 1]), contains(), contains(['x', 0], ['y', 2]), contains(['z', 0])])
      .toEqual([true, true, false, false, false, true, false]);
    expect([sets.contains(sets.all, new Map()), sets.contains(sets.none, new Map())]).toEqual([true, false]);
    expect(sets.contains(of(triples), new Map())).toBe(true);
  });
});

describe('a cover', () => {
  test('has as few boxes as are needed, each as wide as can be', () => {
    const { sets, of, told } = cube();
    const everyZ = (pairs: readonly (readonly [number, number])[]): ProductSet => of(pairs.flatMap(([x, y]) => numbers.map<Triple>(z => [x, y, z])));
    // Each way through the diagram is a box; with the others as wide as they can be, that of x 0 has nothing to itself.
    const set = everyZ([[0, 0], [1, 0], [0, 1], [2, 1], [0, 2], [2, 2]]);
    expect(told(boxes(sets, set))).toEqual(['x 0', 'x 1, y 0', 'x 2, y 1-2']);
    expect(told(cover(sets, set))).toEqual(['x 0-1, y 0', 'x any except 1, y 1-2']);
    expect([told(cover(sets, sets.all)), told(cover(sets, sets.none))]).toEqual([[''], []]);
    expect(told(cover(sets, everyZ([[0, 0], [1, 0], [2, 0], [1, 1], [1, 2]])))).toEqual(['y 0', 'x 1']);
  });

  test('makes up the set, and no box can be wider or left out', () => {
    fc.assert(fc.property(some, points => {
      const { sets, integers, of } = cube();
      const set = of(points);
      const found = cover(sets, set);
      expect(sets.union(...found.map(box => sets.box(box))) === set).toBe(true);
      expect(found.length).toBeLessThanOrEqual(boxes(sets, set).length);
      found.forEach((box, i) => {
        expect(sets.union(...found.filter((_, k) => k !== i).map(other => sets.box(other))) === set).toBe(false);
        for (const one of box) {
          const values = one.values as IntegerSet;
          for (const value of numbers.filter(number => !integers.includes(values, number))) {
            const wider = box.map(other => other === one ? { ...one, values: integers.union(values, integers.of(value)) } : other);
            expect(sets.isSubset(sets.box(wider), set)).toBe(false);
          }
        }
      });
    }));
  });
});

describe('a witness', () => {
  const algebra = new Algebra();
  const { sets, strings, integers } = algebra;
  const path = algebra.dimension('path', strings);
  const port = algebra.dimension('port', integers);
  const zone = algebra.dimension('zone', strings);
  const at = (text: string): ProductSet => sets.where(path, strings.exact(text));

  test('is as short as can be, and says nothing that does not matter', () => {
    const on = (number: number): ProductSet => sets.where(port, integers.of(number));
    expect(witness(sets, sets.union(at('/long'), on(5)))).toEqual(new Map([['port', 5]]));
    const of = (text: string, name: string): ProductSet => sets.intersection(at(text), sets.where(zone, strings.exact(name)));
    expect(witness(sets, sets.union(of('/abc', 'b'), of('/a', 'cd')))).toEqual(new Map([['path', '/a'], ['zone', 'cd']]));
    expect(witness(sets, sets.union(of('/a', 'long'), of('/abc', 'b')))).toEqual(new Map([['path', '/abc'], ['zone', 'b']]));
    expect(witness(sets, sets.all)).toEqual(new Map());
    expect(witness(sets, sets.none)).toBeUndefined();
  });

  test('is told in the order of the dimensions', () => {
    const found = witness(sets, sets.intersection(sets.where(zone, strings.exact('z')), sets.where(port, integers.of(1)), at('/')));
    expect([...found ?? []]).toEqual([['path', '/'], ['port', 1], ['zone', 'z']]);
  });

  test('is where it is preferred, what comes first before what comes later', () => {
    const [a, b] = [sets.where(path, strings.prefix('a')), sets.where(path, strings.prefix('b'))];
    expect(witness(sets, sets.complement(at('a')), [a, b])).toEqual(new Map([['path', 'aa']]));
    expect(witness(sets, sets.complement(at('a')), [b, a])).toEqual(new Map([['path', 'b']]));
    expect(witness(sets, sets.all, [sets.none, b])).toEqual(new Map());
  });

  test('is minimal for any set', () => {
    fc.assert(fc.property(some, points => {
      const { sets: own, of } = cube();
      const set = of(points);
      const found = witness(own, set);
      expect(found === undefined).toBe(points.length === 0);
      if (found === undefined) { return; }
      expect(own.contains(set, found)).toBe(true);
      for (const name of found.keys()) { expect(own.contains(set, new Map([...found].filter(([other]) => other !== name)))).toBe(false); }
    }));
  });
});

describe('bounds', () => {
  test('of which one is known are exact', () => {
    const { sets, bounds } = new Algebra();
    expect([bounds.none, bounds.all, bounds.unknown].map(one => bounds.isExact(one))).toEqual([true, true, false]);
    const { none, all, unknown } = bounds;
    expect([none.must, all.must, unknown.must, unknown.may].map(one => one === sets.all)).toEqual([false, true, false, true]);
    expect(bounds.union(unknown) === unknown && bounds.intersection(unknown) === unknown).toBe(true);
    expect([bounds.union(), bounds.intersection()].map(({ must, may }) => [must, may].map(one => one === sets.all)))
      .toEqual([[false, false], [true, true]]);
    expect(() => bounds.between(sets.all, sets.none)).toThrow('must be in a set');
    expect(bounds.isExact(bounds.complement(bounds.unknown))).toBe(false);
  });
});

test('a fingerprint that was written down is still that of the set', () => {
  const { algebra, sets, integers, dimensions: [x, y] } = cube();
  const language = algebra.dimension('path', algebra.strings);
  const one = sets.where(x, integers.of(1));
  const paths = sets.where(language, algebra.strings.re2('/a(b|c)*') as Language);
  const both = sets.intersection(one, sets.where(y, integers.of(2)));
  expect([sets.all, sets.none, one, sets.complement(one), both, sets.union(one, paths)].map(fingerprint))
    .toEqual(['722cdd399249d70c', 'fcf33dfbe13c2354', 'd21e7496accf593a', '506f82fe4392cfe3', 'da8ebe230b8e6d26', '311a5efce08e7c24']);
});

test('the size of an algebra counts states, decisions and results', () => {
  const { algebra, sets, side, of } = cube();
  const before = algebra.size;
  expect(before.states).toBeGreaterThan(0);
  const boxed = [sets.box([side(0, 1), side(1, 1)]), sets.box([side(0, 2), side(1, 0)])];
  const after = algebra.size;
  expect([after.states > before.states, after.decisions > before.decisions, after.results > before.results]).toEqual([true, true, true]);
  const union = sets.union(...boxed);
  const more = algebra.size;
  expect(sets.union(...[...boxed].reverse()) === union && sets.union(...boxed, union, sets.none) === union).toBe(true);
  expect(algebra.size).toEqual(more);
  expect(of([]) === sets.none && of(triples) === sets.all).toBe(true);
});
