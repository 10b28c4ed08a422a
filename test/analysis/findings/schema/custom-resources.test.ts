import { problemsIn, problemsOf } from './_problems';

const gateway = (apiVersion: string, kind: string, spec: object): object => ({ apiVersion: `gateway.networking.k8s.io/${apiVersion}`, kind, metadata: { name: 'a' }, spec });
const istio = (apiVersion: string, kind: string, spec: unknown): object => ({ apiVersion, kind, metadata: { name: 'a', namespace: 'b' }, spec });
const route = (http: object): object => istio('networking.istio.io/v1', 'VirtualService', { hosts: ['reviews'], http: [http] });
const entry = (spec: object): object => istio('networking.istio.io/v1', 'ServiceEntry', { hosts: ['a.example.com'], ports: [{ number: 443, name: 'tls' }], ...spec });

describe('fields', () => {
  test('an unknown one is refused, at its path, with the name that was likely meant', () => {
    expect(problemsOf(route({ rout: [] }))).toEqual(["unknown-field spec.http[0].rout: there is no field 'rout' (did you mean 'route'?)"]);
    expect(problemsOf({ ...route({}), spce: {} })).toEqual(["unknown-field spce: there is no field 'spce' (did you mean 'spec'?)"]);
  });

  test('nothing is guessed for a name that is like no other', () => {
    expect(problemsOf(route({ zebra: 1 }))).toEqual(["unknown-field spec.http[0].zebra: there is no field 'zebra'"]);
  });

  test('those that every object has by inheritance are unknown too', () => {
    expect(problemsIn(route({ constructor: {}, toString: 1 }))).toEqual(['unknown-field spec.http[0].constructor', 'unknown-field spec.http[0].toString']);
    expect(problemsIn(route(JSON.parse('{"__proto__": {"timeout": "1s"}}') as object))).toEqual(['unknown-field spec.http[0].__proto__']);
  });

  test('what is free in the schema is free', () => {
    const plugin = istio('extensions.istio.io/v1alpha1', 'WasmPlugin', { url: 'oci://a/b', pluginConfig: { any: { thing: [null, 1] } } });
    expect(problemsOf(plugin)).toEqual([]);
  });

  test('a status is read for unknown fields alone', () => {
    const object = gateway('v1', 'HTTPRoute', {});
    expect(problemsOf({ ...object, status: { parents: 'none at all' } })).toEqual([]);
    expect(problemsIn({ ...object, status: { parents: [{ conditions: [{ knid: 1 }] }] } })).toEqual(['unknown-field status.parents[0].conditions[0].knid']);
  });
});

