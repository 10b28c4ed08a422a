import { ask, authorization, networking, service, TCP, verdict, workload, world } from './world';
import type { Json, Question } from './world';

const host = 'api.pay.svc.cluster.local';
const route = (...http: Json[]): Json => networking('VirtualService', 'pay/api', { hosts: [host], http });
const to = (subset?: string, weight?: number, extra: Json = {}): Json => ({
  destination: { host, ...subset === undefined ? {} : { subset }, ...extra },
  ...weight === undefined ? {} : { weight },
});
const subsets = networking('DestinationRule', 'pay/api', { host, subsets: ['v1', 'v2'].map(name => ({ name, labels: { version: name } })) });
const versions = [workload('pay/api', { labels: { version: 'v1' } }), workload('pay/api-v2', { labels: { app: 'api', version: 'v2' } }), subsets];
/** The versions that a request reaches. */
const reached = (manifests: Json[], question: Question = {}): string => ['api', 'api-v2']
  .filter(name => verdict(world(...versions, ...manifests), { ...question, to: `pay/${name}` }) === 'ALLOW').join();

describe('which versions a request reaches', () => {
  test.each<[string, Json[], Question, string]>([
    ['without routes all', [], {}, 'api,api-v2'],
    ['a subset', [route({ route: [to('v2')] })], {}, 'api-v2'],
    ['weights', [route({ route: [to('v1', 80), to('v2', 20)] })], {}, 'api,api-v2'],
    ['a weight of zero', [route({ route: [to('v1', 100), to('v2', 0)] })], {}, 'api'],
    ['a single destination has all weight', [route({ route: [to('v1', 0)] })], {}, 'api'],
    ['the first rule that matches', [route({ match: [{ uri: { prefix: '/a' } }], route: [to('v2')] }, { route: [to('v1')] })], { path: '/a' }, 'api-v2'],
    ['the next one else', [route({ match: [{ uri: { prefix: '/a' } }], route: [to('v2')] }, { route: [to('v1')] })], { path: '/b' }, 'api'],
    ['no rule matches', [route({ match: [{ uri: { prefix: '/a' } }], route: [to('v2')] })], { path: '/b' }, ''],
    ['a mirror gets a copy', [route({ route: [to('v1')], mirror: { host, subset: 'v2' } })], {}, 'api,api-v2'],
    ['a mirror of 0 % does not', [route({ route: [to('v1')], mirror: { host, subset: 'v2' }, mirrorPercentage: { value: 0 } })], {}, 'api'],
    ['a subset that no DestinationRule defines', [route({ route: [to('v3')] })], {}, ''],
    ['a host that is not there', [route({ route: [{ destination: { host: 'nobody.pay.svc.cluster.local' } }] })], {}, ''],
    ['a port that is not there', [route({ route: [to(undefined, undefined, { port: { number: 81 } })] })], {}, ''],
    ['a short destination is of the route\'s namespace', [route({ route: [{ destination: { host: 'api', subset: 'v1' } }] })], {}, 'api'],
    ['a redirect', [route({ redirect: { uri: '/x' } })], {}, ''],
    ['a direct response', [route({ directResponse: { status: 200 } })], {}, ''],
    ['a fault for all', [route({ fault: { abort: { httpStatus: 500, percentage: { value: 100 } } }, route: [to()] })], {}, ''],
    ['a fault for some', [route({ fault: { abort: { httpStatus: 500, percentage: { value: 50 } } }, route: [to()] })], {}, 'api,api-v2'],
    ['a fault without percentage is for none', [route({ fault: { abort: { httpStatus: 500 } }, route: [to()] })], {}, 'api,api-v2'],
    ['percentage: {} of a fault is none', [route({ fault: { abort: { httpStatus: 500, percentage: {} } }, route: [to()] })], {}, 'api,api-v2'],
  ])('%s', (_, manifests, question, expected) => expect(reached(manifests, question)).toBe(expected));

  test.each<[string, Json, Question, boolean]>([
    ['exact path', { uri: { exact: '/a' } }, { path: '/a?x' }, true],
    ['path prefix', { uri: { prefix: '/a' } }, { path: '/ab' }, true],
    ['path expression, whole', { uri: { regex: '/a.' } }, { path: '/abc' }, false],
    ['path without case', { uri: { exact: '/A' }, ignoreUriCase: true }, { path: '/a' }, true],
    ['method', { method: { exact: 'GET' } }, {}, true],
    ['header', { headers: { 'X-Team': { exact: 'a' } } }, { headers: { 'x-team': 'a' } }, true],
    ['header, any', { headers: { 'x-team': {} } }, { headers: { 'x-team': 'b' } }, true],
    ['header, missing', { headers: { 'x-team': {} } }, {}, false],
    ['header, the expression * is presence', { headers: { 'x-team': { regex: '*' } } }, { headers: { 'x-team': 'b' } }, true],
    ['header, the expression * is presence, missing', { headers: { 'x-team': { regex: '*' } } }, {}, false],
    ['without header', { withoutHeaders: { 'x-team': { exact: 'a' } } }, {}, true],
    ['without header at all', { withoutHeaders: { 'x-team': { regex: '*' } } }, { headers: { 'x-team': 'b' } }, false],
    ['query, the expression * is presence', { queryParams: { q: { regex: '*' } } }, { path: '/?q=1' }, true],
    ['without header, there', { withoutHeaders: { 'x-team': { exact: 'a' } } }, { headers: { 'x-team': 'a' } }, false],
    ['query', { queryParams: { q: { exact: '1' } } }, { path: '/?q=1' }, true],
    ['authority with port', { authority: { exact: `${host}:80` } }, {}, true],
    ['port of the Service', { port: 80 }, {}, true],
    ['labels of the caller', { sourceLabels: { app: 'web' } }, {}, true],
    ['labels of others', { sourceLabels: { app: 'other' } }, {}, false],
    ['namespace of the caller', { sourceNamespace: 'shop' }, {}, true],
    ['namespace of others', { sourceNamespace: 'legacy' }, {}, false],
    ['the mesh', { gateways: ['mesh'] }, {}, true],
    ['a gateway only', { gateways: ['pay/g'] }, {}, false],
    ['the mesh, whatever labels are asked', { gateways: ['mesh'], sourceLabels: { app: 'other' } }, {}, true],
  ])('match on %s', (_, match, question, expected) => {
    expect(reached([route({ match: [match], route: [to('v2')] }, { route: [to('v1')] })], question)).toBe(expected ? 'api-v2' : 'api');
  });

  test('a match on what cannot be run here is unknown', () => {
    expect(verdict(world(...versions, route({ match: [{ uri: { regex: '(?P<x>a)' } }], route: [to('v2')] })))).toBe('UNKNOWN');
  });
  test('routes that are for other callers only leave the Service as it is', () => {
    expect(reached([route({ match: [{ sourceNamespace: 'legacy' }], route: [to('v1')] })])).toBe('api,api-v2');
  });
  test('what comes after a rule for everything is never reached', () => {
    expect(reached([route({ match: [{ uri: { prefix: '/' } }], route: [to('v1')] }, { match: [{ uri: { exact: '/b' } }], route: [to('v2')] })], { path: '/b' })).toBe('api');
  });
  test('the caller sees 404 for no rule and 503 for no subset', () => {
    expect(ask(world(route({ match: [{ uri: { exact: '/x' } }], route: [to()] }))).sees).toBe('404');
    expect(ask(world(route({ route: [to('v3')] })))).toMatchObject({ layer: 'routing', sees: '503' });
  });
});

