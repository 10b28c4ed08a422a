import { bookinfo, difference, said } from './_versions';
import { AccessDifference } from '../../../src/analysis/access-diff/access-difference';
import type { AllowedAccess } from '../../../src/analysis/access-diff/allowed-access';
import { problemsOfAllowed } from '../../../src/analysis/access-diff/read-allowed-access';
import { MeshAccess } from '../../../src/analysis/mesh-access';
import type { Json } from '../world';
import { authorization, peerAuthentication, workload, world } from '../world';

const STRICT = peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } });

function policy(paths: readonly string[], methods = ['GET']): Json {
  return authorization('pay/p', {
    rules: [{
      from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { methods, paths, ports: ['8080'] } }],
    }],
  });
}

const before = world(STRICT, policy(['/a']));
const entry: AllowedAccess = { client: 'shop/web', callee: 'pay/api', port: 8080, methods: ['GET'], paths: ['/b*'], reason: 'the new page' };

/** What is left of new access at both layers. */
function left(after: readonly Json[], ...allowed: AllowedAccess[]): AccessDifference {
  return difference(before, after, allowed);
}

describe('an entry lets pass what it says', () => {
  test('and nothing more', () => {
    const after = world(STRICT, policy(['/a', '/b*']));
    expect(left(after, entry)).toMatchObject({ allowed: [], hasNewAccess: false, usedAllowances: [entry], unusedAllowances: [] });
    expect(left(after, { ...entry, paths: ['/b/*'] }).allowed.map(said)).toEqual([
      'identity: shop/web -> pay/api 8080: GET /b* except /b/*', 'all: shop/web -> pay/api 8080: GET /b* except /b/*',
    ]);
  });
  test.each<[string, Partial<AllowedAccess>]>([
    ['another client', { client: 'legacy/batch' }], ['another callee', { callee: 'shop/web' }], ['another port', { port: 3306 }],
    ['another method', { methods: ['POST'] }], ['another identity', { client: 'principal:cluster.local/ns/shop/sa/we' }], ['no identity', { client: 'outside' }],
    ['another protocol', { protocol: 'UDP' }], ['pods', { client: 'pods:shop/app=web' }], ['the internet', { client: 'internet' }],
  ])('not for %s', (_, change) => {
    const result = left(world(STRICT, policy(['/a', '/b*'])), { ...entry, ...change });
    expect(result.hasNewAccess).toBe(true);
    expect(result.unusedAllowances).toHaveLength(1);
  });
  test('of several entries each lets pass its part', () => {
    const after = world(STRICT, policy(['/a', '/b*'], ['GET', 'PUT']));
    const rest = { ...entry, methods: ['PUT'], paths: ['/a', '/b*'] };
    expect(left(after, entry).hasNewAccess).toBe(true);
    expect(left(after, entry, rest)).toMatchObject({ allowed: [], usedAllowances: [entry, rest] });
  });
  test('bytes are let pass only with every request', () => {
    const after = world(STRICT, authorization('pay/p', { rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { ports: ['3306'] } }] }] }));
    const any = { client: 'shop/web', callee: 'pay/api', port: 3306, reason: 'the database' };
    expect(left(after, { ...any, methods: ['*'], paths: ['*'] }).hasNewAccess).toBe(true);
    expect(left(after, { ...any, anyRequest: true }).allowed).toEqual([]);
  });
  test('of an identity that two workloads have, both must be let pass', () => {
    const twin = workload('shop/twin', { serviceAccount: 'web' });
    const wide = [...world(STRICT, policy(['/a', '/b*'])), twin];
    const result = difference([...before, twin], wide, [entry]);
    expect(result.allowed.map(({ layer }) => layer)).toContain('identity');
    expect(difference([...before, twin], wide, [entry, { ...entry, client: 'shop/twin' }]).allowed).toEqual([]);
    expect(difference([...before, twin], wide, [{ ...entry, client: 'principal:cluster.local/ns/shop/sa/web' }]).allowed.map(({ layer }) => layer)).not.toContain('identity');
  });
});

