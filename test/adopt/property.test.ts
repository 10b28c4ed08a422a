import { App } from 'cdk8s';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import type { Json } from './_adopt';
import { adoptAll, deployment, istio, namespace, otherwise, service } from './_adopt';
import { Bookinfo } from '../../src';

const NAMES = ['web', 'api', 'db'];
const name = fc.constantFrom(...NAMES);
const account = fc.constantFrom(undefined, 'web', 'api', 'shared', 'default');
const principal = fc.oneof(
  fc.constantFrom(...NAMES, 'shared', 'default').map(one => `cluster.local/ns/shop/sa/${one}`), fc.constant('*'),
  fc.constant('cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'),
);
const operation = fc.record({
  methods: fc.constantFrom(['GET'], ['GET', 'POST']), paths: fc.constantFrom(['/a'], ['/a/*', '/b'], ['*.css']), ports: fc.constantFrom(['8080'], ['5432'], ['9']),
}, { requiredKeys: [] });
const rule = fc.record({
  from: fc.array(fc.record({ source: fc.oneof(fc.record({ principals: fc.array(principal, { minLength: 1, maxLength: 2 }) }), fc.record({ namespaces: fc.constant(['shop']) })) }), { minLength: 1, maxLength: 2 }),
  to: fc.array(fc.record({ operation }), { minLength: 1, maxLength: 2 }),
}, { requiredKeys: [] });
const labels = fc.record({ app: name, version: fc.constantFrom('v1', 'v2'), tier: fc.constant('front') }, { requiredKeys: [] });

const object: fc.Arbitrary<Json> = fc.oneof(
  fc.record({ app: name, labels, account, version: fc.constantFrom('v1', 'v2') }).map(one => {
    const own = { app: one.app, version: one.version, ...one.labels };
    return deployment(one.app, { ...one.account === undefined ? {} : { serviceAccountName: one.account }, containers: [{ name: one.app, image: 'a:1' }] }, own, { name: `${one.app}-${one.version}` });
  }),
  fc.record({ app: name, ports: fc.constantFrom([{ name: 'http', port: 8080 }], [{ name: 'tcp', port: 5432 }, { name: 'http', port: 80, targetPort: 8080 }], [{ port: 8080 }]) })
    .map(({ app, ports }) => service(app, { ports })),
  fc.record({ app: name, rules: fc.array(rule, { maxLength: 2 }), action: fc.constantFrom('ALLOW', 'DENY') }).map(({ app, rules, action }) =>
    istio('AuthorizationPolicy', `${app}-${action.toLowerCase()}`, { selector: { matchLabels: { app } }, action, rules })),
  fc.constant(istio('AuthorizationPolicy', 'deny-all', {})),
  fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE').map(mode => istio('PeerAuthentication', 'default', { mtls: { mode } })),
  fc.constantFrom(['./*'], ['shop/web.shop.svc.cluster.local', 'istio-system/*']).map(hosts => istio('Sidecar', 'default', { egress: [{ hosts }] })),
  fc.record({ app: name, peer: name }).map(({ app, peer }) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: app, namespace: 'shop' },
    spec: { podSelector: { matchLabels: { app } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: peer } } }] }] },
  })),
  fc.record({ host: name, subset: fc.constantFrom('v1', 'v2') }).map(({ host, subset }) => istio('VirtualService', host, { hosts: [host], http: [{ route: [{ destination: { host, subset } }] }] })),
  fc.constant(istio('Gateway', 'front', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] })),
  name.map(host => istio('VirtualService', 'front', { hosts: ['*'], gateways: ['front'], http: [{ match: [{ uri: { prefix: '/' } }], route: [{ destination: { host } }] }] })),
);

const GATEWAY = 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account';
const PORTS = [{ name: 'http', port: 80, targetPort: 8080 }];

