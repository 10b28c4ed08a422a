import { adoptAll, callsIn, deployment, istio, namespace, otherwise, service } from './_adopt';
import type { Json, Result } from './_adopt';

/** Adopts, and wants that nothing is otherwise than before. */
function alike(...objects: readonly Json[]): Result {
  const result = adoptAll(objects);
  expect(otherwise(result)).toEqual([]);
  return result;
}

const account = (name: string): Json => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'shop' } });
const app = (name: string, ...ports: Json[]): readonly Json[] => [
  account(name),
  deployment(name, { serviceAccountName: name, containers: [{ name, image: `example/${name}:1` }] }),
  service(name, ports.length > 0 ? { ports } : {}),
];
const from = (...names: readonly string[]): Json => [{ source: { principals: names.map(name => `cluster.local/ns/shop/sa/${name}`) } }];
const admit = (callee: string, rules: readonly Json[], more: Json = {}): Json => istio('AuthorizationPolicy', callee, { selector: { matchLabels: { app: callee } }, rules, ...more });
const STRICT = istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
const DENY_ALL = istio('AuthorizationPolicy', 'deny-all', {});
const SHOP = [namespace(), STRICT, DENY_ALL, ...app('web'), ...app('api'), ...app('db', { name: 'tcp', port: 5432 })];

describe('AuthorizationPolicies that refuse what they do not name', () => {
  test('become calls, and only their mechanism is enforced', () => {
    const { text, kept } = alike(
      ...SHOP,
      admit('api', [{ from: from('web'), to: [{ operation: { methods: ['GET', 'POST'], paths: ['/orders', '/orders/*'], ports: ['8080'] } }] }]),
      admit('db', [{ from: from('api'), to: [{ operation: { ports: ['5432'] } }] }]),
    );
    expect(kept).toEqual([]);
    expect(text).toContain('enforce: [Mechanism.AUTHORIZATION_POLICY],');
    expect(text).not.toContain('mtls:');
    expect(callsIn(text)).toEqual([
      'api.calls.to(db, TcpCall.port());',
      "web.calls.to(api, HttpCall.of({ methods: ['GET', 'POST'], paths: ['/orders', '/orders/*'] }));",
    ]);
  });
  test('of whole namespaces become calls of the namespace', () => {
    const { text } = alike(...SHOP, admit('api', [{ from: [{ source: { namespaces: ['shop'] } }], to: [{ operation: { ports: ['8080'] } }] }]));
    expect(callsIn(text)).toEqual(['shop.calls.to(api, HttpCall.any());']);
  });
  test('that deny besides stay beside the calls', () => {
    const { text, kept } = alike(
      ...SHOP,
      admit('api', [{ from: from('web'), to: [{ operation: { ports: ['8080'] } }] }]),
      { ...admit('api', [{ to: [{ operation: { paths: ['/admin*'] } }] }], { action: 'DENY' }), metadata: { name: 'no-admin', namespace: 'shop' } },
    );
    expect(kept.length).toBeGreaterThan(0);
    expect(text).toContain("'AuthorizationPolicy no-admin'");
  });
  test.each([
    ['whom nobody here is', [{ from: [{ source: { principals: ['cluster.local/ns/other/sa/job'] } }], to: [{ operation: { ports: ['8080'] } }] }], 'for which no construct here stands'],
    ['anybody', [{ to: [{ operation: { ports: ['8080'] } }] }], 'for which no construct here stands'],
    ['ports that no Service leads to', [{ from: from('web') }], 'api is open on port any'],
    ['what depends on a header', [{ from: from('web'), to: [{ operation: { ports: ['8080'] } }], when: [{ key: 'request.headers[x-team]', values: ['a'] }] }], 'it depends on header x-team'],
    ['all but some paths', [{ from: from('web'), to: [{ operation: { ports: ['8080'], notPaths: ['/admin'] } }] }], 'paths any except /admin'],
  ])('and admit %s stay as they are', (_, rules, reason) => {
    const { text, kept } = alike(...SHOP, admit('api', rules));
    expect(callsIn(text)).toEqual([]);
    expect(text).toContain('enforce: [],');
    expect(kept.map(({ object }) => object.name).sort()).toEqual(['api', 'default', 'deny-all']);
    expect(kept[0].reason).toContain(reason);
  });
});

