import { ask, authorization, namespace, networking, peerAuthentication, requestAuthentication, service, verdict, workload, world } from '../world';
import type { Json, Question } from '../world';

const HOST = 'shop.example';
const http = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [HOST] };
const https = (mode: string, more: Json = {}): Json => ({ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: [HOST], tls: { mode, credentialName: 'c' }, ...more });
const gateway = (servers: readonly Json[], at = 'pay/g', selector: Json | undefined = { istio: 'ingressgateway' }): Json => networking('Gateway', at, { selector, servers });
const api = { destination: { host: 'api.pay.svc.cluster.local', port: { number: 80 } } };
const web = { destination: { host: 'web.shop.svc.cluster.local', port: { number: 80 } } };
const route = (rest: Json = {}, at = 'pay/v'): Json => networking('VirtualService', at, { hosts: [HOST], gateways: ['pay/g'], http: [{ route: [api] }], ...rest });
const question: Question = { from: 'internet', host: HOST, path: '/a' };
const bytes: Question = { from: 'internet', host: HOST, method: null, port: 3306 };
const atGateway = { selector: { matchLabels: { istio: 'ingressgateway' } } };
const edge = (labels: Json = { istio: 'ingressgateway' }, more: Json = {}): Json[] =>
  [namespace('edge'), workload('edge/gw', { labels, annotations: { 'inject.istio.io/templates': 'gateway' }, serviceAccount: 'edge', ...more })];
const identity = (principal: string): Json => authorization('pay/p', { rules: [{ from: [{ source: { principals: [principal] } }] }] });

