import { difference, object, said } from './_versions';
import { MeshAccess } from '../../../src/analysis/mesh-access';
import type { Json } from '../world';
import { authorization, namespace, networking, peerAuthentication, service, workload, world } from '../world';

const STRICT = peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } });
const WEB = 'cluster.local/ns/shop/sa/web';

function allow(paths: readonly string[], more: Json = {}): Json {
  return authorization('pay/p', { rules: [{ from: [{ source: { principals: [WEB] } }], to: [{ operation: { methods: ['GET'], paths } }], ...more }] });
}

function network(at: string, spec: Json): Json {
  const [ns, name] = at.split('/');
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: ns }, spec };
}

const base = world(STRICT, allow(['/a']));

describe('the same mesh', () => {
  test('does not differ from itself, by whatever files and in whatever order', () => {
    const read = (file: string, list: readonly Json[]): MeshAccess =>
      MeshAccess._of(list.map((one, line) => ({ object: one, origin: { file, line } })));
    const same = read('new/b.yaml', [...base].reverse()).changesSince(read('old/a.yaml', base));
    expect(same).toMatchObject({ hasNewAccess: false, allowed: [], denied: [], undecided: [], addedWorkloads: [], removedWorkloads: [] });
    expect(same.toText()).toBe('There is no new access.');
  });
  test('does not differ where nothing is known, for the same reason', () => {
    const unknown = [...base, networking('EnvoyFilter', 'pay/f', { configPatches: [{ match: {} }] })];
    expect(difference(unknown, unknown).hasNewAccess).toBe(false);
  });
  test('may be written otherwise', () => {
    const two = authorization('pay/p', { rules: ['/b', '/a'].map(path => ({ from: [{ source: { principals: [WEB] } }], to: [{ operation: { methods: ['GET'], paths: [path] } }] })) });
    expect(difference(world(STRICT, allow(['/a', '/b'])), world(STRICT, two)).hasNewAccess).toBe(false);
  });
});

describe('requests', () => {
  test('that are newly let through are told without those that were', () => {
    const { allowed, denied } = difference(base, world(STRICT, allow(['/a*'])));
    expect(allowed.map(said)).toEqual([
      'identity: shop/web -> pay/api 8080, any other port: GET /a* except /a',
      'all: shop/web -> pay/api 8080: GET /a* except /a',
    ]);
    expect(denied).toEqual([]);
  });
  test('that are no longer let through are told once, for all layers', () => {
    const { allowed, denied, hasNewAccess } = difference(world(STRICT, allow(['/a*'])), base);
    expect([allowed, hasNewAccess]).toEqual([[], false]);
    expect(denied.map(said)).toEqual(['all: shop/web -> pay/api 8080: GET /a* except /a']);
    expect(object(denied[0], 'after')).toBe('AuthorizationPolicy p');
  });
  test('that a VirtualService leads elsewhere are newly denied, and no boundary is blamed', () => {
    const away = networking('VirtualService', 'pay/v', {
      hosts: ['api.pay.svc.cluster.local'], http: [{ route: [{ destination: { host: 'web.shop.svc.cluster.local' } }] }],
    });
    const { allowed, denied } = difference(base, [...base, away]);
    expect(allowed.map(said)).toEqual([]);
    expect(denied.map(said)).toEqual(['all: shop/web -> pay/api 8080: GET /a']);
    expect(object(denied[0], 'after')).toBe('VirtualService v');
  });
  test('of a header, a claim or an address are told with it, and their example has it', () => {
    const team = (value: string): Json => allow(['/a'], { when: [{ key: 'request.headers[x-team]', values: [value] }] });
    const { allowed } = difference(world(STRICT, team('a')), world(STRICT, team('a*')));
    expect(allowed.map(said)).toContain('identity: shop/web -> pay/api 8080, any other port: GET /a, header x-team a* except a');
    expect(allowed[0].example?.text).toMatch(/with x-team: a./);
    const at = (block: string): Json => authorization('pay/p', { rules: [{ from: [{ source: { principals: [WEB], ipBlocks: [block] } }] }] });
    const wider = difference(world(STRICT, at('10.0.0.0/16')), world(STRICT, at('10.0.0.0/8'))).allowed;
    expect(wider.map(({ example }) => example?.before.verdict)).not.toContain(undefined);
    expect(wider[0].example?.text).toMatch(/ at 10\./);
  });
});