test('policies that do not refuse whatever they do not name stay as they are', () => {
  const { kept } = alike(namespace(), ...app('web'), ...app('api'), admit('api', [{ from: from('web') }]));
  expect(kept).toEqual([{ object: expect.objectContaining({ name: 'api' }), reason: expect.stringContaining('do not refuse whatever they do not name') }]);
});

test('each workload with a policy of its own is as good as one for all', () => {
  const { text } = alike(
    namespace(), ...app('web'), ...app('api'), STRICT, admit('web', []), admit('api', [{ from: from('web'), to: [{ operation: { methods: ['GET'], paths: ['/a'], ports: ['8080'] } }] }]),
  );
  expect(callsIn(text)).toEqual(["web.calls.to(api, HttpCall.get('/a'));"]);
});

test('a Sidecar that says more than whom its pods call keeps the policies as they are', () => {
  const { kept } = alike(...SHOP, istio('Sidecar', 'default', { egress: [{ hosts: ['./*'] }], ingress: [{ port: { number: 9080, protocol: 'HTTP', name: 'http' }, defaultEndpoint: '127.0.0.1:8080' }] }));
  expect(kept.find(({ object }) => object.kind === 'Sidecar')?.reason).toBe("Sidecar 'default' says ingress, which is more than whom its pods call");
});

test('NetworkPolicies of one direction stay, since what constructs isolate, they isolate in both', () => {
  const network = (name: string, spec: Json): Json => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: 'shop' }, spec });
  const { kept } = alike(
    namespace(), ...app('web'), ...app('api'), network('deny', { podSelector: {}, policyTypes: ['Ingress'] }),
    network('api', { podSelector: { matchLabels: { app: 'api' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 8080 }] }] }),
  );
  expect(kept.map(({ object }) => object.name)).toEqual(['api', 'deny']);
});

describe('gateways', () => {
  const gateway = (more: Json = {}): Json => istio('Gateway', 'front', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }], ...more });
  const route = (http: readonly Json[], more: Json = {}): Json => istio('VirtualService', 'front', { hosts: ['shop.example.com'], gateways: ['front'], http, ...more });
  const admitted = admit('web', [{ from: [{ source: { principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'] } }], to: [{ operation: { methods: ['GET'], paths: ['/', '/static/*'], ports: ['8080'] } }] }]);
  const to = (host: string): Json => ({ route: [{ destination: { host, port: { number: 8080 } } }] });
  test('become what they expose', () => {
    const { text, kept } = alike(...SHOP, admitted, gateway(), route([
      { match: [{ uri: { exact: '/' }, method: { exact: 'GET' } }, { uri: { prefix: '/static/' }, method: { exact: 'GET' } }], ...to('web') },
    ]));
    expect(kept).toEqual([]);
    expect(text).toContain("const front = new IngressGateway(shop, 'front', { hosts: ['shop.example.com'] });\nfront.expose(web, HttpCall.get('/', '/static/*'));");
  });
  test.each([
    ['TLS', gateway({ servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['shop.example.com'], tls: { mode: 'SIMPLE', credentialName: 'c' } }] }), route([to('web')]), 'its server says tls'],
    ['pods of their own', gateway({ selector: { app: 'my-gateway' } }), route([to('web')]), "it is not for the platform's gateway"],
    ['no routes', gateway(), route([to('web')], { gateways: ['other'] }), 'nothing leads from it'],
    ['a rewrite', gateway(), route([{ rewrite: { uri: '/' }, ...to('web') }]), 'says rewrite of requests'],
    ['routes to elsewhere', gateway(), route([to('web.pay.svc.cluster.local')]), 'leads to what is no app of its namespace'],
  ])('with %s stay as they are', (_, object, routes, reason) => {
    const { kept } = alike(...SHOP, object, routes);
    expect(kept.find(one => one.object.kind === 'Gateway')?.reason).toContain(reason);
  });
});

test('where nothing says whether pods have proxies, nobody knows what policies admit, and they stay', () => {
  const { kept } = alike(...SHOP.slice(1), admit('api', [{ from: from('web'), to: [{ operation: { ports: ['8080'] } }] }]));
  expect(kept[0].reason).toMatch(/^who may call api is not certain: .*namespace shop is not in the manifests/);
});