describe('connections', () => {
  const opened = (...from: Json[]): Json => ({
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'n', namespace: 'pay' }, spec: { podSelector: {}, ingress: from.map(one => ({ from: [one], ports: [{ port: 8080 }] })) },
  });
  const closed = [...before, { ...opened(), spec: { podSelector: {}, policyTypes: ['Ingress'] } }];
  const connect = (client: string, one: Json, more: Partial<AllowedAccess> = {}): AccessDifference =>
    difference(closed, [...before, opened(one)], [{ client, callee: 'pay/api', port: 8080, anyRequest: true, reason: 'x', ...more }]);
  const web = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, podSelector: { matchLabels: { app: 'web' } } };
  test('of a workload', () => {
    expect(connect('shop/web', web).allowed).toEqual([]);
    expect(connect('legacy/batch', web).hasNewAccess).toBe(true);
    expect(connect('shop/web', web, { port: 8081 }).hasNewAccess).toBe(true);
  });
  test('of pods and addresses', () => {
    const watch = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'watch' } }, podSelector: { matchLabels: { app: 'prometheus' } } };
    expect(connect('pods:watch/app=prometheus', watch).allowed).toEqual([]);
    expect(connect('pods:watch/app=prometheus,part=x', watch).hasNewAccess).toBe(true);
    const block = { ipBlock: { cidr: '10.0.0.0/8' } };
    expect(connect('addresses:10.0.0.0/9', block).hasNewAccess).toBe(true);
  });
  test('of a whole namespace are more than those of its workloads', () => {
    const all = { namespaceSelector: web.namespaceSelector };
    expect(connect('shop/web', all).allowed.map(said)).toEqual(['networkPolicy: any pod of namespace shop -> pay/api 8080: anything']);
  });
});

test('Bookinfo with a new call and its entry', () => {
  const version = bookinfo();
  version.get('AuthorizationPolicy', 'ratings').spec.rules.push({
    from: [{ source: { principals: ['cluster.local/ns/bookinfo/sa/bookinfo-productpage'] } }],
    to: [{ operation: { methods: ['GET'], paths: ['/ratings/*'], ports: ['9080'] } }],
  });
  const needed = { client: 'bookinfo/productpage-v1', callee: 'bookinfo/ratings-v1', port: 9080, methods: ['GET'], paths: ['/ratings/*'], reason: 'stars on the front page' };
  expect(difference(bookinfo().objects, version.objects).hasNewAccess).toBe(true);
  const let_ = difference(bookinfo().objects, version.objects, [needed]);
  expect([let_.allowed, let_.usedAllowances]).toEqual([[], [needed]]);
  expect(let_.toText()).toContain('stars on the front page');
});

describe('what is wrong with entries is said, all of it', () => {
  test.each<[string, object, RegExp]>([
    ['a field that nobody knows', { ...entry, method: 'GET' }, /nobody knows the field method/],
    ['no reason', { ...entry, reason: ' ' }, /reason must say why/],
    ['neither methods nor any request', { ...entry, methods: undefined, paths: undefined }, /either methods and paths must be given/],
    ['paths and any request', { ...entry, anyRequest: true }, /either methods and paths/],
    ['no port', { ...entry, port: undefined }, /either port must be a container port, or anyPort must be true/],
    ['a port that is none', { ...entry, port: 99999 }, /port must be a container port, 1 to 65535, not 99999/],
    ['a client that is none', { ...entry, client: 'web' }, /client must be NAMESPACE\/WORKLOAD/],
    ['a callee with an asterisk', { ...entry, callee: 'pay/*' }, /callee must be/],
    ['an asterisk in the middle', { ...entry, paths: ['/a*b'] }, /an asterisk where none can be/],
    ['an empty list', { ...entry, methods: [] }, /methods must be a list of strings/],
    ['a block that is none', { ...entry, client: 'addresses:10.0.0.0' }, /client must be/],
  ])('%s', (_, wrong, message) => {
    expect(problemsOfAllowed([wrong]).join('; ')).toMatch(message);
    expect(() => MeshAccess.fromManifests([]).changesSince(MeshAccess.fromManifests([]), [wrong as AllowedAccess])).toThrow(message);
  });
  test('of several entries', () => {
    expect(problemsOfAllowed([{ ...entry, reason: '' }, 5])).toEqual(['entry 0: reason must say why', expect.stringMatching(/^entry 1: must be an object/)]);
  });
});