describe('a server of a Gateway', () => {
  test.each<[string, readonly Json[], Question, Json]>([
    ['for HTTP2', [gateway([{ ...http, port: { number: 80, name: 'h', protocol: 'HTTP2' } }]), route()], question, { verdict: 'ALLOW' }],
    ['for gRPC', [gateway([{ ...http, port: { number: 80, name: 'h', protocol: 'GRPC' } }]), route()], question, { verdict: 'ALLOW' }],
    ['for gRPC from browsers', [gateway([{ ...http, port: { number: 80, name: 'h', protocol: 'GRPC-WEB' } }]), route()], question, { verdict: 'ALLOW' }],
    ['for bytes takes no HTTP', [gateway([{ ...http, port: { number: 80, name: 't', protocol: 'TCP' } }]), route()], question, { verdict: 'DENY', sees: 'reset', object: { name: 'g' }, rule: 'servers[0]' }],
    ['for HTTP takes no bytes', [gateway([http]), route()], bytes, { verdict: 'DENY', sees: 'reset' }],
    ['that sends to HTTPS', [gateway([{ ...http, tls: { httpsRedirect: true } }]), route()], question, { verdict: 'DENY', sees: '301', object: { name: 'g' } }],
    ['beside another that sends to HTTPS', [gateway([http]), gateway([{ ...http, tls: { httpsRedirect: true } }], 'pay/g2'), route({ gateways: ['pay/g', 'pay/g2'] })], question, { verdict: 'DENY', sees: '301' }],
    ['beside another that sends a wider host to HTTPS, and has no routes for this one',
      [gateway([http]), gateway([{ ...http, hosts: ['*.example'], tls: { httpsRedirect: true } }], 'pay/g2'), route()], question, { verdict: 'ALLOW' }],
    ['beside another that sends a wider host to HTTPS, of which the routes are too',
      [gateway([http]), gateway([{ ...http, hosts: ['*.example'], tls: { httpsRedirect: true } }], 'pay/g2'), route({ gateways: ['pay/g', 'pay/g2'] })], question, { verdict: 'DENY', sees: '301' }],
    ['beside another that sends the host to HTTPS, and has no routes',
      [gateway([http]), gateway([{ ...http, tls: { httpsRedirect: true } }], 'pay/g2'), route()], question, { verdict: 'DENY', sees: '301' }],
    ['with routes for a wider host, beside one that sends this one to HTTPS', [
      gateway([{ ...http, hosts: ['*.example'] }]), gateway([{ ...http, tls: { httpsRedirect: true } }], 'pay/g2'), route({ hosts: ['*.example'] }),
    ], question, { verdict: 'DENY', sees: '301' }],
    ['that wants a certificate of the mesh', [gateway([https('ISTIO_MUTUAL')]), route()], question, { verdict: 'DENY', sees: 'reset', object: { name: 'g' } }],
    ['that wants a certificate', [gateway([https('MUTUAL')]), route()], question, { verdict: 'UNKNOWN', object: { name: 'g' } }],
    ['that may want one', [gateway([https('OPTIONAL_MUTUAL')]), route()], question, { verdict: 'ALLOW' }],
    ['that passes TLS through', [gateway([https('PASSTHROUGH')]), route()], question, { verdict: 'UNKNOWN' }],
    ['that passes TLS through by itself', [gateway([https('AUTO_PASSTHROUGH')]), route()], question, { verdict: 'UNKNOWN' }],
    ['that passes TLS through takes no bytes that no route by name takes', [gateway([https('PASSTHROUGH')]), route()], bytes, { verdict: 'DENY', sees: 'reset' }],
    ['that nobody routes', [gateway([http])], question, { verdict: 'DENY', sees: '404', object: { name: 'g' } }],
    ['for bytes that nobody routes', [gateway([{ ...http, port: { number: 3306, name: 't', protocol: 'TCP' } }])], bytes, { verdict: 'DENY', sees: 'reset' }],
    ['for another host', [gateway([{ ...http, hosts: ['other.example'] }]), route()], question, { verdict: 'DENY', sees: '404' }],
    ['of which one host is asked for', [gateway([{ ...http, hosts: ['other.example', HOST] }]), route()], question, { verdict: 'ALLOW' }],
    ['that cannot be read', [gateway([{ ...http, hosts: 'x' }, http]), route()], question, { verdict: 'UNKNOWN', object: { name: 'g' } }],
    ['beside one that cannot be read', [gateway([http]), gateway([{ ...http, tls: 'x' }], 'pay/z'), route({ gateways: ['pay/g', 'pay/z'] })], question, { verdict: 'UNKNOWN', object: { name: 'z' } }],
  ])('%s', (_, manifests, asked, expected) => expect(ask(world(...manifests), asked)).toMatchObject(expected));

  test('in plaintext and one with TLS are two ways', () => {
    const both = gateway([http, https('ISTIO_MUTUAL')]);
    expect(verdict(world(both, route()), question)).toBe('ALLOW');
    expect(verdict(world(gateway([{ ...http, tls: { httpsRedirect: true } }, https('SIMPLE')]), route()), question)).toBe('ALLOW');
  });
  test('with TLS is the one with the most specific name', () => {
    const wild = https('SIMPLE', { hosts: ['*.example'] });
    const named = https('MUTUAL', { hosts: ['other.example', HOST] });
    expect(verdict(world(gateway([wild, named]), route()), question)).toBe('UNKNOWN');
    expect(verdict(world(gateway([named, wild]), route()), question)).toBe('UNKNOWN');
    expect(verdict(world(gateway([named, wild]), route({ hosts: ['x.example'] })), { ...question, host: 'x.example' })).toBe('ALLOW');
    expect(verdict(world(gateway([https('MUTUAL', { hosts: ['*'] }), wild]), route()), question)).toBe('ALLOW');
    expect(verdict(world(gateway([wild, https('MUTUAL', { hosts: ['*', 'z.example'] })]), route()), question)).toBe('ALLOW');
  });
  test('on another port is another way', () => {
    const redirects = gateway([{ ...http, tls: { httpsRedirect: true } }, { ...http, port: { number: 8000, name: 'alt', protocol: 'HTTP' } }]);
    expect(verdict(world(redirects, route()), question)).toBe('ALLOW');
  });
  test('of a Gateway for pods that nobody knows is unknown, if it serves the host', () => {
    const nobody = (...servers: Json[]): Json => gateway(servers, 'pay/n', { istio: 'nobody' });
    expect(ask(world(nobody(http)), question)).toMatchObject({ verdict: 'UNKNOWN', object: { name: 'n' } });
    expect(verdict(world(nobody({ ...http, hosts: ['other.example'] }, http)), question)).toBe('UNKNOWN');
    expect(verdict(world(nobody({ ...http, hosts: ['other.example', HOST] })), question)).toBe('UNKNOWN');
    expect(verdict(world(nobody({ ...http, hosts: ['other.example'] })), question)).toBe('DENY');
    expect(verdict(world(nobody({ ...http, hosts: ['other.example'] })), { from: 'internet' })).toBe('UNKNOWN');
  });
});

