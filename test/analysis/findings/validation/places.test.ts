import { Cursor } from '../../../../src/analysis/findings/cursor';
import * as kinds from '../../../../src/analysis/findings/validation/kinds';
import { areThere, ofText, places, specs, within } from '../../../../src/analysis/findings/validation/places';
import { listed, quoted } from '../../../../src/analysis/findings/validation/words';
import { World } from '../../../../src/analysis/findings/world/world';
import { fixtures } from '../_fixtures';

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

test('what many paths share is walked once, and leads to the same as walking each path in each object', () => {
  const paths = [
    'spec', 'spec.hosts', 'spec.hosts[]', 'spec.http[]', 'spec.http[].match[].headers{}', 'spec.http[].match[].headers{}.exact', 'spec.http[].route[].destination.host', 'spec.tls[].match[].sniHosts[]',
    'spec.trafficPolicy.tls', 'spec.subsets[].trafficPolicy.portLevelSettings[].tls.mode', 'spec.subsets[].labels{}', 'spec.servers[].tls.credentialName', 'spec.egress[].hosts[]', 'spec.ingress[].port.number',
    'spec.rules[].from[].source.principals[]', 'spec.rules[].to[].operation{}[]', 'spec.rules[].when[].key', 'spec.selector.matchLabels{}', 'metadata.annotations{}', 'status', 'spec.constructor', '',
  ];
  const wrong: string[] = [];
  let found = 0;
  for (const { folder, file, manifests, options } of fixtures()) {
    const world = new World(manifests, options);
    for (const kind of Object.values(kinds).flat().filter(one => world.objects(one.kind, one.group).length > 0)) {
      for (const path of paths) {
        const each = world.objects(kind.kind, kind.group).flatMap(object =>
          within(Cursor.of(object.object), path).map(at => [object.name, at.path, at.value]));
        const shared = places(world, kind, path).map(({ object, at }) => [object.name, at.path, at.value]);
        found += each.length;
        const isSame = JSON.stringify(shared) === JSON.stringify(each) && areThere(world, kind, path) === each.length > 0;
        if (!isSame) { wrong.push(`${folder}/${file} ${kind.kind} ${path}`); }
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(found).toBeGreaterThan(1000);
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
