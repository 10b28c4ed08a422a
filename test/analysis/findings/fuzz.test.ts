import '../../_seed';
import * as fc from 'fast-check';
import { fixtures } from './_fixtures';
import { findAll } from '../../../src/analysis/findings';

const FIXTURES = fixtures();

/** What nobody would write, in place of what somebody did. */
const ODD: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, '', 0, -1, 1.5, NaN, true, [], {}, [null], [[]], [{}], { '': null },
    '*', '~', './*', '/', '*/*', '..', 'a/b/c', '%', '{', '(', 'x'.repeat(5000), '0', '99999', '\u0000', '__proto__', 'constructor', 'toString', { constructor: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A copy in which what is at some place of it is another. */
function changed(value: unknown, places: number[], odd: unknown): unknown {
  const [place, ...rest] = places;
  if (place === undefined || typeof value !== 'object' || value === null) { return odd; }
  const keys = Object.keys(value);
  if (keys.length === 0) { return odd; }
  const key = keys[place % keys.length];
  if (Array.isArray(value)) { return value.map((item, i) => (String(i) === key ? changed(item, rest, odd) : item)); }
  return { ...value, [key]: changed((value as Record<string, unknown>)[key], rest, odd) };
}

test('no manifests, however odd, make a rule throw', () => {
  const places = fc.array(fc.nat(50), { minLength: 1, maxLength: 9 });
  const change = fc.tuple(fc.nat(), places, ODD);
  fc.assert(fc.property(fc.constantFrom(...FIXTURES), fc.array(change, { minLength: 1, maxLength: 4 }), (fixture, changes) => {
    const objects = fixture.manifests.map(({ object }) => object);
    for (const [which, at, odd] of changes) {
      const i = which % objects.length;
      objects[i] = changed(objects[i], at, odd);
    }
    expect(() => findAll(objects.map(object => ({ object })), fixture.options)).not.toThrow();
  }), { numRuns: 1500 });
});

test('the order of manifests changes nothing but the order of findings', () => {
  const text = (objects: readonly unknown[], options: object): string[] =>
    findAll(objects.map(object => ({ object })), options).open.map(finding => JSON.stringify({ ...finding, origin: undefined })).sort();
  fc.assert(fc.property(fc.constantFrom(...FIXTURES), fc.infiniteStream(fc.nat()), (fixture, numbers) => {
    const objects = fixture.manifests.map(({ object }) => object);
    const shuffled = objects.map(object => [numbers.next().value as number, object] as const).sort(([a], [b]) => a - b).map(([, object]) => object);
    expect(text(shuffled, fixture.options)).toEqual(text(objects, fixture.options));
  }), { numRuns: 200 });
});
