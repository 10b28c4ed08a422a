import { ApiObject, JsonPatch } from 'cdk8s';
import { edge, listening, problemsOf } from './_edge';
import {
  AppProtocol, GatewayTls, GrpcCall, HttpCall, IngressGateway, LeastPrivilegeWorkload, Mesh, SecureNamespace, TcpCall, WorkloadPort,
} from 'cdk8s-istio';
import type { IngressGatewayProps } from 'cdk8s-istio';

/** Web is exposed by one path; admin is not exposed. */
function exposed(props: Partial<IngressGatewayProps> = {}, context?: object[]) {
  const made = edge(props, context && { context });
  made.gateway.expose(made.web, HttpCall.get('/page'));
  const admin = new LeastPrivilegeWorkload(made.shop, 'admin', { image: 'admin:1', port: 8080 });
  return { ...made, admin };
}

const destination = (service: string) => ({ destination: { host: `${service}.shop.svc.cluster.local`, port: { number: 8080 } } });
const route = '/spec/http/0';

test('what is exposed is proved', () => {
  for (const tls of [undefined, GatewayTls.simple('c'), GatewayTls.mutual('c'), GatewayTls.optionalMutual('c')]) {
    expect(problemsOf(exposed({ tls }).app)).toEqual([]);
  }
});