describe('without a host', () => {
  const anyHost: Question = { from: 'internet', path: '/a' };
  const only = (host: string): Json => authorization('pay/p', { rules: [{ to: [{ operation: { hosts: [host] } }] }] });

  test('any host of a VirtualService will do, and a wildcard is some name', () => {
    expect(verdict(world(gateway([http]), route(), only(HOST)), anyHost)).toBe('ALLOW');
    expect(verdict(world(gateway([{ ...http, hosts: ['*.example'] }]), route({ hosts: ['*.example'] }), only('*.example')), anyHost)).toBe('ALLOW');
    expect(verdict(world(gateway([{ ...http, hosts: ['*'] }]), route({ hosts: ['*'] })), anyHost)).toBe('ALLOW');
    expect(verdict(world(gateway([http])), anyHost)).toBe('DENY');
  });
  test('other ways in are asked', () => {
    const httpRoute = (hostnames: readonly string[]): Json => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'r', namespace: 'pay' }, spec: { parentRefs: [{ group: '', kind: 'Service', name: 'x' }, { name: 'gw' }], hostnames } });
    expect(verdict(world(httpRoute(['a.example'])), anyHost)).toBe('UNKNOWN');
    expect(verdict(world(httpRoute(['a.example', '*.example'])), question)).toBe('UNKNOWN');
    expect(verdict(world(httpRoute(['a.example'])), question)).toBe('DENY');
    expect(verdict(world(httpRoute([])), question)).toBe('UNKNOWN');
    const inMesh = { ...httpRoute([]), spec: { parentRefs: [{ group: '', kind: 'Service', name: 'x' }] } };
    expect(verdict(world(inMesh), question)).toBe('DENY');
  });
  test('only an Ingress of Kubernetes leads in', () => {
    const ingress = (kind: string, apiVersion: string): Json => ({ apiVersion, kind, metadata: { name: 'i', namespace: 'pay' }, spec: {} });
    expect(verdict(world(ingress('Ingress', 'networking.k8s.io/v1')), question)).toBe('UNKNOWN');
    expect(verdict(world(ingress('Ingress', 'example.org/v1')), question)).toBe('DENY');
    expect(verdict(world(ingress('IngressClass', 'networking.k8s.io/v1')), question)).toBe('DENY');
  });
});

describe('which VirtualService a gateway asks', () => {
  test('the one with the most specific host', () => {
    const wild = { ...http, hosts: ['*'] };
    expect(verdict(world(gateway([wild]), route({ hosts: ['*'], http: [{ route: [web] }] }, 'pay/a'), route()), question)).toBe('ALLOW');
    expect(verdict(world(gateway([wild]), route({ hosts: ['*'] }, 'pay/a'), route({ http: [{ route: [web] }] })), question)).toBe('DENY');
    expect(verdict(world(gateway([wild]), route({ hosts: ['other.example'], http: [{ route: [web] }] }, 'pay/a'), route()), question)).toBe('ALLOW');
  });
  test('by rules for the gateway, and its port', () => {
    const rules = (match: Json): Json => route({ http: [{ match: [match], route: [web] }, { route: [api] }], gateways: ['pay/g', 'mesh'] });
    expect(verdict(world(gateway([http]), rules({ gateways: ['mesh'] })), question)).toBe('ALLOW');
    expect(verdict(world(gateway([http]), rules({ gateways: ['pay/g'] })), question)).toBe('DENY');
    expect(verdict(world(gateway([http]), rules({ port: 80 })), question)).toBe('DENY');
    expect(verdict(world(gateway([http]), rules({ port: 8080 })), question)).toBe('ALLOW');
    expect(verdict(world(...edge(), gateway([http]), rules({ sourceNamespace: 'edge' })), question)).toBe('DENY');
    expect(verdict(world(...edge(), gateway([http]), rules({ sourceLabels: { app: 'gw' } })), question)).toBe('DENY');
    expect(verdict(world(...edge(), gateway([http]), rules({ sourceLabels: { app: 'x' } })), question)).toBe('ALLOW');
  });
  test('that has one with a match for everything among others: it comes last', () => {
    const all = route({ http: [{ match: [{ uri: { exact: '/x' } }, { uri: { prefix: '/' } }], route: [web] }] }, 'pay/a');
    expect(verdict(world(gateway([http]), all, route({ http: [{ match: [{ uri: { prefix: '/a' } }], route: [api] }] })), question)).toBe('ALLOW');
    expect(verdict(world(gateway([http]), all, route({ http: [{ match: [{ uri: { prefix: '/b' } }], route: [api] }] })), question)).toBe('DENY');
  });
  test('for bytes, the one that is bound to the gateway', () => {
    const server = { port: { number: 3306, name: 'tcp', protocol: 'TCP' }, hosts: [HOST] };
    const sql = { destination: { host: 'api.pay.svc.cluster.local', port: { number: 3306 } } };
    const tcp = (rule: Json): Json => route({ http: undefined, tcp: [rule] });
    expect(verdict(world(gateway([server]), tcp({ route: [sql] })), bytes)).toBe('ALLOW');
    expect(verdict(world(gateway([server]), tcp({ match: [{ gateways: ['pay/g'] }], route: [sql] })), bytes)).toBe('ALLOW');
    expect(ask(world(gateway([server]), tcp({ match: [{ port: 1 }], route: [sql] })), bytes)).toMatchObject({ verdict: 'DENY', layer: 'routing', sees: 'reset', object: { name: 'g' } });
    expect(ask(world(gateway([server]), tcp({ route: [sql] }), peerAuthentication('pay/d', { mtls: { mode: 'STRICT' } }), networking('DestinationRule', 'pay/d', { host: 'api', trafficPolicy: { tls: { mode: 'DISABLE' } } })), bytes))
      .toMatchObject({ verdict: 'DENY', layer: 'mutualTls', sees: 'reset' });
  });
});

