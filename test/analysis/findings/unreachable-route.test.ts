import '../../_seed';
import * as fc from 'fast-check';
import { rulesFor, ruleTaking } from '../../../src/analysis/decision/http-routing';
import { isUnknown } from '../../../src/analysis/decision/tri';
import { UNREACHABLE_ROUTE } from '../../../src/analysis/findings/rules/virtual-service/unreachable-route';
import { World } from '../../../src/analysis/findings/world/world';

const PATHS = ['/', '/a', '/a/b', '/ab', '/A', '/b', '/b/c'];
const text = fc.oneof(
  fc.constantFrom(...PATHS).map(exact => ({ exact })),
  fc.constantFrom('/', '/a', '/a/', '/b').map(prefix => ({ prefix })),
  fc.constantFrom('/a.*', '.*', '/[ab]', '/a(/b)?', '(?i)/a', '\\pL').map(regex => ({ regex })),
);
const word = fc.oneof(fc.constantFrom('x', 'y').map(exact => ({ exact })), fc.constant({ prefix: 'x' }), fc.constant({ regex: 'x|y' }), fc.constant({}));
const match = fc.record({
  uri: text,
  ignoreUriCase: fc.boolean(),
  method: fc.constantFrom('GET', 'POST').map(exact => ({ exact })),
  headers: fc.dictionary(fc.constantFrom('one', 'two'), word, { maxKeys: 2 }),
  withoutHeaders: fc.dictionary(fc.constantFrom('one', 'two'), word, { maxKeys: 1 }),
  queryParams: fc.dictionary(fc.constantFrom('q'), word, { maxKeys: 1 }),
  port: fc.constantFrom(80, 8080),
  sourceLabels: fc.dictionary(fc.constantFrom('app'), fc.constantFrom('web', 'job'), { maxKeys: 1 }),
  sourceNamespace: fc.constantFrom('shop', 'other'),
}, { requiredKeys: [] });
const http = fc.array(fc.record({ match: fc.array(match, { minLength: 1, maxLength: 2 }), timeout: fc.constant('1s') }, { requiredKeys: ['timeout'] }), { minLength: 2, maxLength: 5 });
const request = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  path: fc.tuple(fc.constantFrom(...PATHS), fc.constantFrom('', '?q=x', '?q=z')).map(parts => parts.join('')),
  headers: fc.dictionary(fc.constantFrom('one', 'two'), fc.constantFrom('x', 'y', 'xx', ''), { maxKeys: 2 }),
  port: fc.constantFrom(80, 8080),
  namespace: fc.constantFrom('shop', 'other'),
  app: fc.constantFrom('web', 'job', undefined),
});

function worldOf(rules: readonly object[], hosts: readonly string[] = ['a.shop.svc.cluster.local']): World {
  const spec = { hosts, http: rules };
  return new World([{ object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'a', namespace: 'shop' }, spec } }]);
}

test('no request is taken by a rule or a match that is said to be unreachable', () => {
  let reported = 0;
  fc.assert(fc.property(http, fc.array(request, { minLength: 20, maxLength: 20 }), (rules, requests) => {
    const world = worldOf(rules);
    const [route] = world.model.virtualServices.all;
    const dead = [...UNREACHABLE_ROUTE.find(world)].map(({ path }) => path);
    reported += dead.length;
    for (const { method, path, headers, port, namespace, app } of dead.length === 0 ? [] : requests) {
      const labels = new Map(app === undefined ? [] : [['app', app]]);
      const taken = ruleTaking(rulesFor(route, { client: { namespace, labels }, gateway: 'mesh', port }), { method, path, authority: 'a', headers: new Map(Object.entries(headers)) });
      if (taken === undefined || isUnknown(taken)) { continue; }
      const rule = route.http.find(one => one.path === taken.rule.path);
      const own = taken.match === undefined ? -1 : rule?.matches.indexOf(taken.match) ?? -1;
      expect(dead).not.toContain(`spec.${taken.rule.path}`);
      expect(dead).not.toContain(`spec.${taken.rule.path}.match[${own}]`);
    }
  }), { numRuns: 120 });
  expect(reported).toBeGreaterThan(40);
});

describe('routes that are never reached', () => {
  const found = (...rules: readonly object[]): string[] => [...UNREACHABLE_ROUTE.find(worldOf(rules.map(rule => ({ timeout: '1s', ...rule }))))].map(({ path, message }) => `${path}: ${message}`);
  const on = (...matches: readonly object[]): object => ({ match: matches });

  test.each<[string, object[], string[]]>([
    ['after a rule without matches', [{}, on({ uri: { exact: '/a' } })], ['spec.http[1]: http[0] takes everything that this rule matches']],
    ['after the path / of everything', [on({ uri: { prefix: '/' } }), {}], ['spec.http[1]: http[0] takes everything that this rule matches']],
    ['after an expression for everything', [on({ uri: { regex: '/.*' } }), on({ uri: { prefix: '/a' } })], ['spec.http[1]: http[0] takes everything that this rule matches']],
    ['after both halves', [on({ method: { regex: 'GET|HEAD' } }), on({ method: { regex: '[^GH].*|G[^E].*|GE[^T].*|H[^E].*' } }), on({ method: { exact: 'PUT' } })],
      ['spec.http[2]: http[1] takes everything that this rule matches']],
    ['after two that make it up', [on({ port: 80 }), on({ uri: { exact: '/a' } }), on({ port: 80, uri: { exact: '/b' } }, { port: 8080, uri: { exact: '/a' } })],
      ['spec.http[2]: the rules before it take everything that this rule matches']],
    ['in part', [on({ uri: { prefix: '/a' } }), on({ uri: { exact: '/ab' } }, { uri: { exact: '/b' } })], ['spec.http[1].match[0]: http[0] takes everything that this match is for']],
    ['by the same query', [on({ queryParams: { q: { exact: 'x' } } }), on({ queryParams: { q: { exact: 'x' } }, uri: { prefix: '/a' } })],
      ['spec.http[1]: http[0] takes everything that this rule matches']],
    ['but not after a longer prefix', [on({ uri: { prefix: '/ab' } }), on({ uri: { prefix: '/a' } })], []],
    ['but not after the rule of other callers', [on({ sourceLabels: { app: 'web' } }), {}], []],
    ['but not after letters in another case', [on({ uri: { prefix: '/A' } }), on({ uri: { prefix: '/a' } })], []],
    ['but not after what a delegate may leave over', [{ ...on({ uri: { prefix: '/a' } }), delegate: { name: 'other' } }, on({ uri: { prefix: '/a' } })], []],
    ['but not after an expression that cannot be read', [on({ uri: { regex: '(?P<n>\\pL)' } }), on({ uri: { regex: '(?P<n>\\pL)' } })], []],
  ])('%s', (_, rules, paths) => {
    expect(found(...rules)).toEqual(paths);
  });

  test('but not in a delegate after what is for the mesh alone', () => {
    const rules = [{ timeout: '1s', match: [{ gateways: ['mesh'] }] }, { timeout: '2s' }];
    expect([...UNREACHABLE_ROUTE.find(worldOf(rules))].map(({ path }) => path)).toEqual(['spec.http[1]']);
    expect([...UNREACHABLE_ROUTE.find(worldOf(rules, []))]).toEqual([]);
  });

  test('whatever the sets grow to, something is answered', () => {
    const many = Array.from({ length: 20 }, (_, i) => on({ uri: { regex: `.*[a-${String.fromCharCode(98 + i % 20)}].{12}${i}` } }));
    expect(() => found(...many)).not.toThrow();
  });
});