describe('values', () => {
  test('of the wrong type are refused and not looked into', () => {
    expect(problemsOf(route({ timeout: 5 }))).toEqual(['type spec.http[0].timeout: this must be a text, not 5']);
    expect(problemsOf(istio('networking.istio.io/v1', 'VirtualService', []))).toEqual(['type spec: this must be an object, not a list']);
  });

  test('null is as good as absent, unless it is an item of a list', () => {
    expect(problemsOf(route({ timeout: null, route: null }))).toEqual([]);
    expect(problemsIn(istio('networking.istio.io/v1', 'VirtualService', { hosts: [null] }))).toEqual(['type spec.hosts[0]']);
  });

  test('what is undefined is absent, as it is once it is written down', () => {
    expect(problemsIn(entry({ hosts: undefined }))).toEqual(['required spec.hosts']);
    expect(problemsIn(route({ match: [{ uri: { exact: '/a', prefix: undefined } }] }))).toEqual([]);
  });

  test('thousands of unknown fields are told in no time', () => {
    const started = process.cpuUsage().user;
    const fields = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`field${i}`, i]));
    expect(problemsIn(route(fields))).toHaveLength(20_000);
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(1);
  });

  test('a required field that is null is missing', () => {
    expect(problemsIn(entry({ hosts: null }))).toEqual(['required spec.hosts']);
  });

  test('case counts in values of a list', () => {
    expect(problemsOf(istio('security.istio.io/v1', 'PeerAuthentication', { mtls: { mode: 'strict' } })))
      .toEqual(["enum spec.mtls.mode: 'strict' is none of 'UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'"]);
  });

  test('characters are counted, and not the units of which JavaScript makes them', () => {
    const named = (name: string): object => gateway('v1', 'HTTPRoute', { rules: [{ matches: [{ headers: [{ name: 'a', value: name }] }] }] });
    expect(problemsOf(named('x'.repeat(4096)))).toEqual([]);
    expect(problemsIn(named('x'.repeat(4097)))).toEqual(['bounds spec.rules[0].matches[0].headers[0].value']);
    const address = (text: string): object => entry({ addresses: [text], resolution: 'STATIC' });
    expect(problemsOf(address('😀'.repeat(64)))).toEqual([]);
    expect(problemsIn(address('😀'.repeat(65)))).toEqual(['bounds spec.addresses[0]']);
  });

  test('an integer is one, and fits into 64 bits', () => {
    const weight = (number: number): object => route({ route: [{ destination: { host: 'a' }, weight: number }] });
    expect(problemsOf(weight(2 ** 53))).toEqual([]);
    expect(problemsIn(weight(0.5))).toEqual(['type spec.http[0].route[0].weight']);
    expect(problemsIn(weight(2 ** 63))).toEqual(['type spec.http[0].route[0].weight']);
    expect(problemsIn(weight(NaN))).toEqual(['type spec.http[0].route[0].weight']);
  });

  test('a hostile text takes no longer than any other', () => {
    const header = (value: string): object => gateway('v1', 'HTTPRoute', { rules: [{ matches: [{ headers: [{ name: 'a', value }] }] }] });
    const started = process.cpuUsage().user;
    expect(problemsIn(header(`${'a'.repeat(4000)}\n`))).toEqual(['format spec.rules[0].matches[0].headers[0].value']);
    const named = gateway('v1', 'Gateway', { gatewayClassName: 'a', listeners: [{ name: 'a', port: 1, protocol: 'HTTP', hostname: `${'a-'.repeat(120)}!` }] });
    expect(problemsIn(named)).toEqual(['format spec.listeners[0].hostname']);
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(1);
  });
});

describe('several values', () => {
  test('at most one of fields that exclude each other may be set', () => {
    expect(problemsOf(route({ match: [{ uri: { exact: '/a', prefix: '/b' } }] })))
      .toEqual(['choice spec.http[0].match[0].uri: at most one of exact and prefix may be set']);
    expect(problemsOf(route({ match: [{ uri: {} }] }))).toEqual([]);
  });

  test('items that are told apart by a key have it once', () => {
    const listeners = ['a', 'a'].map((name, i) => ({ name, port: 80 + i, protocol: 'HTTP' }));
    expect(problemsIn(gateway('v1', 'Gateway', { gatewayClassName: 'a', listeners }))).toEqual(['duplicate spec.listeners[1]']);
  });

  test('defaults are there before anything is compared', () => {
    const parents = [{ name: 'a' }, { name: 'a', kind: 'Gateway', group: 'gateway.networking.k8s.io' }];
    expect(problemsIn(gateway('v1', 'HTTPRoute', { parentRefs: parents }))).toEqual(['rule spec.parentRefs']);
  });
});

