import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Duration, JsonPatch } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import {
  AccessCaller, AccessLayer, AccessVerdict, ClientTls, EgressGateway, ExternalAddresses, ExternalPort, ExternalService, GrpcCall, HttpCall, Injection,
  LeastPrivilegeWorkload, Mechanism, Mesh, MeshAccess, Platform, RequestCondition, SecureNamespace, TcpCall,
} from 'cdk8s-istio';
import type { ExternalServiceProps } from 'cdk8s-istio';

const PAYMENTS: ExternalServiceProps = {
  host: 'api.payments.example',
  ports: [ExternalPort.http(80, { targetPort: 443, tls: ClientTls.simple() })],
  addresses: ExternalAddresses.anyPublic(),
};

/** A shop whose cart may charge by way of a gateway, and whose catalog may not. */
function shop(props: Partial<ExternalServiceProps> = {}, outdir?: string) {
  const app = new App({ outdir });
  const mesh = new Mesh(app, 'mesh');
  const namespace = new SecureNamespace(app, 'shop');
  const outside = new SecureNamespace(app, 'egress');
  const gateway = new EgressGateway(outside, 'out');
  const payments = new ExternalService(namespace, 'payments', { ...PAYMENTS, through: gateway, ...props });
  const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
  const catalog = new LeastPrivilegeWorkload(namespace, 'catalog', { image: 'catalog:1', port: 8080 });
  return { app, mesh, shop: namespace, outside, gateway, payments, cart, catalog };
}

function charging(props: Partial<ExternalServiceProps> = {}, outdir?: string) {
  const made = shop(props, outdir);
  made.cart.calls.to(made.payments, HttpCall.post('/v1/charges', '/v1/refunds/*'));
  return made;
}

/** Services of all kinds, by one gateway. */
function several() {
  const made = charging();
  const { gateway: through, shop: namespace, cart, catalog } = made;
  const bank = new ExternalService(namespace, 'bank', {
    host: 'bank.example', ports: [ExternalPort.https(443)], addresses: ExternalAddresses.of('203.0.113.0/24'), through,
  });
  const stock = new ExternalService(namespace, 'stock', { host: 'stock.corp.example', ports: [ExternalPort.tcp(3306)], endpoints: ['198.51.100.7'], through });
  cart.calls.to(bank, TcpCall.port());
  catalog.calls.to(stock, TcpCall.port());
  return { ...made, bank, stock };
}

const GATEWAY = 'egress/app=out,istio=egress-out';
const HOST = 'out.egress.svc.cluster.local';