describe('a gateway that leads further than was exposed is refused, though the workload would refuse it:', () => {
  test('a route without match', () => {
    const { app, gateway } = exposed();
    gateway.virtualService.addJsonPatch(JsonPatch.remove(`${route}/match`));
    expect(problemsOf(app)).toEqual([
      expect.stringMatching(/^\[shop\/web\] safety: Gateway shop\/edge leads 'GET \/' of anybody for 'shop\.example\.com' to shop\/web-v1 on port 8080 \(http\[0\]\), which was not exposed \[VirtualService shop\/edge\]\. Declared there: shop\/edge: GET \/page on 8080\. \(difference 'safety:routing:shop\/edge:shop\/web-v1:8080:[0-9a-f]{16}'\)$/),
    ]);
  });

  test.each<[string, object, RegExp]>([
    ['a prefix instead of a path', { uri: { prefix: '/page' }, method: { exact: 'GET' } }, /leads 'GET \/page.+'/],
    ['any method', { uri: { exact: '/page' } }, /leads '(POST|PUT|DELETE|[A-Z]*) \/page'/],
    ['a case that does not matter', { uri: { exact: '/page' }, ignoreUriCase: true, method: { exact: 'GET' } }, /leads 'GET \/.*'/],
    ['an expression', { uri: { regex: '/page|/admin' }, method: { exact: 'GET' } }, /leads 'GET \/admin'/],
    ['an expression that cannot be read', { uri: { regex: '(?=x)' }, method: { exact: 'GET' } }, /./],
  ])('%s', (_, match, expected) => {
    const { app, gateway } = exposed();
    gateway.virtualService.addJsonPatch(JsonPatch.replace(`${route}/match/0`, match));
    expect(problemsOf(app).join()).toMatch(expected);
  });

  test('another workload, which nobody exposed', () => {
    const { app, gateway } = exposed();
    gateway.virtualService.addJsonPatch(JsonPatch.add('/spec/http/-', { match: [{ uri: { prefix: '/admin' } }], route: [destination('admin')] }));
    expect(problemsOf(app)).toEqual([expect.stringMatching(/^\[shop\/admin\] safety: Gateway shop\/edge leads 'GET \/admin' .* to shop\/admin-v1 on port 8080 \(http\[1\]\)/)]);
  });

  test('by another name of its Service', () => {
    const { app, shop, gateway } = exposed();
    const alias = (name: string, externalName: string) => new ApiObject(shop, name, {
      apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { type: 'ExternalName', externalName, ports: [{ name: 'http', port: 8080 }] },
    });
    alias('alias', 'alias2.shop.svc.cluster.local');
    alias('alias2', 'web.shop.svc.cluster.local');
    alias('round', 'round.shop.svc.cluster.local');
    for (const name of ['alias', 'round']) {
      gateway.virtualService.addJsonPatch(JsonPatch.add('/spec/http/-', { match: [{ uri: { prefix: `/${name}` } }], route: [destination(name)] }));
    }
    expect(problemsOf(app).join()).toMatch(/\[shop\/web\] safety: Gateway shop\/edge leads 'GET \/alias' .* to shop\/web-v1 on port 8080/);
  });

  test('copies to another workload', () => {
    const { app, gateway } = exposed();
    gateway.virtualService.addJsonPatch(JsonPatch.add(`${route}/mirror`, destination('admin').destination));
    expect(problemsOf(app).join()).toContain('[shop/admin] safety: Gateway shop/edge leads');
  });

  test.each<[string, object, RegExp | undefined]>([
    ['by an Ingress of Istio', { ingressClassName: 'istio', rules: [{ host: 'a.example', http: { paths: [{ path: '/page', pathType: 'Exact', backend: { service: { name: 'web', port: { number: 8080 } } } }] } }] },
      /\[shop\/web\] safety: Ingress shop\/raw leads 'GET' of anybody for 'a\.example' to shop\/web-v1 on port 8080 \(rules\[0\]\), which was not exposed \[Ingress shop\/raw\]/],
    ['by an Ingress without class', { defaultBackend: { service: { name: 'web', port: { name: 'http' } } } }, /Ingress shop\/raw leads .* for '\*' to shop\/web-v1 on port 8080 \(defaultBackend\)/],
    ['not by an Ingress of others', { ingressClassName: 'nginx', defaultBackend: { service: { name: 'web', port: { number: 8080 } } } }, undefined],
    ['not by an Ingress to what lets no gateway in', { ingressClassName: 'istio', defaultBackend: { service: { name: 'admin', port: { number: 8080 } } } }, undefined],
  ])('%s', (_, spec, expected) => {
    const { app, shop } = exposed();
    new ApiObject(shop, 'raw', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'raw' }, spec });
    const safety = problemsOf(app).filter(problem => problem.includes('safety'));
    expect(safety).toEqual(expected ? [expect.stringMatching(expected)] : []);
  });

  test('by a VirtualService that somebody adds', () => {
    const { app, shop } = exposed();
    new ApiObject(shop, 'raw', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'raw' },
      spec: { hosts: ['shop.example.com'], gateways: ['edge'], http: [{ match: [{ uri: { prefix: '/other' } }], route: [destination('web')] }] },
    });
    const problems = problemsOf(app).join();
    expect(problems).toContain("[shop/edge] host 'shop.example.com' on port 80 is also routed by VirtualService shop/raw;");
    expect(problems).not.toContain('of the context');
  });

  test('by a delegate', () => {
    const { app, shop, gateway } = exposed();
    gateway.virtualService.addJsonPatch(JsonPatch.add('/spec/http/-', { match: [{ uri: { prefix: '/d' } }], delegate: { name: 'delegate', namespace: 'shop' } }));
    new ApiObject(shop, 'raw', {
      apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'delegate' }, spec: { http: [{ route: [destination('admin')] }] },
    });
    expect(problemsOf(app).join()).toMatch(/\[shop\/admin\] safety: Gateway shop\/edge leads 'GET \/d' .*http\[1\] > shop\/delegate http\[0\]/);
  });

  test('on a host for which it was not exposed', () => {
    const { app, web, gateway, admin } = exposed({ hosts: ['shop.example.com', 'admin.example.com'] });
    gateway.expose(admin, HttpCall.any().onHosts('admin.example.com'));
    gateway.virtualServiceOf('admin.example.com')!.addJsonPatch(JsonPatch.replace('/spec/hosts', ['*.example.com']));
    const problems = problemsOf(app).join();
    expect(problems).toMatch(/\[shop\/admin\] safety: Gateway shop\/edge leads 'GET \/' of anybody for 'shop\.example\.com' to shop\/admin-v1/);
    expect(web).toBeDefined();
  });

  test('any service by its name, with AUTO_PASSTHROUGH', () => {
    const { app, gateway } = exposed({ tls: GatewayTls.simple('c'), httpsRedirect: false });
    gateway.gateway.addJsonPatch(JsonPatch.replace('/spec/servers/0/tls', { mode: 'AUTO_PASSTHROUGH' }), JsonPatch.replace('/spec/servers/0/port/protocol', 'TLS'));
    const problems = problemsOf(app).join();
    expect(problems).toContain('[shop/admin] safety: Gateway shop/edge leads every connection for');
    expect(problems).toContain('passes TLS on to whatever service the client names');
  });
});

test('a difference may be accepted, by its name', () => {
  const { app, gateway } = exposed({}, []);
  gateway.virtualService.addJsonPatch(JsonPatch.remove(`${route}/match`));
  const [, id] = /difference '([^']+)'/.exec(problemsOf(app)[0])!;
  Mesh.of(gateway).acknowledge(id, { reason: 'until May' });
  expect(problemsOf(app)).toEqual([]);
  gateway.virtualService.addJsonPatch(JsonPatch.replace(`${route}/route/0`, destination('admin')));
  expect(problemsOf(app).join()).toContain('[shop/admin] safety: Gateway shop/edge leads');
});