describe('rules', () => {
  test('say what they want where they do not hold', () => {
    expect(problemsOf(route({ timeout: '0.5ms' }))).toEqual(["rule spec.http[0].timeout: '0.5ms': must be a valid duration greater than 1ms"]);
    expect(problemsIn(route({ timeout: 'soon' }))).toEqual(['rule spec.http[0].timeout']);
    expect(problemsIn(entry({ resolution: 'NONE', endpoints: [{ address: '10.0.0.1' }] }))).toEqual(['rule spec']);
    expect(problemsIn(entry({ ports: [{ number: 443, name: 'a' }, { number: 443, name: 'b' }] }))).toEqual(['rule spec.ports']);
  });

  test('are not asked of values that are not what they take them for', () => {
    expect(problemsIn(route({ timeout: ['0.5ms'] }))).toEqual(['type spec.http[0].timeout']);
  });

  test('on the change of an object say nothing of a new one', () => {
    expect(problemsOf({ ...gateway('v1', 'GatewayClass', { controllerName: 'example.com/a' }) })).toEqual([]);
  });

  test('of selectors refuse asterisks and empty keys', () => {
    const policy = (matchLabels: object): object => istio('security.istio.io/v1', 'PeerAuthentication', { selector: { matchLabels } });
    expect(problemsIn(policy({ app: 'a*' }))).toEqual(['rule spec.selector.matchLabels.app']);
    expect(problemsIn(policy({ 'a*': 'a' }))).toEqual(['rule spec.selector.matchLabels']);
    expect(problemsIn(policy({ '': 'a' }))).toEqual(['rule spec.selector.matchLabels']);
  });
});

describe('kinds and versions', () => {
  test('a version that is not served is refused, with those that are', () => {
    expect(problemsOf(istio('security.istio.io/v1alpha1', 'PeerAuthentication', {})))
      .toEqual(["unknown-kind : Istio 1.30 does not serve PeerAuthentication as 'security.istio.io/v1alpha1', but as security.istio.io/v1 and security.istio.io/v1beta1"]);
    expect(problemsOf(istio('apps/v1beta1', 'Deployment', {}))).toEqual(["unknown-kind : Kubernetes does not serve Deployment as 'apps/v1beta1', but as apps/v1"]);
  });

  test('a kind that there is not is refused', () => {
    expect(problemsOf(istio('networking.istio.io/v1', 'VirtualServices', {}))).toEqual(["unknown-kind : Istio 1.30 has no kind 'VirtualServices' in the group networking.istio.io"]);
    expect(problemsIn(istio('networking.istio.io/v1', 'constructor', {}))).toEqual(['unknown-kind ']);
  });

  test('a kind of Kubernetes in the wrong group is refused, with the right one', () => {
    expect(problemsOf(istio('v1', 'Deployment', {}))).toEqual(["unknown-kind : Kubernetes does not serve Deployment as 'v1', but as apps/v1"]);
    expect(problemsOf(istio('extensions/v1beta1', 'Ingress', {}))).toEqual(["unknown-kind : Kubernetes does not serve Ingress as 'extensions/v1beta1', but as networking.k8s.io/v1"]);
    expect(problemsOf(istio('v2', 'Event', {}))).toEqual(["unknown-kind : Kubernetes has no version 'v2' without a group"]);
    expect(problemsOf(istio('networking.k8s.io/v1', 'VirtualService', {}))[0]).toContain('but as networking.istio.io/v1 and ');
    expect(problemsOf(istio('example.com/v1', 'Deployment', {}))).toEqual([]);
  });

  test('a group that is nearly one that has the kind is misspelt', () => {
    expect(problemsOf(istio('networking.isto.io/v1', 'VirtualService', {})))
      .toEqual(["unknown-kind : there is no VirtualService in the group 'networking.isto.io' (did you mean 'networking.istio.io'?)"]);
    expect(problemsOf(istio('app/v1', 'Deployment', {}))).toEqual(["unknown-kind : there is no Deployment in the group 'app' (did you mean 'apps'?)"]);
    expect(problemsOf(istio('networking.isto.io/v1', 'SomethingElse', {}))).toEqual([]);
    expect(problemsOf(istio('serving.knative.dev/v1', 'Service', {}))).toEqual([]);
  });

  test('of other groups nothing is said', () => {
    expect(problemsOf(istio('example.com/v1', 'Anything', 5))).toEqual([]);
    expect(problemsOf({ apiVersion: 'v1', kind: 'Event', message: 5 })).toEqual([]);
  });

  test('an object without a kind or a version is none', () => {
    expect(problemsIn({ kind: 'Service' })).toEqual(['required apiVersion']);
    expect(problemsIn({ apiVersion: 'v1', kind: ['Service'] })).toEqual(['required kind']);
  });

  test('every release has fields of its own', () => {
    const policy = istio('security.istio.io/v1', 'AuthorizationPolicy', { rules: [{ from: [{ source: { trustDomains: ['a'] } }] }] });
    expect(problemsIn(policy, { istioVersion: '1.29' })).toEqual(['unknown-field spec.rules[0].from[0].source.trustDomains']);
    expect(problemsIn(policy, { istioVersion: '1.30.3' })).toEqual([]);
    expect(problemsIn(istio('extensions.istio.io/v1alpha1', 'TrafficExtension', { lua: { inlineCode: 'a' } }), { istioVersion: '1.29' })).toEqual(['unknown-kind ']);
  });

  test('of a release that is not known the nearest is taken', () => {
    const keepAlive = istio('networking.istio.io/v1', 'DestinationRule', { host: 'a', trafficPolicy: { connectionPool: { http: { http2KeepAlive: { interval: '1s', timeout: '1s' } } } } });
    expect(problemsIn(keepAlive, { istioVersion: '1.45' })).toEqual([]);
    expect(problemsIn(keepAlive, { istioVersion: '1.9' })).toHaveLength(1);
    expect(problemsIn(keepAlive, { istioVersion: 'newest' })).toEqual(problemsIn(keepAlive, { istioVersion: '1.30' }));
  });

  test('the experimental channel of the Gateway API has more than the standard one', () => {
    const tcp = gateway('v1alpha2', 'TCPRoute', { rules: [{ backendRefs: [{ name: 'a', port: 1 }] }] });
    expect(problemsIn(tcp)).toEqual([]);
    expect(problemsIn(tcp, { gatewayApi: 'standard' })).toEqual(['unknown-kind ']);
  });
});

