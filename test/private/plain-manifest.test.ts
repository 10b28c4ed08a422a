import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import type { IResolver } from 'cdk8s';
import fc from 'fast-check';
import { MeshObject } from '../../src/private/mesh-object';
import { plainManifest } from '../../src/private/plain-manifest';
import type { Json } from '../../src/private/rendering';

class Special { public readonly value = 'a'; }

/** Keys and values that cdk8s, or JavaScript, takes for something else than what they are. */
const KEYS = ['a', 'b', 'B', 'aa', '', '0', '10', '9', '-1', 'é', 'value', 'resolve', 'produce', 'constructor', '__proto__', 'toString', 'length', 'name'];
const SPECIAL: (() => unknown)[] = [
  () => Lazy.any({ produce: () => ({ b: 1, a: [null] }) }), () => Lazy.any({ produce: () => undefined }), () => new Date(0), () => new Special(),
  () => ({ resolve: () => ['resolved'] }), () => () => 1, () => Symbol.for('a'), () => 10n, () => new Map(), () => Object.create(null) as object,
  () => Object.assign(['a'], { value: 'b' }), () => Object.assign(['a'], { resolve: () => 'b' }), () => Object.assign(['a'], { other: 'b' }),
  // eslint-disable-next-line no-sparse-arrays
  () => ['a', , 'b'], () => Object.assign(Object.create({ inherited: 1 }) as object, { own: 1 }), () => Object.defineProperty({ b: 1 }, 'a', { value: 2 }),
];

const leaves = fc.oneof(fc.string({ maxLength: 3 }), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant(undefined));
const values = (special: number) => fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 12, arbitrary: leaves },
    { weight: special, arbitrary: fc.constantFrom(...SPECIAL).map(make => make()) },
    { weight: 6, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    { weight: 8, arbitrary: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 5, noNullPrototype: true }) },
  ),
})).value;

interface Metadata {
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  readonly extra: unknown;
}

const texts = fc.dictionary(fc.constantFrom('a', 'b', 'B', '10', '9'), fc.string({ maxLength: 2 }), { maxKeys: 3, noNullPrototype: true });
const metadatas: fc.Arbitrary<Metadata> = fc.record({ labels: texts, annotations: texts, extra: values(1) });

function sampleOf(spec: unknown, { labels, annotations, extra }: Metadata, resolvers?: IResolver[]): ApiObject {
  const object = new ApiObject(new Chart(new App({ resolvers }), 'chart', { namespace: 'space' }), 'sample', {
    apiVersion: 'v1', kind: 'Sample', metadata: { labels, annotations }, spec: Lazy.any({ produce: () => spec }),
  } as ConstructorParameters<typeof ApiObject>[2]);
  object.metadata.add('extra', extra);
  return object;
}

/** All that can be told of a value: its keys in their order, and what JSON would leave out. */
function told(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) { return Object.is(value, -0) ? '-0' : `${typeof value} ${String(value)}`; }
  return Array.isArray(value) ? Array.from(value, (item, i) => (i in value ? told(item) : 'nothing'))
    : [Object.getPrototypeOf(value) === Object.prototype, ...Object.entries(value).map(([key, child]) => [key, told(child)])];
}

function attempt(make: () => unknown): unknown {
  try {
    return told(make());
  } catch (error) {
    return (error as Error).message;
  }
}

const { CDK8S_DISABLE_SORT } = process.env;
afterEach(() => { CDK8S_DISABLE_SORT === undefined ? delete process.env.CDK8S_DISABLE_SORT : Object.assign(process.env, { CDK8S_DISABLE_SORT }); });

describe.each([['sorted', ''], ['as they are', 'true']])('a manifest made of plain JSON, its keys %s,', (_, unsorted) => {
  beforeEach(() => { process.env.CDK8S_DISABLE_SORT = unsorted; });

  test('is what cdk8s makes of it', () => {
    let made = 0;
    fc.assert(fc.property(values(0), metadatas, (spec, metadata) => {
      const object = sampleOf(spec, metadata);
      const manifest = plainManifest(object, () => spec);
      made += manifest === undefined ? 0 : 1;
      expect(attempt(() => manifest ?? object.toJson())).toEqual(attempt(() => object.toJson()));
    }), { numRuns: 1500 });
    expect(made).toBeGreaterThan(500);
  });

  test('is left to cdk8s where it is more than that', () => {
    let left = 0;
    fc.assert(fc.property(values(3), metadatas, (spec, metadata) => {
      const object = sampleOf(spec, metadata);
      const manifest = plainManifest(object, () => spec);
      left += manifest === undefined ? 1 : 0;
      expect(attempt(() => manifest ?? object.toJson())).toEqual(attempt(() => object.toJson()));
    }), { numRuns: 1500 });
    expect(left).toBeGreaterThan(100);
  });

  test('is a copy, in which nothing stands twice', () => {
    const labels = { app: 'web' };
    const manifest = plainManifest(sampleOf({}, { labels: {}, annotations: {}, extra: 1 }), () => ({ a: labels, b: [labels] }))!;
    expect(manifest.spec).toEqual({ a: labels, b: [labels] });
    expect(manifest.spec.a).not.toBe(labels);
    expect(manifest.spec.a).not.toBe(manifest.spec.b[0]);
  });
});

test('an app with resolvers of its own has them asked', () => {
  const louder: IResolver = { resolve: context => { if (context.value === 'a') { context.replaceValue('A'); } } };
  expect(plainManifest(sampleOf({ a: 'a' }, { labels: {}, annotations: {}, extra: 1 }, [louder]), () => ({ a: 'a' }))).toBeUndefined();

  const chart = new Chart(new App({ resolvers: [louder] }), 'chart');
  const object = new MeshObject(chart, 'object', { kind: 'Sidecar', name: 'x', spec: () => ({ egress: [{ hosts: ['a', 'b'] }] }) });
  expect((object.toJson() as Json).spec).toEqual({ egress: [{ hosts: ['A', 'b'] }] });
});

test('a mistake in what an object says is told as cdk8s tells it', () => {
  const chart = new Chart(new App(), 'chart');
  const object = new MeshObject(chart, 'object', { kind: 'Sidecar', name: 'x', spec: () => { throw new Error('no egress'); } });
  expect(() => object.toJson() as unknown).toThrow("Failed serializing construct at path 'chart/object' with name 'x': Error: no egress");
});