describe('the callee sees', () => {
  test('the gateway, by its identity and its address', () => {
    expect(verdict(world(...edge(), gateway([http]), route(), identity('cluster.local/ns/edge/sa/edge')), question)).toBe('ALLOW');
    expect(verdict(world(...edge(), gateway([http]), route(), identity('cluster.local/ns/shop/sa/web')), question)).toBe('DENY');
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'edge', name: 'gw', labels: { istio: 'ingressgateway' } }, spec: { containers: [{ name: 'istio-proxy' }] }, status: { podIP: '10.3.3.3' } };
    const by = (block: string): Json => authorization('pay/p', { rules: [{ from: [{ source: { ipBlocks: [block] } }] }] });
    expect([verdict(world(pod, gateway([http]), route(), by('10.3.3.3')), question), verdict(world(pod, gateway([http]), route(), by('10.4.0.0/16')), question)]).toEqual(['ALLOW', 'DENY']);
    expect(verdict(world(...edge(), gateway([http]), route(), by('10.3.3.3')), question)).toBe('UNKNOWN');
  });
  test('the request with its method, headers and path', () => {
    const rule = (spec: Json): string => verdict(world(gateway([http]), route(), authorization('pay/p', { rules: [spec] })), { ...question, method: 'PUT', headers: { 'x-a': '1' } });
    expect([rule({ to: [{ operation: { methods: ['PUT'], paths: ['/a'], hosts: [HOST] } }] }), rule({ when: [{ key: 'request.headers[x-a]', values: ['1'] }] })]).toEqual(['ALLOW', 'ALLOW']);
    expect(verdict(world(gateway([http]), route(), authorization('pay/p', { rules: [{ to: [{ operation: { paths: ['/'] } }] }] })), { from: 'internet', host: HOST })).toBe('ALLOW');
  });
  test('what is refused as the gateway answers it', () => {
    const strict = [peerAuthentication('pay/d', { mtls: { mode: 'STRICT' } }), networking('DestinationRule', 'pay/d', { host: 'api', trafficPolicy: { tls: { mode: 'DISABLE' } } })];
    expect(ask(world(gateway([http]), route(), ...strict), question)).toMatchObject({ verdict: 'DENY', layer: 'mutualTls', sees: '503' });
  });
  test('what is not known of what the gateway sends', () => {
    const broken = networking('DestinationRule', 'pay/d', { host: 'api', trafficPolicy: { tls: { mode: 'NONSENSE' } } });
    expect(verdict(world(gateway([http]), route(), broken), question)).toBe('UNKNOWN');
    expect(verdict(world(gateway([http]), route(), broken, authorization('pay/p', {})), question)).toBe('DENY');
    const plain = { ...service('pay/plain'), spec: { ports: [{ name: 'http', port: 80 }] } };
    const half = route({ http: [{ route: [{ ...api, weight: 50 }, { destination: { host: 'plain', port: { number: 80 } }, weight: 50 }] }] });
    expect(verdict(world(plain, gateway([http]), half), question)).toBe('ALLOW');
    expect(verdict(world(plain, gateway([http]), half, authorization('pay/p', {})), question)).toBe('UNKNOWN');
  });
});