describe('which VirtualService speaks for a host', () => {
  const other = (at: string, spec: Json): Json => networking('VirtualService', at, { http: [{ route: [to('v2')] }], ...spec });
  test.each<[string, Json[], string]>([
    ['of two the first by name', [other('pay/a', { hosts: [host] }), networking('VirtualService', 'pay/b', { hosts: [host], http: [{ route: [to('v1')] }] })], 'api-v2'],
    ['the exact host wins over a wildcard', [other('pay/a', { hosts: ['*.pay.svc.cluster.local'] }), route({ route: [to('v1')] })], 'api'],
    ['one that the caller does not see is none', [other('pay/a', { hosts: [host], exportTo: ['.'] })], 'api,api-v2'],
    ['one of the caller\'s namespace', [other('shop/a', { hosts: [host] })], 'api-v2'],
    ['one that is private to the caller\'s namespace comes first', [other('shop/z', { hosts: [host], exportTo: ['.'] }), networking('VirtualService', 'pay/a', { hosts: [host], http: [{ route: [to('v1')] }] })], 'api-v2'],
    ['one for a gateway is none', [other('pay/a', { hosts: [host], gateways: ['g'] })], 'api,api-v2'],
    ['a dotted short host is another host', [other('pay/a', { hosts: ['api.pay'] })], 'api,api-v2'],
  ])('%s', (_, manifests, expected) => expect(reached(manifests)).toBe(expected));

  test('one that cannot be read is unknown', () => expect(verdict(world(route({ match: 'all', route: [to()] })))).toBe('UNKNOWN'));
});