describe('A call that goes out by a gateway', () => {
  const made = Manifests.of(charging().app);

  it('is these objects', () => {
    const own = [
      ['ServiceEntry', 'payments'], ['VirtualService', 'payments'], ['VirtualService', 'payments-by-out'], ['DestinationRule', 'payments'],
      ['Gateway', 'out'], ['DestinationRule', 'out'], ['AuthorizationPolicy', 'out'], ['NetworkPolicy', 'out'], ['Service', 'out'], ['ServiceAccount', 'out'],
      ['Deployment', 'out'], ['Sidecar', 'cart'], ['NetworkPolicy', 'cart'],
    ];
    expect(own.map(([kind, name]) => made.get(kind, name))).toMatchSnapshot();
  });

  it("is routed by the caller's proxy to the gateway, by mutual TLS in the name of the host", () => {
    expect(made.spec('VirtualService', 'payments')).toMatchObject({
      hosts: ['api.payments.example'],
      http: [{ route: [{ destination: { host: HOST, subset: 'api-payments-example', port: { number: 8443 } } }] }],
    });
    expect(made.spec('DestinationRule', 'out')).toEqual({
      host: HOST,
      subsets: [{ name: 'api-payments-example', labels: { app: 'out', istio: 'egress-out' }, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: 'api.payments.example' } } }],
      exportTo: ['shop'],
    });
  });

  it('is taken by a server for the host alone, and passed on to the host, without a word of the caller', () => {
    expect(made.spec('Gateway', 'out')).toEqual({
      selector: { app: 'out', istio: 'egress-out' },
      servers: [{
        port: { number: 8443, name: 'https-api-payments-example', protocol: 'HTTPS' }, hosts: ['shop/api.payments.example'], tls: { mode: 'ISTIO_MUTUAL' },
      }],
    });
    expect(made.spec('VirtualService', 'payments-by-out')).toEqual({
      hosts: ['api.payments.example'],
      gateways: ['egress/out'],
      http: [{
        headers: { request: { remove: ['x-forwarded-client-cert'] } },
        route: [{ destination: { host: 'api.payments.example', port: { number: 80 } } }],
      }],
      exportTo: ['egress'],
    });
  });

  it('is admitted at the gateway by identity, host, method and path', () => {
    expect(made.allowed('out')).toEqual([
      'cluster.local/ns/shop/sa/cart POST /v1/charges :8443', 'cluster.local/ns/shop/sa/cart POST /v1/refunds/* :8443',
    ]);
    expect(made.spec('AuthorizationPolicy', 'out').rules[0].to[0].operation.hosts).toEqual(['api.payments.example', 'api.payments.example:*']);
  });

  it('opens the gateway to the caller, and what is outside to the gateway alone', () => {
    expect(made.openings('cart').egress).toEqual([`${GATEWAY} TCP:8443`]);
    expect(made.openings('out')).toEqual({ ingress: ['shop/app=cart TCP:8443'], egress: ['0.0.0.0/0 TCP:443', '2000::/3 TCP:443'] });
    expect(made.openings('catalog')).toEqual({ ingress: [], egress: [] });
    expect(made.all.filter(({ kind, spec }) => kind === 'NetworkPolicy' && JSON.stringify(spec).includes('0.0.0.0/0')).map(({ metadata }) => metadata.name)).toEqual(['out']);
  });

  it('is known to the proxies of the caller and of the gateway', () => {
    expect(made.known('cart')).toEqual([`egress/${HOST}`, 'shop/api.payments.example']);
    expect(made.known('catalog')).toEqual(['~/*']);
    expect(['ServiceEntry', 'DestinationRule', 'VirtualService'].map(kind => made.spec(kind, 'payments').exportTo)).toEqual([['.', 'egress'], ['.', 'egress'], ['.']]);
  });

  it('gives TLS by the gateway, as by any proxy', () => {
    expect(made.spec('DestinationRule', 'payments').trafficPolicy.portLevelSettings).toEqual([
      { port: { number: 80 }, tls: { mode: 'SIMPLE', caCertificates: 'system' } },
    ]);
  });

  it('may be traced to its objects', () => {
    const { gateway, payments, cart } = shop();
    const { objects } = cart.calls.to(payments, HttpCall.any());
    expect(objects).toEqual(expect.arrayContaining([
      cart.sidecar, cart.networkPolicy, payments.gatewayVirtualService,
      gateway.gateway, gateway.destinationRule, gateway.authorizationPolicy, gateway.networkPolicy,
    ]));
  });

  it('may ask for conditions, which nothing outside would enforce', () => {
    const { app, cart, payments } = shop();
    cart.calls.to(payments, HttpCall.any().when(RequestCondition.header('x-tenant', 'acme')));
    expect(Manifests.of(app).spec('AuthorizationPolicy', 'out').rules[0].when).toEqual([{ key: 'request.headers[x-tenant]', values: ['acme'] }]);
  });

  it("has traffic like any other, done by the caller's proxy: the gateway sees what comes of it", () => {
    const { app, payments } = charging();
    payments.traffic.timeout(Duration.seconds(3));
    payments.traffic.rewritePrefix('/v1/', '/v2/');
    const routed = Manifests.of(app);
    expect(routed.spec('VirtualService', 'payments').http[0]).toMatchObject({ timeout: '3s', route: [{ destination: { host: HOST } }] });
    expect(routed.allowed('out')).toEqual(['cluster.local/ns/shop/sa/cart POST /v2/charges :8443', 'cluster.local/ns/shop/sa/cart POST /v2/refunds/* :8443']);
  });

  it('may be gRPC', () => {
    const { app, cart, payments } = shop({ ports: [ExternalPort.grpc(80)] });
    cart.calls.to(payments, GrpcCall.methods('pay.v1.Charges', 'Create'));
    expect(Manifests.of(app).allowed('out')).toEqual(['cluster.local/ns/shop/sa/cart POST /pay.v1.Charges/Create :8443']);
  });

  it('is decided like any call, as far as the gateway', () => {
    const { app } = charging();
    const access = MeshAccess.fromApp(app);
    const ask = (workload: string, method: string, path: string, host = 'api.payments.example:80') =>
      access.decide({ from: AccessCaller.workload('shop', workload), to: { namespace: 'egress', workload: 'out' }, port: 8443, method, path, host }).verdict;
    expect(ask('cart-v1', 'POST', '/v1/charges')).toBe(AccessVerdict.ALLOW);
    expect(ask('cart-v1', 'GET', '/v1/charges')).toBe(AccessVerdict.DENY);
    expect(ask('cart-v1', 'POST', '/v1/payouts')).toBe(AccessVerdict.DENY);
    expect(ask('cart-v1', 'POST', '/v1/charges', 'evil.example')).toBe(AccessVerdict.DENY);
    // A name that no server has, as the gateway's own Service leads to.
    expect(ask('cart-v1', 'POST', '/v1/charges', `${HOST}:8443`)).toBe(AccessVerdict.DENY);
    expect(ask('catalog-v1', 'POST', '/v1/charges')).toBe(AccessVerdict.DENY);
  });

  it('is no way for the gateway into the mesh: for its proxy there is no Sidecar, so policies and the network refuse it', () => {
    const { layers, verdict } = MeshAccess.fromApp(charging().app).decide({
      from: AccessCaller.workload('egress', 'out'), to: { namespace: 'shop', workload: 'cart-v1' }, port: 8080, method: 'GET', path: '/',
    });
    expect(verdict).toBe(AccessVerdict.DENY);
    const refusing = layers.filter(layer => layer.verdict === AccessVerdict.DENY).map(({ layer }) => layer);
    expect(refusing).toEqual([AccessLayer.NETWORK_POLICY, AccessLayer.AUTHORIZATION_POLICY]);
  });

  it('is rows of the access table: callers at the gateway, and what the gateway alone reaches', () => {
    const text = MeshAccess.fromApp(charging().app).table().toText();
    expect(text).toMatch(/shop\/cart-v1\s+egress\/out\s+8443\s+.*POST/);
    expect(text).not.toMatch(/shop\/cart-v1\s+addresses/);
    expect(text).toMatch(/egress\/out\s+addresses/);
  });
});