describe('a Gateway that serves more than was declared is refused:', () => {
  test.each<[string, string, RegExp]>([
    ['any host', './*', /serves host '\*' for VirtualServices of namespace 'shop', which was not declared/],
    ['any host for any namespace', '*', /serves host '\*' for VirtualServices of any namespace/],
    ['its host for another namespace', 'bank/shop.example.com', /serves host 'shop\.example\.com' for VirtualServices of namespace 'bank'/],
    ['a wildcard', './*.example.com', /serves host '\*\.example\.com'/],
  ])('%s', (_, host, expected) => {
    const { app, gateway } = exposed();
    gateway.gateway.addJsonPatch(JsonPatch.add('/spec/servers/0/hosts/-', host));
    const problems = problemsOf(app);
    expect(problems).toEqual([expect.stringMatching(expected)]);
    expect(problems[0]).toMatch(/^\[shop\/edge\] safety: Gateway shop\/edge .*\(servers\[0\]\) \[Gateway shop\/edge\]/);
  });

  test('clients without certificate, where one was asked for', () => {
    const { app, gateway } = exposed({ tls: GatewayTls.mutual('c') });
    gateway.gateway.addJsonPatch(JsonPatch.replace('/spec/servers/1/tls/mode', 'SIMPLE'));
    expect(problemsOf(app)).toEqual([expect.stringContaining('Gateway shop/edge serves port 443 with TLS SIMPLE, and was declared with TLS MUTUAL (servers[1])')]);
  });

  test('plain HTTP, where TLS was declared', () => {
    const { app, gateway } = exposed({ tls: GatewayTls.simple('c') });
    gateway.gateway.addJsonPatch(JsonPatch.remove('/spec/servers/0/tls'));
    expect(problemsOf(app)).toEqual([expect.stringContaining('Gateway shop/edge serves port 80 without TLS, and was declared with TLS SIMPLE (servers[0])')]);
  });
});

describe('what is exposed and does not come through is refused:', () => {
  const refused = (patch: (made: ReturnType<typeof exposed>) => void, props: Partial<IngressGatewayProps> = {}, context?: object[]) => {
    const made = exposed(props, context);
    patch(made);
    return problemsOf(made.app).join('\n');
  };

  test.each<[string, (made: ReturnType<typeof exposed>) => void, RegExp]>([
    ['a route that takes another path', ({ gateway }) => gateway.virtualService.addJsonPatch(JsonPatch.replace(`${route}/match/0/uri/exact`, '/pages')), /no rule of VirtualService shop\/edge takes it/],
    ['a route to nowhere', ({ gateway }) => gateway.virtualService.addJsonPatch(JsonPatch.replace(`${route}/route/0/destination/host`, 'nobody')), /there is no host nobody\.shop\.svc\.cluster\.local/],
    ['routes at another Gateway', ({ gateway }) => gateway.virtualService.addJsonPatch(JsonPatch.replace('/spec/gateways', ['other'])), /no VirtualService of Gateway shop\/edge speaks for shop\.example\.com/],
    ['another host', ({ gateway }) => gateway.virtualService.addJsonPatch(JsonPatch.replace('/spec/hosts', ['other.example.com'])), /no VirtualService of Gateway shop\/edge speaks/],
    ['pods that nobody knows', ({ gateway }) => gateway.gateway.addJsonPatch(JsonPatch.replace('/spec/selector', { istio: 'gone' })), /cannot be decided .*no gateway that is known has the labels/],
    ['a VirtualService that the gateway does not see', ({ gateway }) => gateway.virtualService.addJsonPatch(JsonPatch.add('/spec/exportTo', ['.'])), /no VirtualService of Gateway shop\/edge speaks/],
    ['an answer in between', ({ gateway }) => gateway.virtualService.addJsonPatch(JsonPatch.add('/spec/http/0', { directResponse: { status: 503 } })), /answers it/],
    ['a Gateway without the host', ({ gateway }) => gateway.gateway.addJsonPatch(JsonPatch.replace('/spec/servers/0/hosts', ['./other.example.com'])), /no Gateway serves shop\.example\.com/],
  ])('%s', (_, patch, expected) => {
    const problems = refused(patch);
    expect(problems).toMatch(/\[shop\/edge\] liveness: what is exposed of 'shop\/web' .* \(GET \/page for host 'shop\.example\.com' at Gateway shop\/edge, to port 8080\)/);
    expect(problems).toMatch(expected);
  });

  test('a policy at the gateway, or an EnvoyFilter, which the context shows', () => {
    const at = (kind: string, apiVersion: string, spec: object) => [{ apiVersion, kind, metadata: { name: 'x', namespace: 'istio-system' }, spec }];
    const selector = { matchLabels: { istio: 'ingressgateway' } };
    expect(refused(() => {}, {}, at('AuthorizationPolicy', 'security.istio.io/v1', { selector, action: 'DENY', rules: [{ to: [{ operation: { paths: ['/page'] } }] }] })))
      .toMatch(/does not come through .*AuthorizationPolicy istio-system\/x/);
    expect(refused(() => {}, {}, at('EnvoyFilter', 'networking.istio.io/v1alpha3', { workloadSelector: { labels: { istio: 'ingressgateway' } }, configPatches: [{ applyTo: 'HTTP_FILTER', match: { context: 'GATEWAY' }, patch: { operation: 'ADD' } }] })))
      .toMatch(/cannot be decided .*EnvoyFilter istio-system\/x changes the gateway/);
  });

  test('each host by itself', () => {
    const problems = refused(({ gateway }) => gateway.virtualService.addJsonPatch(JsonPatch.remove('/spec/hosts/0')), { hosts: ['a.example.com', 'b.example.com'] });
    expect(problems).toContain("for host 'a.example.com'");
    expect(problems).not.toContain("for host 'b.example.com'");
  });
});