describe('what is not known', () => {
  const filter = networking('EnvoyFilter', 'pay/f', { configPatches: [{ match: {} }] });
  test('counts as new access where it was denied', () => {
    const { allowed, hasNewAccess } = difference(base, [...base, filter]);
    expect(hasNewAccess).toBe(true);
    const told = allowed.find(({ layer }) => layer === 'identity');
    expect([told?.before, told?.after]).toEqual(['DENY', 'UNKNOWN']);
    expect(told?.causes.join()).toContain('EnvoyFilter pay/f');
  });
  test('counts as less where it was allowed', () => {
    const { denied } = difference(base, [...base, filter]);
    expect(denied.map(({ layer, before, after }) => [layer, before, after])).toContainEqual(['all', 'ALLOW', 'UNKNOWN']);
  });
  test('counts as new access once it is known to be allowed', () => {
    const { allowed } = difference([...base, filter], base);
    expect(allowed.map(one => [said(one), one.before, one.after])).toContainEqual(['identity: shop/web -> pay/api 8080, any other port: GET /a', 'UNKNOWN', 'ALLOW']);
  });
  test('is never passed over where the reason is another one', () => {
    const other = networking('EnvoyFilter', 'pay/g', { configPatches: [{ match: {} }] });
    const { allowed, undecided, hasNewAccess } = difference([...base, filter], [...base, other]);
    expect(allowed).toEqual([]);
    expect(hasNewAccess).toBe(true);
    expect(undecided.map(({ callee }) => callee)).toEqual(['pay/api']);
    const changed = networking('EnvoyFilter', 'pay/f', { configPatches: [{ match: { context: 'ANY' } }] });
    expect(difference([...base, filter], [...base, changed]).hasNewAccess).toBe(true);
  });
});

describe('workloads', () => {
  const batch = workload('shop/batch');
  test('that are new are told with all that they may and allow', () => {
    const { allowed, addedWorkloads } = difference(base, [...base, batch]);
    expect(addedWorkloads).toEqual([{ namespace: 'shop', workload: 'batch' }]);
    expect(allowed.map(said)).toContain('identity: any identity -> shop/batch any port: anything');
    expect(allowed.map(said)).toContain('all: shop/batch -> shop/web 8080: any HTTP');
    expect(allowed.every(({ before }) => before === 'DENY')).toBe(true);
  });
  test('that are gone are told once', () => {
    const gone = difference([...base, batch], base);
    expect([gone.allowed, gone.denied, gone.hasNewAccess]).toEqual([[], [], false]);
    expect(gone.removedWorkloads).toEqual([{ namespace: 'shop', workload: 'batch' }]);
    expect(gone.toText()).toMatch(/gone, so that nobody reaches them.*: shop\/batch/);
  });
  test('that take the identity of another may what that might', () => {
    const taken = difference([...base, batch], [...base, workload('shop/batch', { serviceAccount: 'web' })]);
    expect(taken.allowed.map(said)).toContain('identity: shop/batch -> pay/api 8080, any other port: GET /a');
  });
  test('of two kinds may share a name', () => {
    const twice = [...base, workload('shop/twin'), workload('shop/twin', { kind: 'StatefulSet', labels: { app: 'other' } })];
    expect(difference(twice, twice).hasNewAccess).toBe(false);
    expect(difference(base, twice).addedWorkloads).toHaveLength(2);
  });
});

describe('NetworkPolicies', () => {
  const closed = network('pay/closed', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'x' } } }], ports: [{ port: 8080 }] }] });
  const opened = (from: Json[], ports: Json[]): string[] => difference([...base, closed], [...base, closed, network('pay/more', { podSelector: {}, ingress: [{ from, ports }] })])
    .allowed.filter(({ layer }) => layer === 'networkPolicy').map(said);
  test('that let in a workload are told by the workload', () => {
    const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, podSelector: { matchLabels: { app: 'web' } } }];
    expect(opened(from, [{ port: 8080 }])).toEqual(['networkPolicy: shop/web -> pay/api 8080: anything']);
  });
  test('that let in pods which are not there yet are told by their labels', () => {
    const from = [{ namespaceSelector: { matchLabels: { team: 'watch' } }, podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['bad'] }] } }];
    expect(opened(from, [{ port: 9090 }, { port: 53, protocol: 'UDP' }])).toEqual([
      'networkPolicy: pods app!=bad of namespaces team=watch -> pay/api 9090, UDP 53: anything',
    ]);
  });
  test('that let in a whole namespace are told so, besides its workloads', () => {
    const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }];
    expect(opened(from, [{ port: 8080, endPort: 8090 }])).toEqual([
      'networkPolicy: any pod of namespace shop -> pay/api 8080-8090: anything', 'networkPolicy: shop/web -> pay/api 8080-8090: anything',
    ]);
  });
  test('that widen a block of addresses are told', () => {
    const block = (cidr: string): Json[] => [...base, network('pay/blocks', { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr } }] }] })];
    const { allowed } = difference(block('10.0.0.0/16'), block('10.0.0.0/8'));
    expect(allowed.map(said)).toEqual(['networkPolicy: addresses 10.0.0.0/8 -> pay/api any port: anything']);
    expect(allowed[0].example?.text).toMatch(/connection from .*10\.(?!0\.)/);
    expect(difference(block('10.0.0.0/8'), block('10.0.0.0/16')).allowed).toEqual([]);
  });
});