describe('Several services by one gateway', () => {
  const made = Manifests.of(several().app);

  it('have a server, a subset and a VirtualService each, on a port for requests and one for connections', () => {
    expect(made.spec('Gateway', 'out').servers.map(({ port, hosts }: any) => `${port.protocol} ${port.number} ${hosts}`)).toEqual([
      'HTTPS 8443 shop/api.payments.example', 'TLS 8444 shop/bank.example', 'TLS 8444 shop/stock.corp.example',
    ]);
    expect(made.spec('DestinationRule', 'out').subsets.map(({ name }: any) => name)).toEqual(['api-payments-example', 'bank-example', 'stock-corp-example']);
    expect(made.spec('VirtualService', 'bank')).toMatchObject({
      tls: [{ match: [{ sniHosts: ['bank.example'] }], route: [{ destination: { host: HOST, subset: 'bank-example', port: { number: 8444 } } }] }],
    });
    expect(made.spec('VirtualService', 'stock')).toMatchObject({ tcp: [{ route: [{ destination: { host: HOST, subset: 'stock-corp-example' } }] }] });
    expect(made.spec('VirtualService', 'stock-by-out').tcp).toEqual([{ match: [{ port: 8444 }], route: [{ destination: { host: 'stock.corp.example', port: { number: 3306 } } }] }]);
  });

  it('are told apart by the server name of the handshake, where there are no requests to see', () => {
    const rules = made.spec('AuthorizationPolicy', 'out').rules.filter(({ when }: any) => when);
    expect(rules.map(({ from, when, to }: any) => [from[0].source.principals[0], when, to[0].operation.ports])).toEqual([
      ['cluster.local/ns/shop/sa/cart', [{ key: 'connection.sni', values: ['bank.example'] }], ['8444']],
      ['cluster.local/ns/shop/sa/catalog', [{ key: 'connection.sni', values: ['stock.corp.example'] }], ['8444']],
    ]);
  });

  it('are open to the gateway only, each at its own addresses and ports', () => {
    expect(made.openings('out')).toEqual({
      ingress: ['shop/app=cart TCP:8443', 'shop/app=cart TCP:8444', 'shop/app=catalog TCP:8444'],
      egress: ['0.0.0.0/0 TCP:443', '2000::/3 TCP:443', '198.51.100.7/32 TCP:3306', '203.0.113.0/24 TCP:443'],
    });
  });

  it('may be of several namespaces, and called from several', () => {
    const { app, gateway: through, payments } = shop({ exportTo: ['.', 'stock'] });
    const stock = new SecureNamespace(app, 'stock');
    new LeastPrivilegeWorkload(stock, 'orders', { image: 'orders:1' }).calls.to(payments, HttpCall.get('/v1/charges'));
    const rates = new ExternalService(stock, 'rates', { ...PAYMENTS, host: 'rates.example', through });
    new LeastPrivilegeWorkload(stock, 'prices', { image: 'prices:1' }).calls.to(rates, HttpCall.get('/today'));
    const written = Manifests.of(app);
    expect(written.spec('Gateway', 'out').servers.flatMap(({ hosts }: any) => hosts)).toEqual(['shop/api.payments.example', 'stock/rates.example']);
    expect(written.spec('DestinationRule', 'out').exportTo).toEqual(['shop', 'stock']);
    expect(written.spec('ServiceEntry', 'payments').exportTo).toEqual(['.', 'egress', 'stock']);
    expect(written.allowed('out')).toEqual(['cluster.local/ns/stock/sa/orders GET /v1/charges :8443', 'cluster.local/ns/stock/sa/prices GET /today :8443']);
  });

  it('are written the same in any order of declaration', () => {
    const written = (hosts: string[]) => {
      const { app, gateway: through, shop: namespace, cart } = shop();
      for (const host of hosts) {
        cart.calls.to(new ExternalService(namespace, host.split('.')[0], { ...PAYMENTS, host, through }), HttpCall.get('/a'));
      }
      return app.synthYaml();
    };
    expect(written(['b.example', 'a.example', 'c.example'])).toBe(written(['c.example', 'b.example', 'a.example']));
  });

  it('have subsets of their own, however alike or long their names are', () => {
    const { app, gateway: through, shop: namespace, cart } = shop();
    const hosts = ['a-b.c.example', 'a.b-c.example', 'a.b.c.example', `${'long'.repeat(12)}.example`, `${'long'.repeat(12)}.example.com`];
    hosts.forEach((host, i) => cart.calls.to(new ExternalService(namespace, `s${i}`, { ...PAYMENTS, host, through }), HttpCall.any()));
    const names = Manifests.of(app).spec('DestinationRule', 'out').subsets.map(({ name }: any) => name);
    expect(new Set(names).size).toBe(6);
    expect(names.filter((name: string) => name.length > 63)).toEqual([]);
  });
});

describe("The gateway's pods", () => {
  it('are a proxy and nothing else, hardened, without a token for the API server', () => {
    const pod = Manifests.of(charging().app).pod('Deployment', 'out');
    expect(pod.metadata).toMatchObject({ labels: { 'sidecar.istio.io/inject': 'true' }, annotations: { 'inject.istio.io/templates': 'gateway' } });
    expect(pod.spec).toMatchObject({ serviceAccountName: 'out', automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
    expect(pod.spec.containers.map(({ name, image }: any) => [name, image])).toEqual([['istio-proxy', 'auto']]);
  });

  it('are closed as long as nothing goes out', () => {
    const app = new App();
    new EgressGateway(new SecureNamespace(app, 'egress'), 'out');
    const made = Manifests.of(app);
    expect(made.spec('AuthorizationPolicy', 'out').rules).toEqual([]);
    expect(made.openings('out')).toEqual({ ingress: [], egress: [] });
    expect([...made.names('Gateway'), ...made.names('DestinationRule')]).toEqual([]);
  });

  it('may be those that the platform brings: its policies alone are emitted, where the pods are', () => {
    const app = new App();
    const system = new SecureNamespace(app, 'istio-system', { adopt: true });
    const through = new EgressGateway(system, 'out', { gateway: 'egressgateway' });
    const namespace = new SecureNamespace(app, 'shop');
    const payments = new ExternalService(namespace, 'payments', { ...PAYMENTS, through });
    new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1' }).calls.to(payments, HttpCall.post('/v1/charges'));
    const made = Manifests.of(app);
    expect(made.all.filter(({ metadata }) => metadata.namespace === 'istio-system').map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
      'AuthorizationPolicy/out', 'NetworkPolicy/out', 'DestinationRule/out', 'Gateway/out',
    ]);
    expect(made.spec('Gateway', 'out')).toMatchObject({ selector: { istio: 'egressgateway' }, servers: [{ port: { number: 80 } }] });
    // The Service's port for callers, the pods' for policies.
    expect(made.spec('VirtualService', 'payments').http[0].route[0].destination).toMatchObject({ host: 'istio-egressgateway.istio-system.svc.cluster.local', port: { number: 80 } });
    expect(made.allowed('out')).toEqual(['cluster.local/ns/shop/sa/cart POST /v1/charges :8080']);
    expect(made.openings('cart').egress).toEqual(['istio-system/istio=egressgateway TCP:8080']);
    expect(made.openings('out').egress).toEqual(expect.arrayContaining(['istio-system/app=istiod TCP:15012', '0.0.0.0/0 TCP:443']));
  });

  it('of the platform are proved as the platform describes them, and that is told', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'egress-'));
    try {
      const app = new App({ outdir });
      const through = new EgressGateway(new SecureNamespace(app, 'istio-system', { adopt: true }), 'out', { gateway: 'egressgateway' });
      const namespace = new SecureNamespace(app, 'shop');
      new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1' }).calls.to(new ExternalService(namespace, 'payments', { ...PAYMENTS, through }), HttpCall.get('/a'));
      app.synth();
      expect(JSON.parse(readFileSync(join(outdir, 'mesh/proof.json'), 'utf8')).meshes[0].assumptions)
        .toContain("egress gateway 'egressgateway' runs in namespace 'istio-system' as service account 'istio-egressgateway-service-account'");
      through.authorizationPolicy.addJsonPatch(JsonPatch.remove('/spec/rules/0/from'));
      expect(refusal(app)).toMatch(/\[istio-system\/out\] safety: mutual TLS and AuthorizationPolicy let .* reach istio-system\/istio-egressgateway on port 8080/);
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });
});