describe('the gateway\'s own policies', () => {
  const own = (spec: Json): string => verdict(world(gateway([http]), route(), authorization('istio-system/p', { ...atGateway, ...spec })), { ...question, method: 'PUT', headers: { 'x-a': '1' }, address: '1.2.3.4' });
  const rule = (operation: Json): Json => ({ rules: [{ to: [{ operation }] }] });

  test('ask for what the client sends', () => {
    expect(own(rule({ methods: ['PUT'], paths: ['/a'], hosts: [HOST] }))).toBe('ALLOW');
    expect([own(rule({ methods: ['GET'] })), own(rule({ paths: ['/b'] })), own(rule({ hosts: ['x'] }))]).toEqual(['DENY', 'DENY', 'DENY']);
    expect([own({ rules: [{ when: [{ key: 'request.headers[x-a]', values: ['1'] }] }] }), own({ rules: [{ when: [{ key: 'request.headers[x-a]', values: ['2'] }] }] })]).toEqual(['ALLOW', 'DENY']);
    expect([own({ rules: [{ from: [{ source: { ipBlocks: ['1.2.3.4'] } }] }] }), own({ rules: [{ from: [{ source: { remoteIpBlocks: ['1.2.3.5'] } }] }] })]).toEqual(['ALLOW', 'DENY']);
    expect(own({ rules: [{ from: [{ source: { principals: ['*'] } }] }] })).toBe('DENY');
  });
  test('know its port as one of those that Services map to', () => {
    expect([own(rule({ ports: ['80'] })), own(rule({ ports: ['80', '8080'] })), own(rule({ ports: ['443'] }))]).toEqual(['UNKNOWN', 'ALLOW', 'DENY']);
    const at = (server: Json, ...ports: readonly string[]): string => verdict(world(gateway([server]), route(), authorization('istio-system/p', { ...atGateway, ...rule({ ports }) })), question);
    expect([at(https('SIMPLE'), '443', '8443'), at(https('SIMPLE'), '443'), at(https('SIMPLE'), '80', '8080')]).toEqual(['ALLOW', 'UNKNOWN', 'DENY']);
    const alt = { ...http, port: { number: 8000, name: 'alt', protocol: 'HTTP' } };
    expect([at(alt, '8000'), at(alt, '80', '8080')]).toEqual(['ALLOW', 'DENY']);
  });
  test('ask for the server\'s name only where there is TLS', () => {
    const sni = (server: Json): string => verdict(world(gateway([server]), route(), authorization('istio-system/p', { ...atGateway, rules: [{ when: [{ key: 'connection.sni', values: ['x'] }] }] })), question);
    expect([sni(http), sni(https('SIMPLE'))]).toEqual(['DENY', 'UNKNOWN']);
  });
  test('that admit it say nothing more', () => {
    const decision = ask(world(gateway([http]), route(), authorization('istio-system/p', { ...atGateway, rules: [{}] })), question);
    expect(decision.layers.filter(({ reason }) => reason.startsWith('at Gateway'))).toEqual([]);
    const denied = ask(world(gateway([http]), route(), authorization('istio-system/p', atGateway)), question);
    expect(denied.reason).toContain('at Gateway pay/g: ');
  });
  test('also of the network: who may reach its pods', () => {
    const policy = (spec: Json): Json => ({ ...networking('NetworkPolicy', 'edge/n', { podSelector: {}, ...spec }), apiVersion: 'networking.k8s.io/v1' });
    const through = (spec: Json, more: Question = {}): string =>
      verdict(world(...edge(), gateway([http]), route(), policy(spec)), { ...question, ...more });
    expect([through({}), through({ ingress: [{ ports: [{ port: 8080 }] }] }), through({ ingress: [{ ports: [{ port: 81 }] }] })]).toEqual(['DENY', 'ALLOW', 'DENY']);
    const blocks = { ingress: [{ from: [{ ipBlock: { cidr: '1.2.0.0/16' } }] }] };
    expect([through(blocks, { address: '1.2.3.4' }), through(blocks, { address: '1.3.3.4' }), through(blocks)]).toEqual(['ALLOW', 'DENY', 'UNKNOWN']);
  });
  test('of tokens: one that it takes it keeps, unless the rule says otherwise', () => {
    const atCallee = [requestAuthentication('pay/r', { jwtRules: [{ issuer: 'i' }] }), authorization('pay/p', { rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] })];
    const with_ = (...jwtRules: readonly Json[]): string => verdict(world(gateway([http]), route(), ...atCallee, requestAuthentication('istio-system/r', { ...atGateway, jwtRules })), { ...question, claims: { iss: 'i', sub: 's' } });
    const others = Array.from({ length: 10 }, (_, i) => ({ issuer: `x${i}` }));
    expect([with_({ issuer: 'i' }), with_({ issuer: 'i', forwardOriginalToken: true })]).toEqual(['DENY', 'ALLOW']);
    expect([with_(...others, { issuer: 'i' }), with_(...others, { issuer: 'i', forwardOriginalToken: true })]).toEqual(['DENY', 'ALLOW']);
    expect(with_({ issuer: 'other' })).toBe('DENY');
    const claims = authorization('istio-system/c', { ...atGateway, rules: [{ from: [{ source: { requestPrincipals: ['i/s'] } }] }] });
    const reads = requestAuthentication('istio-system/r', { ...atGateway, jwtRules: [{ issuer: 'i' }] });
    expect(verdict(world(gateway([http]), route(), claims, reads), { ...question, claims: { iss: 'i', sub: 's' } })).toBe('ALLOW');
    expect(verdict(world(gateway([http]), route(), claims, reads), question)).toBe('DENY');
  });
});