describe('gateways', () => {
  const gateway = networking('Gateway', 'pay/g', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['pay.org'] }] });
  const route = (prefix: string): Json => networking('VirtualService', 'pay/v', {
    hosts: ['pay.org'], gateways: ['pay/g'], http: [{ match: [{ uri: { prefix } }], route: [{ destination: { host: 'api.pay.svc.cluster.local' } }] }],
  });
  const open = world(gateway, route('/a'));
  test('that lead further in are told, though no boundary was opened', () => {
    const { allowed } = difference(open, world(gateway, route('/')));
    expect(allowed.map(said)).toEqual(['all: the internet through gateway istio-system/istio-ingressgateway (host pay.org) -> pay/api 8080: HTTP /* except /a*']);
    expect([allowed[0].before, allowed[0].after]).toEqual(['DENY', 'ALLOW']);
    expect(object(allowed[0], 'after')).toBe('VirtualService v');
  });
  test('that lead less far in are not', () => {
    expect(difference(world(gateway, route('/')), open).allowed).toEqual([]);
  });
  test('of kinds that are not modelled are told as not known', () => {
    const ingress = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'i', namespace: 'pay' }, spec: {} };
    const { allowed } = difference(world(), world(ingress));
    expect(allowed.map(({ after, causes }) => [after, causes[0]])).toContainEqual(['UNKNOWN', 'Ingress pay/i leads in, which is not modelled']);
  });
});

describe('what another object changes', () => {
  test('a pod without proxy behind a headless Service takes mutual TLS, and so their identity, from all callers of the Service', () => {
    const headless = service('pay/api', [{ name: 'http', port: 8080 }], { clusterIP: 'None' });
    const but = authorization('pay/p', { action: 'DENY', rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] });
    const before = world(headless, but);
    const beside = workload('pay/old', { labels: { 'app': 'api', 'sidecar.istio.io/inject': 'false' } });
    const { allowed } = difference(before, [...before, beside]);
    expect(allowed.map(said)).toContainEqual(expect.stringMatching(/^all: .*shop\/web -> pay\/api 8080: /));
  });
  test('a Gateway whose server no longer asks for mutual TLS opens the boundary at its pods, whoever reaches them', () => {
    const pods = workload('edge/gw', { annotations: { 'inject.istio.io/templates': 'gateway' }, spec: { containers: [{ name: 'istio-proxy', ports: [{ containerPort: 8443 }] }] } });
    const server = (tls: Json = {}): Json => networking('Gateway', 'edge/g', {
      selector: { app: 'gw' }, servers: [{ port: { number: 8443, name: 'x', protocol: 'HTTPS' }, hosts: ['*'], ...tls }],
    });
    const version = (...more: Json[]) => world(namespace('edge'), pods, network('edge/closed', { podSelector: {}, policyTypes: ['Ingress'] }), ...more);
    const { allowed } = difference(version(server({ tls: { mode: 'ISTIO_MUTUAL' } })), version(server({ port: { number: 8443, name: 'x', protocol: 'HTTP' } })));
    expect(allowed.map(said)).toContainEqual(expect.stringMatching(/^identity: .* -> edge\/gw 8443: /));
  });
});

test('empty versions do not differ, and all of the first version is new', () => {
  expect(difference([], []).hasNewAccess).toBe(false);
  expect(difference([], [namespace('a'), workload('a/b'), service('a/b')]).hasNewAccess).toBe(true);
});
