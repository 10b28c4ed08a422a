import { Cursor } from '../../../../src/analysis/findings/cursor';
import { ofText, places, specs, within } from '../../../../src/analysis/findings/validation/places';
import { listed, quoted } from '../../../../src/analysis/findings/validation/words';
import { World } from '../../../../src/analysis/findings/world/world';

const KIND = { kind: 'VirtualService', group: 'networking.istio.io' };
const virtualService = (name: string, spec?: unknown): { object: object } => ({ object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name, namespace: 'bookinfo' }, spec } });

test('a path leads to every item and every entry, and nowhere where there is nothing', () => {
  const spec = Cursor.of({ http: [{ match: [{ headers: { a: { exact: 'x' }, b: null } }] }, { match: {} }, null, 'x'] });
  expect(within(spec, 'http[].match[].headers{}.exact').map(({ path, value }) => [path, value])).toEqual([['http[0].match[0].headers.a.exact', 'x']]);
  expect(within(spec, 'http[].match[].headers{}').map(({ path }) => path)).toEqual(['http[0].match[0].headers.a', 'http[0].match[0].headers.b']);
  expect(within(spec, 'tls[].match')).toEqual([]);
});

test('places of several paths are those of each object in turn', () => {
  const world = new World([virtualService('a', { hosts: ['x'], gateways: ['y'] }), virtualService('b'), virtualService('c', { hosts: ['z'] })]);
  expect([...places(world, KIND, 'spec.hosts[]', 'spec.gateways[]')].map(({ object, at }) => [object.name, at.value])).toEqual([['a', 'x'], ['a', 'y'], ['c', 'z']]);
  expect([...specs(world, KIND)].map(({ object, at }) => [object.name, at.path, at.exists])).toEqual([['a', 'spec', true], ['b', 'spec', false], ['c', 'spec', true]]);
});

test('a check of texts is not asked about anything else', () => {
  const check = ofText(text => `no ${text}`);
  expect([1, null, ['a'], undefined, 'a'].map(value => check(Cursor.of({ x: value }, 'x')))).toEqual([undefined, undefined, undefined, undefined, 'no a']);
});

test('messages quote values, long ones in part', () => {
  expect(quoted('a"b')).toBe('"a\\"b"');
  expect(quoted(undefined)).toBe('undefined');
  expect(quoted('x'.repeat(500)).length).toBeLessThan(100);
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c']);
});