describe('A gateway may stand', () => {
  const calling = (app: App, where: SecureNamespace, from: SecureNamespace) => {
    const through = new EgressGateway(where, 'out');
    const payments = new ExternalService(from, 'payments', { ...PAYMENTS, through });
    new LeastPrivilegeWorkload(from, 'cart', { image: 'cart:1' }).calls.to(payments, HttpCall.post('/v1/charges'));
    return Manifests.of(app);
  };

  it('in the namespace of its callers', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop');
    const made = calling(app, namespace, namespace);
    expect(['ServiceEntry', 'VirtualService', 'DestinationRule'].map(kind => made.spec(kind, 'payments').exportTo)).toEqual([['.'], ['.'], ['.']]);
    expect(made.spec('VirtualService', 'payments-by-out').exportTo).toEqual(['.']);
    expect(made.spec('DestinationRule', 'out').exportTo).toEqual(['.']);
  });

  it('in a namespace that somebody else owns', () => {
    const app = new App();
    const made = calling(app, new SecureNamespace(app, 'outside', { adopt: true }), new SecureNamespace(app, 'shop'));
    expect(made.openings('out').egress).toEqual(expect.arrayContaining(['kube-system/k8s-app=kube-dns UDP:53', 'istio-system/app=istiod TCP:15012']));
    expect(made.all.filter(({ metadata }) => metadata.namespace === 'outside' && metadata.name !== 'out')).toEqual([]);
  });

  it('beside another, each with services of its own', () => {
    const { app, outside, shop: namespace, cart } = charging();
    const second = new EgressGateway(outside, 'second');
    cart.calls.to(new ExternalService(namespace, 'rates', { ...PAYMENTS, host: 'rates.example', through: second }), HttpCall.get('/today'));
    const made = Manifests.of(app);
    expect(made.allowed('second')).toEqual(['cluster.local/ns/shop/sa/cart GET /today :8443']);
    expect(made.openings('cart').egress).toEqual([`${GATEWAY} TCP:8443`, 'egress/app=second,istio=egress-second TCP:8443']);
  });

  it('where many services go out by it', () => {
    const { app, gateway: through, shop: namespace, cart } = shop();
    for (let i = 0; i < 150; i++) {
      cart.calls.to(new ExternalService(namespace, `s${i}`, { ...PAYMENTS, host: `s${i}.example`, through }), HttpCall.get(`/only/${i}`));
    }
    const started = Date.now();
    expect(Manifests.of(app).spec('Gateway', 'out').servers).toHaveLength(151);
    expect(Date.now() - started).toBeLessThan(20_000);
  }, 60_000);
});