describe('what is exposed of several services', () => {
  test.each([
    ['one prefix inside of the other', '/a*', '/ax*'],
    ['any path and a prefix', '*', '/api/*'],
    ['a suffix and a prefix', '*.json', '/api/*'],
    ['a template and a prefix', '/api/{*}/items', '/api/*'],
    ['a path and any path', '/', '*'],
  ])('is proved: %s', (_, one, other) => {
    const { app, shop, web, gateway } = edge();
    gateway.expose(web, HttpCall.get(one));
    gateway.expose(new LeastPrivilegeWorkload(shop, 'api', { image: 'api:1', port: 80 }), HttpCall.any());
    expect(problemsOf(app)).toEqual([]);
    const two = edge();
    two.gateway.expose(two.web, HttpCall.get(one));
    two.gateway.expose(new LeastPrivilegeWorkload(two.shop, 'api', { image: 'api:1', port: 80 }), HttpCall.get(other));
    expect(problemsOf(two.app)).toEqual([]);
  });

  test('is proved for gRPC, for services of other namespaces, and for several gateways', () => {
    const { app, web, gateway } = edge();
    gateway.expose(web, HttpCall.get('/page'));
    const bank = new SecureNamespace(app, 'bank');
    const api = listening(bank, 'api', WorkloadPort.grpc(90));
    gateway.expose(api, GrpcCall.service('bank.Api'));
    new IngressGateway(bank, 'own', { hosts: ['bank.example.com'], tls: GatewayTls.simple('bank') }).expose(api, GrpcCall.service('bank.Api'));
    expect(problemsOf(app)).toEqual([]);
  });
});

describe('connections through a gateway are proved', () => {
  const through = (tls: GatewayTls, protocol: AppProtocol) => {
    const made = edge({ hosts: ['db.example.com'], tls });
    const db = listening(made.shop, 'db', WorkloadPort.of(protocol, 5432));
    made.gateway.expose(db, TcpCall.port());
    return made;
  };

  test('by the name that is asked for', () => {
    const narrow = through(GatewayTls.passthrough(), AppProtocol.TLS);
    narrow.gateway.virtualService.addJsonPatch(
      JsonPatch.replace('/spec/tls/0/match/0/sniHosts', ['www.db.example.com']), JsonPatch.add('/spec/hosts/-', 'www.db.example.com'));
    const problems = problemsOf(narrow.app).join();
    expect(problems).toContain('[shop/edge] liveness: what is exposed of \'shop/db\' does not come through (a TCP connection for host \'db.example.com\'');
    expect(problems).toContain("[shop/db] safety: Gateway shop/edge leads connections for 'www.db.example.com' to shop/db-v1 on port 5432");
  });

  test('as far as they were exposed', () => {
    const { app, gateway } = through(GatewayTls.simple('c'), AppProtocol.TCP);
    gateway.virtualService.addJsonPatch(JsonPatch.replace('/spec/tcp/0/route/0', destination('web')));
    const problems = problemsOf(app).join();
    expect(problems).toContain("[shop/web] safety: Gateway shop/edge leads connections for 'db.example.com' to shop/web-v1 on port 8080");
    expect(problems).toContain('[shop/edge] liveness');
  });

  test('with a policy of the workload that refuses them', () => {
    const { app, gateway, shop } = through(GatewayTls.mutual('c'), AppProtocol.TCP);
    expect(gateway.virtualService.name).toBe('edge');
    new ApiObject(shop, 'deny', {
      apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'deny' }, spec: { action: 'DENY', selector: { matchLabels: { app: 'db' } }, rules: [{}] },
    });
    expect(problemsOf(app).join()).toMatch(/\[shop\/edge\] liveness: what is exposed of 'shop\/db' .*AuthorizationPolicy shop\/deny/);
  });
});