describe('metadata', () => {
  const policy = (metadata: unknown): object => ({ apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata, spec: {} });

  test('a name is needed, or what one is made of', () => {
    expect(problemsIn(policy({}))).toEqual(['required metadata.name']);
    expect(problemsIn(policy(undefined))).toEqual(['required metadata.name']);
    expect(problemsIn(policy({ generateName: 'a-' }))).toEqual([]);
    expect(problemsIn(policy({ generateName: 'A-' }))).toEqual(['metadata metadata.generateName']);
  });

  test('names, labels, annotations and finalizers have their forms', () => {
    expect(problemsIn(policy({ name: 'A' }))).toEqual(['metadata metadata.name']);
    expect(problemsIn(policy({ name: 'a', namespace: 'a.b' }))).toEqual(['metadata metadata.namespace']);
    expect(problemsIn(policy({ name: 'a', labels: { 'a b': 'c', 'd': 'e f', 'g': null } }))).toEqual(['metadata metadata.labels["a b"]', 'metadata metadata.labels.d']);
    expect(problemsIn(policy({ name: 'a', labels: { a: true } }))).toEqual(['type metadata.labels.a']);
    expect(problemsIn(policy({ name: 'a', annotations: { 'Example.com/A': 'any text at all', 'a/b/c': '' } }))).toEqual(['metadata metadata.annotations["a/b/c"]']);
    expect(problemsIn(policy({ name: 'a', finalizers: ['keep', ''] }))).toEqual(['metadata metadata.finalizers[1]']);
  });

  test('annotations have a size', () => {
    expect(problemsIn(policy({ name: 'a', annotations: { a: 'x'.repeat(256 * 1024) } }))).toEqual(['bounds metadata.annotations']);
  });

  test('unknown fields are refused here too', () => {
    expect(problemsOf(policy({ name: 'a', lables: {} }))).toEqual(["unknown-field metadata.lables: there is no field 'lables' (did you mean 'labels'?)"]);
  });
});