describe('What is proved of calls by a gateway:', () => {
  type Made = ReturnType<typeof charging>;
  const patch = (object: ApiObject, ...patches: JsonPatch[]) => object.addJsonPatch(...patches);
  const widenings: [string, (made: Made) => void, RegExp][] = [
    ['the gateway admits whoever comes', ({ gateway }) => patch(gateway.authorizationPolicy, JsonPatch.remove('/spec/rules/0/from')),
      /\[egress\/out\] safety: mutual TLS and AuthorizationPolicy let .* reach egress\/out on port 8443/],
    ['the gateway admits another identity', ({ gateway, catalog }) => patch(gateway.authorizationPolicy, JsonPatch.add('/spec/rules/0/from/0/source/principals/-', catalog.principal)),
      /\[egress\/out\] safety: .* of cluster\.local\/ns\/shop\/sa\/catalog reach egress\/out on port 8443/],
    ['the gateway admits any path', ({ gateway }) => patch(gateway.authorizationPolicy, JsonPatch.remove('/spec/rules/0/to/0/operation/paths')),
      /\[egress\/out\] safety: .*'POST .* of cluster\.local\/ns\/shop\/sa\/cart reach egress\/out on port 8443/],
    ['the gateway admits any method', ({ gateway }) => patch(gateway.authorizationPolicy, JsonPatch.remove('/spec/rules/0/to/0/operation/methods')),
      /\[egress\/out\] safety: .* of cluster\.local\/ns\/shop\/sa\/cart reach egress\/out on port 8443/],
    ['the gateway is no longer guarded', ({ gateway, outside }) => {
      patch(gateway.authorizationPolicy, JsonPatch.replace('/spec/selector/matchLabels/app', 'nobody'));
      patch(outside.denyAll, JsonPatch.add('/spec/selector', { matchLabels: { app: 'nobody' } }));
    }, /\[egress\/out\] safety: mutual TLS and AuthorizationPolicy let .* reach egress\/out on port 8443/],
    ['the caller reaches the outside by itself', ({ cart }) => patch(cart.networkPolicy, JsonPatch.add('/spec/egress/-', {
      to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ protocol: 'TCP', port: 443 }],
    })), /\[shop\/cart\] safety: NetworkPolicy shop\/cart opens shop\/cart-v1 to addresses 0\.0\.0\.0\/0 on port 443/],
    ['another namespace reaches the gateway', ({ gateway }) => patch(gateway.networkPolicy, JsonPatch.add('/spec/ingress/-', {
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'bank' } } }], ports: [{ protocol: 'TCP', port: 8443 }],
    })), /\[egress\/out\] safety: NetworkPolicy egress\/out opens egress\/out from any pod of namespaces with kubernetes\.io\/metadata\.name=bank on port 8443/],
    ['the gateway reaches private networks', ({ gateway }) => patch(gateway.networkPolicy, JsonPatch.remove('/spec/egress/0/to/0/ipBlock/except')),
      /\[egress\/out\] safety: NetworkPolicy egress\/out opens egress\/out to addresses 0\.0\.0\.0\/0 on port 443/],
    ['another container runs beside the gateway', ({ gateway }) => patch(gateway.deployment!, JsonPatch.add('/spec/template/spec/containers/-', { name: 'admin', image: 'admin:1' })),
      /\[egress\/out\] safety: .* may let a caller without identity reach egress\/out on port \d+ \(other containers of egress\/out may listen at port/],
    ['a Gateway for every gateway takes any name', ({ outside }) => {
      new ApiObject(outside, 'any', {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name: 'any' },
        spec: { servers: [{ port: { number: 8443, name: 'https', protocol: 'HTTPS' }, hosts: ['*'], tls: { mode: 'ISTIO_MUTUAL' } }] },
      });
    }, /\[egress\/out\] safety: mutual TLS and AuthorizationPolicy let .* of cluster\.local\/ns\/shop\/sa\/cart reach egress\/out on port 8443/],
    ["the caller's proxy knows another host", ({ cart }) => patch(cart.sidecar, JsonPatch.add('/spec/egress/0/hosts/-', 'shop/*.example')),
      /\[shop\/cart\] safety: Sidecar shop\/cart imports shop\/\*\.example for shop\/cart-v1, which was not declared/],
  ];
  test.each(widenings)('%s, and it is found', (_, widen, message) => {
    const made = charging();
    widen(made);
    expect(refusal(made.app)).toMatch(message);
  });

  type Several = ReturnType<typeof several>;
  const toBank = { destination: { host: 'bank.example', port: { number: 443 } } };
  const route = ({ payments }: Several, ...patches: JsonPatch[]) => patch(payments.gatewayVirtualService!, ...patches);
  const detours: [string, (made: Several) => void, string][] = [
    ['leads requests with a header elsewhere', made => route(made, JsonPatch.add('/spec/http/0', { match: [{ headers: { via: { exact: 'bank' } } }], route: [toBank] })),
      "leads requests for 'api.payments.example' to bank.example:443 (http[0])"],
    ['copies requests elsewhere', made => route(made, JsonPatch.add('/spec/http/0/mirror', toBank.destination)), "leads requests for 'api.payments.example' to bank.example:443 (http[0])"],
    ['leads to another port', made => route(made, JsonPatch.add('/spec/http/0', { match: [{ method: { exact: 'PUT' } }], route: [{ destination: { host: 'api.payments.example', port: { number: 22 } } }] })),
      "leads requests for 'api.payments.example' to api.payments.example:22 (http[0])"],
    ['makes other requests of them', made => route(made, JsonPatch.add('/spec/http/0/rewrite', { uri: '/admin' })), "rewrites requests for 'api.payments.example' (http[0])"],
    ['asks another host in their name', made => route(made, JsonPatch.add('/spec/http/0/headers/request/set', { Host: 'bank.example' })), "rewrites requests for 'api.payments.example' (http[0])"],
    ['follows a VirtualService that somebody adds', ({ shop: namespace }) => {
      new ApiObject(namespace, 'added', {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'added' },
        spec: { hosts: ['api.payments.example'], gateways: ['egress/out'], exportTo: ['egress'], http: [{ match: [{ uri: { exact: '/x' } }], route: [toBank] }] },
      });
    }, "leads requests for 'api.payments.example' to bank.example:443 (http[0])"],
    ['leads connections elsewhere', ({ bank }) => patch(bank.gatewayVirtualService!, JsonPatch.add('/spec/tcp/0', {
      match: [{ port: 8444, sourceLabels: { app: 'nobody' } }], route: [{ destination: { host: 'stock.corp.example', port: { number: 3306 } } }],
    })), "leads connections for 'bank.example' to stock.corp.example:3306 (tcp[0])"],
  ];
  test.each(detours)('the gateway %s, and it is found, though declared calls come through', (_, detour, message) => {
    const made = several();
    detour(made);
    expect(refusal(made.app)).toContain(`[egress/out] safety: Gateway egress/out ${message}, which was not declared`);
  });

  it('others answer for the host, and it is found', () => {
    const made = several();
    patch(made.stock.serviceEntry, JsonPatch.add('/spec/endpoints/-', { address: '203.0.113.9' }));
    expect(refusal(made.app)).toContain("[egress/out] safety: ServiceEntry shop/stock has '203.0.113.9' answer for 'stock.corp.example', to which egress/out passes calls on");
    const added = several();
    new ApiObject(added.shop, 'added', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: 'added' },
      spec: {
        hosts: ['stock.corp.example'], exportTo: ['*'], location: 'MESH_EXTERNAL', resolution: 'STATIC', ports: [{ number: 3306, name: 'tcp', protocol: 'TCP' }], endpoints: [{ address: '203.0.113.9' }],
      },
    });
    expect(refusal(added.app)).toContain("[egress/out] safety: ServiceEntry shop/added has '203.0.113.9' answer for 'stock.corp.example'");
  });

  const breakages: [string, (made: Made) => void, RegExp | string][] = [
    ["the caller's proxy does not know the host", ({ cart }) => patch(cart.sidecar, JsonPatch.replace('/spec/egress/0/hosts', ['~/*'])), /\[shop\/cart\] liveness: .*api\.payments\.example/],
    ['the caller comes by another name', ({ gateway }) => patch(gateway.destinationRule, JsonPatch.replace('/spec/subsets/0/trafficPolicy/tls/sni', 'other.example')),
      "no server of a Gateway on port 8443 of egress/out is for the server name 'other.example'"],
    ['the caller comes by the name of the cluster', ({ gateway }) => patch(gateway.destinationRule, JsonPatch.remove('/spec/subsets/0/trafficPolicy/tls/sni')), /is for the server name 'outbound_\.8443_/],
    ['the caller comes in plain text', ({ gateway }) => patch(gateway.destinationRule, JsonPatch.replace('/spec/subsets/0/trafficPolicy/tls', { mode: 'DISABLE' })), /\[shop\/cart\] liveness: /],
    ['the subset is gone', ({ gateway }) => patch(gateway.destinationRule, JsonPatch.replace('/spec/subsets/0/name', 'other')), 'no DestinationRule that the caller sees defines the subset api-payments-example'],
    ['the DestinationRule is for others', ({ gateway }) => patch(gateway.destinationRule, JsonPatch.replace('/spec/exportTo', ['bank'])), /\[shop\/cart\] liveness: /],
    ['no Gateway has a server for it', ({ gateway }) => patch(gateway.gateway, JsonPatch.replace('/spec/servers/0/hosts', ['shop/other.example'])), /\[shop\/cart\] liveness: .*is for the server name 'api\.payments\.example'/],
    ['the server does not ask for mutual TLS of the mesh', ({ gateway }) => patch(gateway.gateway, JsonPatch.replace('/spec/servers/0/tls/mode', 'PASSTHROUGH')),
      'no server of a Gateway on port 8443 of egress/out is for api.payments.example'],
    ['the Gateway is for other pods', ({ gateway }) => patch(gateway.gateway, JsonPatch.replace('/spec/selector/app', 'nobody')), 'no Gateway has a server for port 8443 of egress/out'],
    ["the gateway's VirtualService is not for it", ({ payments }) => patch(payments.gatewayVirtualService!, JsonPatch.replace('/spec/gateways', ['egress/other'])),
      'no VirtualService of Gateway egress/out speaks for api.payments.example'],
    ['the gateway does not see the VirtualService', ({ payments }) => patch(payments.gatewayVirtualService!, JsonPatch.replace('/spec/exportTo', ['.'])),
      'no VirtualService of Gateway egress/out speaks for api.payments.example'],
    ['the gateway sends it elsewhere', ({ payments }) => patch(payments.gatewayVirtualService!, JsonPatch.replace('/spec/http/0/route/0/destination/host', 'cart.shop.svc.cluster.local')),
      'the gateway sends it to cart.shop.svc.cluster.local:80, which is not api.payments.example:80'],
    ['the gateway answers itself', ({ payments }) => patch(payments.gatewayVirtualService!, JsonPatch.replace('/spec/http/0', { directResponse: { status: 200 } })), 'does not pass it on'],
    ['the gateway knows no such service', ({ payments }) => patch(payments.serviceEntry, JsonPatch.replace('/spec/exportTo', ['.'])), "the gateway's proxy knows no ServiceEntry for api.payments.example:80"],
    ['the gateway does not see the TLS that it is to put on', ({ payments }) => patch(payments.traffic.destinationRule, JsonPatch.replace('/spec/exportTo', ['.'])),
      'TLS was declared for api.payments.example:80, and its proxy does not certainly put it on ('],
    ['the network holds the gateway back', ({ gateway }) => patch(gateway.networkPolicy, JsonPatch.replace('/spec/egress/0/ports/0/port', 444)), /no NetworkPolicy opens addresses 0\.0\.0\.0\/0 on port 443/],
    ['the network holds the caller back', ({ cart }) => patch(cart.networkPolicy, JsonPatch.replace('/spec/egress', [])), /\[shop\/cart\] liveness: /],
    ['the gateway admits fewer paths', ({ gateway }) => patch(gateway.authorizationPolicy, JsonPatch.replace('/spec/rules/0/to/0/operation/paths', ['/v1/charges'])),
      /\[shop\/cart\] liveness: .* is refused by mutual TLS or AuthorizationPolicy of egress\/out/],
    ['another Gateway has a server for the host', ({ outside }) => new ApiObject(outside, 'rival', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'rival' },
      spec: {
        selector: { app: 'out' }, servers: [{ port: { number: 8443, name: 'x', protocol: 'HTTPS' }, hosts: ['*/api.payments.example'], tls: { mode: 'ISTIO_MUTUAL' } }],
      },
    }), 'both have a server for api.payments.example, and the older one'],
    ['another Gateway has a server in plain text on the port', ({ outside }) => new ApiObject(outside, 'rival', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'rival' },
      spec: {
        selector: { app: 'out' }, servers: [{ port: { number: 8443, name: 'x', protocol: 'HTTP' }, hosts: ['*'] }],
      },
    }), /\[shop\/cart\] liveness: /],
    ['another VirtualService takes it at the gateway', ({ shop: namespace }) => new ApiObject(namespace, 'rival', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'a-rival' },
      spec: {
        hosts: ['api.payments.example'],
        gateways: ['egress/out'],
        exportTo: ['egress'],
        http: [{ match: [{ uri: { prefix: '/v1' } }], route: [{ destination: { host: 'evil.example', port: { number: 80 } } }] }],
      },
    }), 'the gateway sends it to evil.example:80, which is not api.payments.example:80'],
    ['another ServiceEntry is nearer to the gateway', ({ outside }) => new ApiObject(outside, 'rival', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: 'rival' },
      spec: {
        hosts: ['api.payments.example'], ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], resolution: 'STATIC', endpoints: [{ address: '192.0.2.66' }], location: 'MESH_EXTERNAL',
      },
    }), "the gateway's proxy takes ServiceEntry egress/rival for api.payments.example, and not that of shop"],
    ["the gateway's Service leads to another port", ({ app }) => {
      const service = app.node.findAll().find(one => ApiObject.isApiObject(one) && one.kind === 'Service' && one.name === 'out') as ApiObject;
      patch(service, JsonPatch.replace('/spec/ports/0/targetPort', 9443));
    }, /\[shop\/cart\] liveness: /],
    ['a filter changes the gateway', ({ outside }) => new ApiObject(outside, 'filter', {
      apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter', metadata: { name: 'filter' }, spec: { configPatches: [{ applyTo: 'LISTENER', match: { context: 'GATEWAY' } }] },
    }), 'changes the gateway in ways that are not modelled'],
  ];
  test.each(breakages)('%s, and the call does not leave', (_, breakIt, message) => {
    const made = charging();
    breakIt(made);
    const refused = refusal(made.app);
    expect(refused).toContain('liveness');
    expect(refused).toMatch(typeof message === 'string' ? new RegExp(message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : message);
  });

  it('a caller of one host comes to no other, whichever the gateway has', () => {
    const made = charging();
    const withoutHosts = JsonPatch.remove('/spec/rules/0/to/0/operation/hosts');
    patch(made.gateway.authorizationPolicy, withoutHosts);
    // The only server there is takes no other host.
    expect(refusal(made.app)).toBe('');
    const rates = new ExternalService(made.shop, 'rates', { ...PAYMENTS, host: 'rates.example', through: made.gateway });
    made.catalog.calls.to(rates, HttpCall.get('/today'));
    expect(refusal(made.app)).toMatch(/\[egress\/out\] safety: .*'POST \/v1\/charges' .*rates\.example.* of cluster\.local\/ns\/shop\/sa\/ca\S+ reach egress\/out on port 8443/);
  });

  it('its server asks for mutual TLS, whatever the namespace says', () => {
    const made = charging();
    patch(made.outside.peerAuthentication, JsonPatch.replace('/spec/mtls/mode', 'PERMISSIVE'));
    expect(refusal(made.app)).toBe('');
    patch(made.gateway.authorizationPolicy, JsonPatch.remove('/spec/rules/0/from'));
    expect(refusal(made.app)).not.toContain('without identity');
  });

  it('connections come by the name of their host alone', () => {
    const made = several();
    patch(made.gateway.authorizationPolicy, JsonPatch.remove('/spec/rules/1/when'));
    expect(refusal(made.app)).toMatch(/\[egress\/out\] safety: .* let cluster\.local\/ns\/shop\/sa\/cart reach egress\/out on port 8444/);
  });

  it('a workload beside the gateway that carries its labels is refused', () => {
    const { app, outside } = charging();
    new ApiObject(outside, 'stranger', {
      apiVersion: 'v1', kind: 'Pod', metadata: { name: 'stranger', labels: { app: 'out' } }, spec: { containers: [{ name: 'x', image: 'x:1' }] },
    });
    expect(refusal(app)).toContain("its pods carry 'app: out', by which Service and policies of 'egress/out' select");
  });

  it('pods of the gateway that would be none are refused', () => {
    const { app, gateway } = charging();
    patch(gateway.deployment!, JsonPatch.remove('/spec/template/metadata/annotations'));
    expect(refusal(app)).toContain("[egress/out] its pods are not written with 'inject.istio.io/templates: gateway', and would be no gateway");
  });
});