/** A mesh as people have it: workloads with accounts of their own, policies that refuse what they do not name, routes, a gateway. */
const mesh: fc.Arbitrary<readonly Json[]> = fc.record({
  versions: fc.tuple(...NAMES.map(() => fc.constantFrom(['v1'], ['v1', 'v2']))),
  calls: fc.uniqueArray(fc.record({ caller: name, callee: name, methods: fc.constantFrom(undefined, ['GET'], ['GET', 'POST']), paths: fc.constantFrom(undefined, ['/a', '/a/*']) }), {
    maxLength: 5, selector: ({ caller, callee }) => `${caller} ${callee}`,
  }),
  shares: fc.constantFrom(undefined, [90, 10], [0, 100]),
  header: fc.boolean(),
  exposed: fc.constantFrom(undefined, ['/'], ['/', '/static/*']),
  owned: fc.boolean(),
}).map(({ versions, calls, shares, header, exposed: wanted, owned }) => {
  const canaries = NAMES.filter((_, i) => versions[i].length > 1);
  // At a gateway shares would be its own.
  const exposed = canaries.includes('web') ? undefined : wanted;
  const to = (host: string, subset?: string): Json => ({ host, ...subset === undefined ? {} : { subset } });
  return [
    ...owned ? [namespace()] : [],
    istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } }), istio('AuthorizationPolicy', 'deny-all', {}),
    ...NAMES.flatMap((app, i) => [
      service(app, { ports: PORTS }),
      ...versions[i].map(version => deployment(app, {
        serviceAccountName: versions[i].length > 1 ? `${app}-${version}` : app, containers: [{ name: app, image: 'a:1' }],
      }, { app, version }, { name: `${app}-${version}` })),
      istio('AuthorizationPolicy', app, {
        selector: { matchLabels: { app } },
        rules: [
          ...calls.filter(({ callee }) => callee === app).map(({ caller, methods, paths }) => ({
            from: [{ source: { principals: versions[NAMES.indexOf(caller)].map(version => `cluster.local/ns/shop/sa/${versions[NAMES.indexOf(caller)].length > 1 ? `${caller}-${version}` : caller}`) } }],
            to: [{ operation: { ports: ['8080'], ...methods ? { methods } : {}, ...paths ? { paths } : {} } }],
          })),
          ...exposed && app === 'web' ? [{ from: [{ source: { principals: [GATEWAY] } }], to: [{ operation: { ports: ['8080'], methods: ['GET'], paths: exposed } }] }] : [],
        ],
      }),
    ]),
    ...canaries.flatMap(host => [
      istio('DestinationRule', host, { host, subsets: ['v1', 'v2'].map(subset => ({ name: subset, labels: { version: subset } })) }),
      ...shares ? [istio('VirtualService', host, {
        hosts: [host],
        http: [
          ...header ? [{ match: [{ headers: { team: { exact: 'a' } } }], route: [{ destination: to(host, 'v2') }] }] : [],
          { route: [{ destination: to(host, 'v1'), weight: shares[0] }, { destination: to(host, 'v2'), weight: shares[1] }] },
        ],
      })] : [],
    ]),
    ...exposed ? [
      istio('Gateway', 'front', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }] }),
      istio('VirtualService', 'front', {
        hosts: ['shop.example.com'],
        gateways: ['front'],
        http: [{
          match: exposed.map(path => ({ method: { exact: 'GET' }, uri: path.endsWith('*') ? { prefix: path.slice(0, -1) } : { exact: path } })),
          route: [{ destination: { host: 'web', port: { number: 80 } } }],
        }],
      }),
    ] : [],
  ];
});

test('what is as constructs would have it becomes constructs, and allows the same', () => {
  fc.assert(fc.property(mesh.filter(objects => objects.some(({ kind }) => kind === 'Namespace')), objects => {
    const result = adoptAll(objects);
    expect(otherwise(result)).toEqual([]);
    expect(result.kept.map(({ object: { kind, name: of }, reason }) => `${kind} ${of}: ${reason}`)).toEqual([]);
    const called = objects.flatMap(({ kind, spec }) => (kind === 'AuthorizationPolicy' ? spec.rules ?? [] : []));
    expect(result.text.match(/\.(?:calls\.to|expose)\(/g) ?? []).toHaveLength(called.length);
  }), { numRuns: 20 });
});

test('the same with anything beside it allows the same, and loses nothing', () => {
  fc.assert(fc.property(mesh, fc.array(object, { minLength: 1, maxLength: 3 }), (objects, more) => {
    expect(otherwise(adoptAll([...objects, ...more]))).toEqual([]);
  }), { numRuns: 15 });
});

test('whatever is adopted gives an app that allows the same, and loses nothing', () => {
  fc.assert(fc.property(fc.array(object, { minLength: 1, maxLength: 12 }), fc.boolean(), (objects, declared) => {
    expect(otherwise(adoptAll([...declared ? [namespace()] : [], ...objects]))).toEqual([]);
  }), { numRuns: 20 });
});

test('the order of objects does not matter', () => {
  fc.assert(fc.property(fc.uniqueArray(object, { minLength: 2, maxLength: 8, selector: one => `${one.kind} ${one.metadata.name}` }), objects => {
    expect(adoptAll([...objects].reverse()).text).toBe(adoptAll(objects).text);
  }), { numRuns: 6 });
});

describe('of manifests in which anything may be anything', () => {
  const app = new App();
  new Bookinfo(app, 'bookinfo');
  const valid: readonly Json[] = parseAllDocuments(app.synthYaml()).map(document => document.toJS());
  const junk = fc.constantFrom<unknown[]>(null, 'x', 0, [], {}, [null], [{}], ['x'], { x: null }, true);

  /** Puts something else in place of a part, which a walk down from the top comes to. */
  function broken(value: Json, walk: readonly number[], by: unknown): Json {
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    if (walk.length === 0 || keys.length === 0) { return by; }
    const key = keys[walk[0] % keys.length];
    const part = broken(value[key], walk.slice(1), by);
    return Array.isArray(value) ? value.map((item, i) => (String(i) === key ? part : item)) : { ...value, [key]: part };
  }

  test('something is adopted, or said, and nothing is thrown', () => {
    const oneBreak = fc.tuple(fc.nat(valid.length - 1), fc.array(fc.nat(20), { minLength: 1, maxLength: 9 }), junk);
    fc.assert(fc.property(fc.array(oneBreak, { minLength: 1, maxLength: 4 }), breaks => {
      const objects = breaks.reduce((all, [at, walk, by]) => all.map((one, i) => (i === at ? broken(one, walk, by) : one)), valid);
      expect(adoptAll(objects).text).toContain('app.synth();');
    }), { numRuns: 15 });
  });
});