describe('what a route makes of the request, policies see', () => {
  const admin = authorization('pay/p', { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/admin*'] } }] }] });
  const rewriting = (rewrite: Json, match?: Json): Json => route({ ...match === undefined ? {} : { match: [match] }, rewrite, route: [to()] });
  test.each<[string, Json, string, string]>([
    ['prefix', rewriting({ uri: '/admin' }, { uri: { prefix: '/a' } }), '/a', 'DENY'],
    ['prefix, the rest stays', rewriting({ uri: '/x' }, { uri: { prefix: '/admin' } }), '/admin/y', 'ALLOW'],
    ['exact', rewriting({ uri: '/admin' }, { uri: { exact: '/a' } }), '/a', 'DENY'],
    ['expression', rewriting({ uriRegexRewrite: { match: '^/a/(.*)', rewrite: '/\\1' } }), '/a/admin', 'DENY'],
    ['a rewrite that may leave two slashes', rewriting({ uri: '/' }, { uri: { prefix: '/a' } }), '/a/admin', 'UNKNOWN'],
  ])('%s', (_, manifest, path, expected) => expect(verdict(world(admin, manifest), { path })).toBe(expected));

  test('headers', () => {
    const policy = authorization('pay/p', { rules: [{ when: [{ key: 'request.headers[x-a]', values: ['1'] }] }] });
    expect(verdict(world(policy, route({ headers: { request: { set: { 'X-A': '1' } } }, route: [to()] })))).toBe('ALLOW');
    expect(verdict(world(policy, route({ headers: { request: { remove: ['x-a'] } }, route: [to()] })), { headers: { 'x-a': '1' } })).toBe('DENY');
  });
  test('the host of a copy', () => {
    const policy = authorization('pay/p', { rules: [{ to: [{ operation: { hosts: ['*-shadow:80'] } }] }] });
    const mirror = route({ route: [to('v1')], mirror: { host, subset: 'v2' } });
    expect(verdict(world(...versions, policy, mirror), { to: 'pay/api-v2' })).toBe('ALLOW');
    expect(verdict(world(...versions, policy, mirror), { to: 'pay/api' })).toBe('DENY');
  });
});

describe('delegates', () => {
  const root = (match?: Json): Json => route({ ...match === undefined ? {} : { match: [match] }, delegate: { name: 'd', namespace: 'shop' } });
  const delegate = (match?: Json, rest: Json = {}): Json => networking('VirtualService', 'shop/d', { http: [{ ...match === undefined ? {} : { match: [match] }, route: [to('v2')] }], ...rest });
  test.each<[string, Json[], Question, string]>([
    ['take the root\'s requests', [root({ uri: { prefix: '/a' } }), delegate()], { path: '/a' }, 'api-v2'],
    ['and no others', [root({ uri: { prefix: '/a' } }), delegate()], { path: '/b' }, ''],
    ['fit no match on presence', [root({ headers: { 'x-a': {} } }), delegate({ headers: { 'x-a': { exact: '1' } } })], { headers: { 'x-a': '1' } }, 'api,api-v2'],
    ['may narrow them', [root({ uri: { prefix: '/a' } }), delegate({ uri: { exact: '/a/b' } })], { path: '/a/b' }, 'api-v2'],
    ['may not widen them', [root({ uri: { prefix: '/a' } }), delegate({ uri: { prefix: '/' } })], { path: '/a' }, 'api,api-v2'],
    ['that are missing take their rule with them', [root()], {}, 'api,api-v2'],
    ['that are not exported too', [root(), delegate(undefined, { exportTo: ['.'] })], {}, 'api,api-v2'],
  ])('%s', (_, manifests, question, expected) => expect(reached(manifests, question)).toBe(expected));
});

describe('hosts', () => {
  test.each(['api.pay', 'api.pay.svc', host, `${host}.`, 'api.pay:80', 'API.pay'])('%s means the Service', name => {
    expect(verdict(world(authorization('pay/p', { rules: [{ from: [{ source: { principals: ['*'] } }] }] })), { host: name })).toBe('ALLOW');
  });
  test('a bare name means a Service of the caller\'s namespace', () => {
    expect(verdict(world(authorization('pay/p', { rules: [{ from: [{ source: { principals: ['*'] } }] }] })), { host: 'api' })).toBe('DENY');
  });
  test('the host of another Service leads to it', () => {
    expect(ask(world(), { host: 'web.shop' })).toMatchObject({ verdict: 'DENY', layer: 'routing' });
  });
  test('a host may lead to another Service', () => {
    const front = [service('pay/front', [{ name: 'http', port: 80, targetPort: 8080 }]), networking('VirtualService', 'pay/front', { hosts: ['front.pay.svc.cluster.local'], http: [{ route: [to()] }] })];
    expect(verdict(world(...front), { host: 'front.pay' })).toBe('ALLOW');
  });
});

describe('several VirtualServices for one host', () => {
  const speaks = (name: string, rule: Json, hosts = [host]): Json => networking('VirtualService', `pay/${name}`, { hosts, http: [rule] });
  test('the first by name has it', () => {
    expect(reached([speaks('a', { route: [to('v1')] }), speaks('b', { route: [to('v2')] })])).toBe('api');
  });
  test('unless it has nothing for the caller', () => {
    const others = { match: [{ sourceLabels: { app: 'other' } }], route: [to('v1')] };
    expect(reached([speaks('a', others), speaks('b', { route: [to('v2')] })])).toBe('api-v2');
    expect(reached([speaks('a', others), speaks('b', { directResponse: { status: 403 } })])).toBe('');
  });
  test('an exact host wins over a wildcard, also where it has nothing for the caller', () => {
    const others = { match: [{ sourceLabels: { app: 'other' } }], route: [to('v1')] };
    const wild = speaks('a', { route: [to('v2')] }, ['*.pay.svc.cluster.local']);
    expect(reached([wild, speaks('b', { route: [to('v1')] })])).toBe('api');
    expect(reached([wild, speaks('b', others)])).toBe('api,api-v2');
  });
});

test('a share that may reach the callee otherwise leaves a refusal of the rest unknown', () => {
  const plain = { ...service('pay/plain'), spec: { ports: [{ name: 'http', port: 80 }] } };
  const both = route({ route: [{ ...to(), weight: 50, headers: { request: { set: { 'x-a': 'no' } } } }, { destination: { host: 'plain' }, weight: 50 }] });
  const policy = authorization('pay/p', { action: 'DENY', rules: [{ when: [{ key: 'request.headers[x-a]', values: ['no'] }] }] });
  expect(verdict(world(plain, both, policy))).toBe('UNKNOWN');
  expect(verdict(world(plain, both))).toBe('ALLOW');
  expect(verdict(world(plain, both, authorization('pay/q', {})))).toBe('DENY');
});

describe('bytes', () => {
  const tcp = (rule: Json): Json => networking('VirtualService', 'pay/api', { hosts: [host], tcp: [rule] });
  const sql = { host, port: { number: 3306 } };
  test('go to the Service', () => expect(verdict(world(), TCP)).toBe('ALLOW'));
  test('go where a route leads', () => {
    expect(reached([tcp({ route: [{ destination: { ...sql, subset: 'v2' } }] })], TCP)).toBe('api-v2');
    expect(reached([tcp({ match: [{ port: 3307 }], route: [{ destination: { ...sql, subset: 'v2' } }] })], TCP)).toBe('api,api-v2');
    expect(reached([tcp({ match: [{ sourceLabels: { app: 'other' } }], route: [{ destination: { ...sql, subset: 'v2' } }] })], TCP)).toBe('api,api-v2');
  });
  test('without subset are reset', () => {
    expect(ask(world(tcp({ route: [{ destination: { ...sql, subset: 'v3' } }] })), TCP)).toMatchObject({ verdict: 'DENY', layer: 'routing', sees: 'reset' });
  });
  test('are not routed by HTTP rules', () => expect(reached([route({ route: [to('v2')] })], TCP)).toBe('api,api-v2'));
});

test('routes of the Gateway API in the mesh are not modelled', () => {
  const httpRoute = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'r', namespace: 'pay' }, spec: { parentRefs: [{ group: '', kind: 'Service', name: 'api' }] } };
  expect(verdict(world(httpRoute))).toBe('UNKNOWN');
});
test('nor is an EnvoyFilter of the caller\'s', () => {
  expect(verdict(world(networking('EnvoyFilter', 'shop/f', { configPatches: [{ applyTo: 'CLUSTER', match: { context: 'SIDECAR_OUTBOUND' }, patch: {} }] })))).toBe('UNKNOWN');
});
test('but what is denied with and without identity is denied', () => {
  const filter = networking('EnvoyFilter', 'shop/f', { configPatches: [{ applyTo: 'CLUSTER', match: { context: 'SIDECAR_OUTBOUND' }, patch: {} }] });
  expect(verdict(world(filter, authorization('pay/p', {})))).toBe('DENY');
});
test('a Service without selector has endpoints that nobody knows', () => {
  const plain = { ...service('pay/plain'), spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] } };
  expect(verdict(world(plain), { host: 'plain.pay' })).toBe('UNKNOWN');
});
test('an ExternalName is a name for something else', () => {
  const named = { ...service('pay/named'), spec: { type: 'ExternalName', externalName: 'x.y', ports: [{ name: 'http', port: 80 }] } };
  expect(verdict(world(named), { host: 'named.pay' })).toBe('UNKNOWN');
});
