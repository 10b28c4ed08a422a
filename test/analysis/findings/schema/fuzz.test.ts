import '../../../_seed';
import * as fc from 'fast-check';
import { validateObject } from '../../../../src/analysis/findings/schema';
import { CORE_KINDS } from '../../../../src/analysis/findings/schema/generated/core-kinds';
import { CUSTOM_KINDS } from '../../../../src/analysis/findings/schema/generated/custom-kinds';
import type { JsonObject } from '../../../../src/analysis/json';

const KINDS = [...Object.keys(CUSTOM_KINDS), ...Object.keys(CORE_KINDS)].map(name => [name.slice(0, name.lastIndexOf('/')), name.slice(name.lastIndexOf('/') + 1)] as const);

/** Words that are fields somewhere, so that what is made up meets the schema now and then. */
const WORD = fc.constantFrom('spec', 'metadata', 'status', 'name', 'ports', 'rules', 'http', 'match', 'route', 'selector', 'template', 'containers', 'labels', 'matchLabels', 'from', 'to',
  'source', 'values', 'hosts', 'port', 'protocol', 'type', 'data', 'stringData', 'volumes', 'env', 'valueFrom', 'subjects', 'roleRef', 'metrics', 'listeners', 'parentRefs', 'tls',
  'constructor', '__proto__', 'toString', '', 'schedule', 'timeZone', 'clusterIP', 'resources', 'limits', 'items', 'url');
const LEAF = fc.oneof(fc.constantFrom<unknown>(null, undefined, '', 0, -1, 1.5, NaN, Infinity, true, '80', '1s', 'http', '*', '10.0.0.0/8', '::', 'a', 'In', '\ud800', 'x'.repeat(300)), fc.string(), fc.double());
const { any } = fc.letrec(tie => ({
  any: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, LEAF, fc.array(tie('any'), { maxLength: 4 }), fc.dictionary(WORD, tie('any'), { maxKeys: 5 })),
}));

const object = fc.tuple(fc.constantFrom(...KINDS), fc.oneof(fc.constant({ name: 'a' }), any), fc.dictionary(WORD, any, { maxKeys: 5 }))
  .map(([[apiVersion, kind], metadata, rest]) => ({ ...rest, apiVersion, kind, metadata }) as JsonObject);

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) { Object.values(Object.freeze(value)).forEach(freeze); }
  return value;
}

test('no object, however broken, makes it throw, or is changed', () => {
  fc.assert(fc.property(object, fc.constantFrom('1.28', '1.31', 'x', ''), (broken, istioVersion) => {
    const problems = validateObject(freeze(broken), { istioVersion });
    for (const { path, message } of problems) {
      expect(typeof path).toBe('string');
      expect(message).toMatch(/^\S.*[^.\s]$/s);
    }
  }), { numRuns: 1500 });
});

test('what is not even an object of Kubernetes does not either', () => {
  fc.assert(fc.property(fc.dictionary(WORD, any), fc.dictionary(fc.constantFrom('apiVersion', 'kind'), any), (rest, typed) => {
    validateObject({ ...rest, ...typed } as JsonObject);
  }), { numRuns: 200 });
});

test('the order of fields changes nothing but the order of problems', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) { return value.map(reversed); }
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).reverse().map(([key, inner]) => [key, reversed(inner)])) : value;
  };
  const told = (value: JsonObject): readonly string[] => validateObject(value).map(({ kind, path }) => `${kind} ${path}`).sort();
  fc.assert(fc.property(object, one => { expect(told(reversed(one) as JsonObject)).toEqual(told(one)); }), { numRuns: 200 });
});

test('an object that leads very deep does not overflow', () => {
  let deep: unknown = {};
  for (let i = 0; i < 2000; i++) { deep = { and: [deep] }; }
  expect(() => validateObject({ apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter', metadata: { name: 'a' }, spec: { configPatches: [{ patch: { value: deep } }] } } as JsonObject)).not.toThrow();
  expect(() => validateObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: deep, data: deep } as JsonObject)).not.toThrow();
});