describe('A gateway out of the mesh is refused', () => {
  it.each<[string, Partial<ExternalServiceProps>, string]>([
    ['for a domain', { host: '*.payments.example', ports: [ExternalPort.http(80)] }, "host '*.payments.example' is for many services, and gateway 'egress/out' would have to find the address of each by its name"],
    ['for two ports of HTTP', { ports: [ExternalPort.http(80), ExternalPort.http2(81)] }, "has several ports for HTTP ('http', 'http2'), which gateway 'egress/out' cannot tell apart by the host"],
    ['for two ports of connections', { ports: [ExternalPort.https(443), ExternalPort.tls(8443)] }, "has several ports for connections ('https', 'tls'), which gateway 'egress/out' cannot tell apart by the server's name"],
  ])('%s', (_, props, message) => {
    expect(refusal(shop(props).app)).toContain(`[shop/payments] ${message}`);
  });

  it('where two services have one host', () => {
    const { app, gateway: through, shop: namespace } = shop();
    const stock = new SecureNamespace(app, 'stock');
    new ExternalService(stock, 'pay', { ...PAYMENTS, through });
    expect(refusal(app)).toContain("[shop/payments] host of egress gateway 'egress/out' 'api.payments.example' is also claimed by 'stock/pay'; declare it once, and name the namespaces of all callers in 'exportTo'.");
    expect(namespace.namespaceName).toBe('shop');
  });

  it('where a call says what no gateway sees in TLS', () => {
    const { app, cart, payments } = shop({ ports: [ExternalPort.https(443)] });
    cart.calls.to(payments, HttpCall.get('/v1/charges'));
    expect(refusal(app)).toContain("[shop/cart] call to 'shop/payments': methods and paths on port 'https', which speaks https: a proxy sees no requests there");
  });

  it('where a call names hosts', () => {
    const { app, cart, payments } = shop();
    cart.calls.to(payments, HttpCall.any().onHosts('other.example'));
    expect(refusal(app)).toContain("call to 'shop/payments': it names hosts, and the gateway admits it for 'api.payments.example' alone; leave them out of the call.");
  });

  it('for copies of requests, which go there directly', () => {
    const { app, shop: namespace, payments, cart } = shop();
    const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' });
    web.calls.to(cart, HttpCall.any());
    cart.traffic.mirrorTo(payments, { percentage: 100 });
    expect(refusal(app)).toContain("call to 'shop/cart', which is mirrored to 'shop/payments': copies go to it directly, and calls to it by a gateway; mirror to something else.");
  });

  it('where callers have no proxy, or do not know the service', () => {
    const { app, shop: namespace, payments } = shop();
    new LeastPrivilegeWorkload(namespace, 'batch', { image: 'batch:1', podLabels: { 'sidecar.istio.io/inject': 'false' } }).calls.to(payments, HttpCall.any());
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'stock'), 'orders', { image: 'orders:1' }).calls.to(payments, HttpCall.any());
    const message = refusal(app);
    expect(message).toContain("its caller 'shop/batch' has no proxy and so no identity, which the callee's policy asks for");
    expect(message).toContain("is called by 'stock/orders' of namespace 'stock', whose proxies do not know it; name the namespace in 'exportTo'");
  });

  it('where nothing at the gateway could enforce what a call says', () => {
    const app = new App();
    const through = new EgressGateway(new SecureNamespace(app, 'egress', { enforce: [Mechanism.NETWORK_POLICY] }), 'out');
    const namespace = new SecureNamespace(app, 'shop');
    const payments = new ExternalService(namespace, 'payments', { ...PAYMENTS, through });
    new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1' }).calls.to(payments, HttpCall.get('/v1/charges'));
    expect(refusal(app)).toContain("[shop/cart] call to 'shop/payments': it is outside of the mesh, where nothing enforces methods");
  });

  it.each<[string, (app: App) => unknown, string]>([
    ['that the platform does not know', app => new EgressGateway(new SecureNamespace(app, 'egress'), 'out', { gateway: 'other' }),
      "egress gateway 'other' is none of the platform's ('egressgateway'); name one of them, describe it in the Platform's 'egressGateways', or leave 'gateway' out to deploy one."],
    ['declared away from its pods', app => new EgressGateway(new SecureNamespace(app, 'egress'), 'out', { gateway: 'egressgateway' }),
      "the pods of egress gateway 'egressgateway' are in namespace 'istio-system', where their policies must stand, and it is declared in 'egress'; declare it in a SecureNamespace for 'istio-system', with 'adopt' if somebody else owns it."],
    ['that is told how many pods others deploy', app => new EgressGateway(new SecureNamespace(app, 'istio-system', { adopt: true }), 'out', { gateway: 'egressgateway', replicas: 2 }), "is told its 'replicas' and is deployed by somebody else"],
    ['with half a pod', app => new EgressGateway(new SecureNamespace(app, 'egress'), 'out', { replicas: 0.5 }), 'replicas 0.5 is not a number of pods'],
    ['where nothing is injected', app => new EgressGateway(new SecureNamespace(app, 'egress', { injection: Injection.disabled() }), 'out'), "its pods are filled in by injection, which namespace 'egress' has disabled"],
    ["in the mesh's root namespace", app => new EgressGateway(new SecureNamespace(app, 'istio-system', { adopt: true }), 'out'), "namespace 'istio-system' is the mesh's root namespace"],
    ['with a name that no Service may have', app => new EgressGateway(new SecureNamespace(app, 'egress'), 'Out'), "name 'Out' is not a DNS label"],
    ['with a description that cannot be', app => new Mesh(app, 'mesh', {
      platform: Platform.helm({ egressGateways: { out: { namespace: 'e', serviceAccount: 'out', podLabels: {}, serviceName: '0ut', requests: { port: 443 } } } }),
    }), "egress gateway 'out' has no 'podLabels'"],
  ])('%s', (_, declare, message) => {
    const app = new App();
    declare(app);
    expect(refusal(app)).toContain(message);
  });

  it('that the context shows otherwise than the platform describes it', () => {
    const shown = (labels: object, serviceAccountName: string, namespace = 'istio-system') => {
      const app = new App();
      const template = { metadata: { labels, annotations: { 'inject.istio.io/templates': 'gateway' } }, spec: { serviceAccountName, containers: [{ name: 'istio-proxy', image: 'auto' }] } };
      new Mesh(app, 'mesh', { context: [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'real', namespace }, spec: { selector: { matchLabels: labels }, template } }] });
      new EgressGateway(new SecureNamespace(app, 'istio-system', { adopt: true }), 'out', { gateway: 'egressgateway' });
      return refusal(app);
    };
    const account = 'istio-egressgateway-service-account';
    expect(shown({ istio: 'egressgateway' }, account)).toBe('');
    expect(shown({ istio: 'other' }, account)).toContain(
      "[istio-system/out] pods of egress gateway 'egressgateway' are said to carry 'istio: egressgateway', and in the context no pod of namespace 'istio-system' does (Deployment real)");
    expect(shown({ istio: 'egressgateway' }, 'default')).toContain(
      `egress gateway 'egressgateway' is said to run as service account '${account}', and Deployment istio-system/real of the context runs as 'default'`);
    expect(shown({ istio: 'other' }, account, 'elsewhere')).toBe('');
  });

  it('twice for one gateway of the platform', () => {
    const app = new App();
    const system = new SecureNamespace(app, 'istio-system', { adopt: true });
    new EgressGateway(system, 'one', { gateway: 'egressgateway' });
    new EgressGateway(system, 'two', { gateway: 'egressgateway' });
    expect(refusal(app)).toContain("[istio-system/one] egress gateway of the platform's 'egressgateway' is also claimed by 'istio-system/two'; its policies come from one place; declare it once.");
  });
});