describe('the pods of a gateway', () => {
  const principal = (manifests: readonly Json[], ours: string): string =>
    verdict(world(...manifests, gateway([http]), route(), identity(ours)), question);
  test('are those of the manifests, else those of the platform', () => {
    expect(principal(edge(), 'cluster.local/ns/edge/sa/edge')).toBe('ALLOW');
    expect(principal([], 'cluster.local/ns/istio-system/sa/*')).toBe('ALLOW');
  });
  test('of an empty selector are all gateways, those of the manifests and those of the platform, and nobody else', () => {
    for (const selector of [undefined, {}]) {
      const all = networking('Gateway', 'pay/g', { servers: [http], ...selector && { selector } });
      expect(verdict(world(...edge(), all, route(), identity('cluster.local/ns/istio-system/sa/*')), question)).toBe('ALLOW');
      expect(verdict(world(...edge(), all, route(), identity('cluster.local/ns/edge/sa/edge')), question)).toBe('ALLOW');
      expect(verdict(world(...edge(), all, route(), identity('cluster.local/ns/shop/sa/web')), question)).toBe('DENY');
    }
  });
  test('are none that injection gives a sidecar, which listens for no Gateway', () => {
    const forWeb = gateway([http], 'pay/g', { app: 'web' });
    expect(ask(world(forWeb, route()), question)).toMatchObject({ verdict: 'UNKNOWN', object: { kind: 'Gateway', name: 'g' } });
    // It takes nothing away from what comes to a sidecar, and does not ask for mutual TLS there.
    const rival = gateway([{ ...https('ISTIO_MUTUAL'), port: { number: 8080, name: 'https', protocol: 'HTTPS' } }], 'pay/g', { app: 'api' });
    for (const manifests of [[], [rival]]) {
      expect(verdict(world(...manifests), { from: 'outside' })).toBe('ALLOW');
      expect(verdict(world(...manifests), {})).toBe('ALLOW');
    }
  });
  test('see what is exported to their namespace', () => {
    expect(verdict(world(...edge(), gateway([http]), route({ exportTo: ['edge'] })), question)).toBe('ALLOW');
    expect(verdict(world(...edge(), gateway([http]), route({ exportTo: ['istio-system'] })), question)).toBe('DENY');
  });
});
