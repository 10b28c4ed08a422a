import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, JsonPatch } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import {
  Access, AccessCalleeKind, AccessCaller, AccessLayer, AccessProtocol, Callees, Callers, CanaryService, ClientTls, DenyPolicy, ExternalAddresses,
  ExternalPort, ExternalService, HttpCall, HttpMatch, IngressGateway, IstioVersion, LeastPrivilegeWorkload, Mesh, MeshAccess, RequestCondition,
  SecureNamespace, TcpCall,
} from 'cdk8s-istio';
import type { ExternalServiceProps } from 'cdk8s-istio';

const API: ExternalServiceProps = {
  host: 'api.example.com',
  ports: [ExternalPort.http(80, { targetPort: 443, tls: ClientTls.simple() })],
  addresses: ExternalAddresses.of('203.0.113.0/24').because('the provider has the whole block'),
};

interface Made {
  readonly app: App;
  readonly mesh: Mesh;
  readonly shop: SecureNamespace;
  readonly api: ExternalService;
  readonly cart: LeastPrivilegeWorkload;
  readonly catalog: LeastPrivilegeWorkload;
}

/** A cart that may call the service outside, and a catalog that may not. */
function shop(props: Partial<ExternalServiceProps> = {}, outdir?: string): Made {
  const app = new App({ outdir });
  const mesh = new Mesh(app, 'mesh');
  const namespace = new SecureNamespace(app, 'shop');
  const api = new ExternalService(namespace, 'api', { ...API, ...props });
  const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
  const catalog = new LeastPrivilegeWorkload(namespace, 'catalog', { image: 'catalog:1', port: 8080 });
  return { app, mesh, shop: namespace, api, cart, catalog };
}

function called(props: Partial<ExternalServiceProps> = {}, outdir?: string): Made {
  const made = shop(props, outdir);
  made.cart.calls.to(made.api, HttpCall.any());
  return made;
}

describe('A service outside', () => {
  it('is these objects: TLS is put on by the proxy, and nobody else knows it', () => {
    const made = Manifests.of(called().app);
    expect(made.spec('ServiceEntry', 'api')).toEqual({
      hosts: ['api.example.com'],
      ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 }],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      exportTo: ['.'],
    });
    expect(made.spec('DestinationRule', 'api')).toEqual({
      host: 'api.example.com',
      trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'SIMPLE', caCertificates: 'system' } }] },
      exportTo: ['.'],
    });
    expect(made.names('VirtualService')).toEqual([]);
  });

  it('is known to the proxies of its callers, and the network is open for them alone, on the port that leaves', () => {
    const made = Manifests.of(called().app);
    expect(made.known('cart')).toEqual(['shop/api.example.com']);
    expect(made.known('catalog')).toEqual(['~/*']);
    expect(made.openings('cart').egress).toEqual(['203.0.113.0/24 TCP:443']);
    expect(made.openings('catalog').egress).toEqual([]);
  });

  it('opens nothing in its own namespace: no pod is admitted anywhere for it', () => {
    const { app } = called();
    const access = MeshAccess.fromApp(app);
    for (const [from, to] of [['cart', 'catalog'], ['catalog', 'cart']]) {
      for (const port of [443, 80, 8080]) {
        const { verdict } = access.decide({
          from: AccessCaller.workload('shop', `${from}-v1`), to: { namespace: 'shop', workload: `${to}-v1` }, port, method: 'GET', path: '/',
        });
        expect(verdict).toBe('DENY');
      }
    }
    expect(Manifests.of(app).allowed('catalog')).toEqual([]);
  });

  it('is open at any public address only if that is said: no private network, no link, and no port but its own', () => {
    const { egress } = Manifests.of(called({ addresses: ExternalAddresses.anyPublic().because('it is a test') }).app).spec('NetworkPolicy', 'cart');
    expect(egress).toHaveLength(1);
    expect(egress[0].ports).toEqual([{ protocol: 'TCP', port: 443 }]);
    const [v4, v6] = egress[0].to.map((peer: any) => peer.ipBlock);
    expect(v4.except).toEqual(expect.arrayContaining(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16']));
    expect(v6).toEqual({ cidr: '2000::/3' });
  });

  it('says its addresses itself where they are fixed, also as those of connections without HTTP', () => {
    const { app, api, cart } = shop({ ports: [ExternalPort.tcp(3306)], endpoints: ['203.0.113.9', '2001:db8::9'], addresses: undefined });
    cart.calls.to(api, TcpCall.port());
    const made = Manifests.of(app);
    expect(made.spec('ServiceEntry', 'api')).toMatchObject({
      addresses: ['2001:db8::9', '203.0.113.9'],
      resolution: 'STATIC',
      endpoints: [{ address: '2001:db8::9' }, { address: '203.0.113.9' }],
      ports: [{ number: 3306, name: 'tcp', protocol: 'TCP' }],
    });
    expect(made.openings('cart').egress).toEqual(['2001:db8::9/128 TCP:3306', '203.0.113.9/32 TCP:3306']);
  });

  it('has traffic like any other callee', () => {
    const { app, api } = called();
    api.traffic.abort(503, { when: HttpMatch.of({ path: { prefix: '/v1' } }) });
    const { hosts, http, exportTo } = Manifests.of(app).spec('VirtualService', 'api');
    expect([hosts, exportTo]).toEqual([['api.example.com'], ['.']]);
    expect(http[1].route).toEqual([{ destination: { host: 'api.example.com', port: { number: 80 } } }]);
  });

  it('may be shared with other namespaces', () => {
    const { app, api } = called({ exportTo: ['.', 'stock'] });
    const stock = new SecureNamespace(app, 'stock');
    new LeastPrivilegeWorkload(stock, 'orders', { image: 'orders:1' }).calls.to(api, HttpCall.any());
    expect(Manifests.of(app).known('orders')).toEqual(['shop/api.example.com']);
  });

  it('may be called by everything in a namespace, by a canary, and by copies of what a workload is asked', () => {
    const { app, shop: namespace, api, cart, catalog } = shop({ ports: [ExternalPort.http(80)] });
    const canary = new CanaryService(namespace, 'web', { port: 8080 });
    canary.addVersion('v1', { image: 'web:1', weight: 100 });
    canary.calls.to(api, HttpCall.any());
    namespace.calls.to(catalog, HttpCall.any());
    catalog.traffic.mirrorTo(api);
    const made = Manifests.of(app);
    expect(made.known('web-v1')).toEqual(['shop/api.example.com', 'shop/catalog.shop.svc.cluster.local']);
    expect(made.known('cart')).toEqual(['shop/api.example.com', 'shop/catalog.shop.svc.cluster.local']);
    expect(made.openings('cart').egress).toEqual(['203.0.113.0/24 TCP:80', 'shop/app=catalog TCP:8080']);
    expect(cart.toCalleeConfigs()[0].addresses).toBeUndefined();
  });

  it('writes the same, whatever the order of what is said of it', () => {
    const ports = [ExternalPort.https(443), API.ports[0]];
    const write = (given: ExternalPort[], calls: HttpCall[]) => {
      const { app, api, cart } = shop({ ports: given });
      calls.forEach(call => cart.calls.to(api, call));
      cart.calls.to(api, TcpCall.port('https'));
      return app.synthYaml();
    };
    expect(write([...ports].reverse(), [HttpCall.any(), HttpCall.any()])).toBe(write(ports, [HttpCall.any()]));
  });
});

describe('What is proved of calls that leave:', () => {
  it('a NetworkPolicy that opens more addresses, or another port, is found', () => {
    for (const [path, value] of [['/spec/egress/0/to/0/ipBlock/cidr', '203.0.0.0/16'], ['/spec/egress/0/ports/0/port', 22]] as const) {
      const { app, cart } = called();
      cart.networkPolicy.addJsonPatch(JsonPatch.replace(path, value));
      expect(refusal(app)).toMatch(/safety: NetworkPolicy shop\/cart opens shop\/cart-v1 to addresses 203\.0\.\S+ on port \d+ \(TCP\).*which was not declared/);
    }
  });

  it('the exceptions of any public address cannot be taken away, nor cut', () => {
    for (const patch of [JsonPatch.remove('/spec/egress/0/to/0/ipBlock/except'), JsonPatch.remove('/spec/egress/0/to/0/ipBlock/except/1')]) {
      const { app, cart } = called({ addresses: ExternalAddresses.anyPublic().because('it is a test') });
      cart.networkPolicy.addJsonPatch(patch);
      expect(refusal(app)).toContain('which was not declared');
    }
    const { app, cart } = called({ addresses: ExternalAddresses.anyPublic().because('it is a test') });
    cart.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/egress/0/to/0/ipBlock', { cidr: '8.8.8.0/24' }), JsonPatch.remove('/spec/egress/0/to/1'));
    // Less is open than was declared.
    expect(refusal(app)).toMatch(/liveness: the declared call to 'shop\/api' does not leave shop\/cart-v1: no NetworkPolicy opens addresses 0\.0\.0\.0\/0 on port 443/);
  });

  it('a call for which the network is closed, or that no proxy knows, does not leave', () => {
    const closed = called();
    closed.cart.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/egress', []));
    expect(refusal(closed.app)).toContain('no NetworkPolicy opens addresses 203.0.113.0/24 on port 443');
    const unknown = called();
    unknown.api.serviceEntry.addJsonPatch(JsonPatch.replace('/spec/exportTo', ['~']));
    expect(refusal(unknown.app)).toContain('its proxy knows no ServiceEntry of shop for api.example.com:80');
    const other = called();
    other.api.serviceEntry.addJsonPatch(JsonPatch.replace('/spec/ports/0/number', 8080));
    expect(refusal(other.app)).toContain('its proxy knows no ServiceEntry of shop for api.example.com:80');
  });

  it('a call that would leave in plain text, where TLS was declared, is found', () => {
    const patches: [JsonPatch, string][] = [
      [JsonPatch.remove('/spec/trafficPolicy'), 'api.example.com is outside of the mesh'],
      [JsonPatch.replace('/spec/trafficPolicy/portLevelSettings/0/tls/mode', 'DISABLE'), 'DestinationRule shop/api sends plaintext'],
      [JsonPatch.replace('/spec/trafficPolicy/portLevelSettings/0/port/number', 443), 'api.example.com is outside of the mesh'],
      [JsonPatch.replace('/spec/host', 'other.example.com'), 'api.example.com is outside of the mesh'],
      [JsonPatch.replace('/spec/trafficPolicy/portLevelSettings/0/tls', { mode: 'SIMPLE', credentialName: 'secret' }), 'names a credential that a sidecar cannot read'],
    ];
    for (const [patch, reason] of patches) {
      const { app, api } = called();
      api.traffic.destinationRule.addJsonPatch(patch);
      const message = refusal(app);
      expect(message).toContain('TLS was declared for api.example.com:80, and its proxy does not certainly put it on (');
      expect(message).toContain(reason);
    }
  });

  it('a Sidecar that imports it without a call is found', () => {
    const { app, catalog } = called();
    catalog.sidecar.addJsonPatch(JsonPatch.replace('/spec/egress/0/hosts', ['shop/api.example.com']));
    expect(refusal(app)).toContain('Sidecar shop/catalog imports shop/api.example.com for shop/catalog-v1, which was not declared');
  });

  it('who answers there is taken for granted, and said to be', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'external-'));
    try {
      called({}, outdir).app.synth();
      const { assumptions } = JSON.parse(readFileSync(join(outdir, 'mesh/proof.json'), 'utf8')).meshes[0];
      expect(assumptions.filter((text: string) => /outside|TLS themselves/.test(text))).toEqual([
        "'api.example.com' is outside of the cluster: calls to it are followed until they leave, and nothing is known of who answers them there",
      ]);
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });

  it('what is declared to leave is no reason to admit the same at a workload', () => {
    const { app, catalog } = called({ ports: [ExternalPort.http(8080)] });
    catalog.authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/rules', [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/cart'] } }] }]));
    catalog.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/ingress', [{ from: [{ podSelector: { matchLabels: { app: 'cart' } } }], ports: [{ port: 8080, protocol: 'TCP' }] }]));
    const message = refusal(app);
    expect(message).toMatch(/safety: mutual TLS and AuthorizationPolicy let .* reach shop\/catalog-v1 on port 8080/);
    expect(message).toContain('safety: NetworkPolicy shop/catalog opens shop/catalog-v1 from pods with app=cart');
  });
});

describe('A domain outside', () => {
  const entry = (props: Partial<ExternalServiceProps>, istioVersion?: IstioVersion) => {
    const app = new App();
    new Mesh(app, 'mesh', { istioVersion });
    const namespace = new SecureNamespace(app, 'shop');
    const api = new ExternalService(namespace, 'api', { ...API, host: '*.example.com', ...props });
    new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1' }).calls.to(api, api.toCalleeConfigs()[0].ports[0].name === 'https' ? TcpCall.port() : HttpCall.any());
    return Manifests.of(app);
  };

  it('is one host of the ServiceEntry and of the Sidecar of its callers', () => {
    const made = entry({ ports: [ExternalPort.http(80)] });
    expect(made.spec('ServiceEntry', 'api').hosts).toEqual(['*.example.com']);
    expect(made.known('cart')).toEqual(['shop/*.example.com']);
  });

  it('has the address of the name that requests ask for, where the Istio version finds it', () => {
    expect(entry({ ports: [ExternalPort.http(80)] }).spec('ServiceEntry', 'api').resolution).toBe('DYNAMIC_DNS');
    expect(entry({ ports: [ExternalPort.http(80)] }, IstioVersion.V1_29).spec('ServiceEntry', 'api').resolution).toBe('NONE');
  });

  it("has the address that the caller's program chose, for TLS of its own and where the proxy puts it on", () => {
    expect(entry({ ports: [ExternalPort.https(443)] }).spec('ServiceEntry', 'api').resolution).toBe('NONE');
    expect(entry({}).spec('ServiceEntry', 'api')).toMatchObject({ resolution: 'NONE', ports: [{ number: 80, targetPort: 443 }] });
    expect(entry({ endpoints: ['203.0.113.9'], addresses: undefined }).spec('ServiceEntry', 'api').resolution).toBe('STATIC');
  });
});

describe('What a direct call opens', () => {
  const opened = "is called directly by 'shop/cart', which opens 203.0.113.0/24 on port 443 to it, whoever answers there, since NetworkPolicy knows no names; "
    + "say why that is accepted with addresses.because('…'), give its single addresses, or let it go out 'through' an EgressGateway.";
  const outbound = (made: Made) => MeshAccess.fromApp(made.app).table().rows
    .filter(({ callees: [callee] }) => callee.kind === AccessCalleeKind.ADDRESSES)
    .map(({ clients, callees, ...row }) => ({ ...row, between: [...clients, ...callees].map(({ text }) => text) }));

  it('is accepted with a reason where others may answer there, or refused', () => {
    expect(refusal(called({ addresses: ExternalAddresses.of('203.0.113.0/24') }).app)).toContain(`[shop/api] ${opened}`);
    expect(refusal(called({ addresses: ExternalAddresses.anyPublic() }).app)).toContain('which opens 0.0.0.0/0 (but for private networks), 2000::/3 on port 443');
    expect(refusal(called({ addresses: ExternalAddresses.of('203.0.113.0/24').because('its own block') }).app)).toBe('');
  });

  it('needs no reason for single addresses, nor where nobody calls', () => {
    expect(refusal(called({ addresses: ExternalAddresses.of('203.0.113.7/32', '2001:db8::7/128') }).app)).toBe('');
    expect(refusal(called({ addresses: undefined, endpoints: ['203.0.113.7'] }).app)).toBe('');
    expect(refusal(shop({ addresses: ExternalAddresses.anyPublic() }).app)).toBe('');
  });

  it('is a row of the access table, held by the NetworkPolicy alone', () => {
    expect(outbound(called())).toEqual([expect.objectContaining({ between: ['shop/cart-v1', 'addresses 203.0.113.0/24'], ports: '443', boundaries: [AccessLayer.NETWORK_POLICY], operations: [{ protocol: AccessProtocol.ANY }] })]);
    expect(outbound(shop())).toEqual([]);
  });

  it('is told in the report of the proof, with the reason', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'external-'));
    try {
      called({}, outdir).app.synth();
      const { assumptions } = JSON.parse(readFileSync(join(outdir, 'mesh/proof.json'), 'utf8')).meshes[0];
      expect(assumptions).toContain("pods of 'shop/cart' may reach whoever answers at 203.0.113.0/24, for 'api.example.com', which is accepted: the provider has the whole block");
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });
});

describe('A service outside is refused', () => {
  const refused = (props: Partial<ExternalServiceProps>) => refusal(shop(props).app);

  it.each<[string, Partial<ExternalServiceProps>, string]>([
    ['without addresses', { addresses: undefined }, "says nothing of its addresses, and a NetworkPolicy knows no names; give 'addresses'"],
    ['with no addresses', { addresses: ExternalAddresses.of() }, 'names no addresses'],
    ['with an address that is no block', { addresses: ExternalAddresses.of('203.0.113.7') }, "address '203.0.113.7' is no CIDR block"],
    ['open to everything', { addresses: ExternalAddresses.of('0.0.0.0/0') }, "addresses '0.0.0.0/0' are all that there are, pods and the cloud's own services among them"],
    ['as everything', { host: '*' }, "host '*' is everything that there is, in the mesh and outside of it; name the service, or a domain such as '*.example.com'."],
    ['as a domain with Services of the cluster', { host: '*.local' }, "host '*.local' covers the Services of the cluster; name a domain outside of it."],
    ['as the Services of a namespace', { host: '*.shop.svc.cluster.local' }, "host '*.shop.svc.cluster.local' covers the Services of the cluster"],
    ['as a part of a name', { host: '*api.example.com' }, "host '*api.example.com' is not a domain name"],
    ['with a port that does not say what it speaks', { ports: [{ port: 443 } as unknown as ExternalPort] },
      'port {"port":443} does not say what it speaks; declare it with ExternalPort.http(), .http2(), .grpc(), .https(), .tls() or .tcp().'],
    ['with a reason that is none', { addresses: ExternalAddresses.anyPublic().because(' ') }, 'because() gives no reason; say why callers may reach whoever has the addresses.'],
    ['with TCP to many names', { host: '*.example.com', ports: [ExternalPort.tcp(3306)], endpoints: ['203.0.113.9'] },
      "port 'tcp' speaks tcp, which says no name, and host '*.example.com' is many; declare each by its name."],
    ['as a short name', { host: 'api' }, "host 'api' is not a domain name"],
    ['as an address', { host: '203.0.113.7' }, "host '203.0.113.7' is not a domain name"],
    ['as a Service of this app', { host: 'cart.shop.svc.cluster.local' }, "host 'cart.shop.svc.cluster.local' is that of a Service of namespace 'shop', which this app declares"],
    ['without a port', { ports: [] }, 'has no port, so nothing can call it'],
    ['with a port that is none', { ports: [ExternalPort.http(0)] }, 'port 0 is not a port number'],
    ['with a port twice', { ports: [ExternalPort.http(80), ExternalPort.http2(80)] }, 'port 80 is used twice'],
    ['with a name twice', { ports: [ExternalPort.http(80), ExternalPort.http(81)] }, "port name 'http' is used twice"],
    ['with TLS on TLS', { ports: [ExternalPort.https(443, { tls: ClientTls.simple() })] }, "port 'https' is https already"],
    ["with the mesh's mutual TLS", { ports: [ExternalPort.http(80, { tls: ClientTls.istioMutual() })] }, "client TLS for port 'http': it sends the mesh's mutual TLS, and the service's pods have no proxy to take it"],
    ['with TCP that is found by name', { ports: [ExternalPort.tcp(3306)] }, "port 'tcp' speaks tcp, which proxies tell from other connections by its address alone; give 'endpoints'"],
    ['with an endpoint that is none', { endpoints: ['db.example.com'] }, "endpoint 'db.example.com' is no address"],
    ['with no endpoints', { endpoints: [] }, "'endpoints' is empty"],
    ['for nobody', { exportTo: [] }, "'exportTo' is empty"],
    ['for all beside others', { exportTo: ['*', 'stock'] }, "'exportTo' names '*' beside others"],
    ['for its own namespace twice', { exportTo: ['.', 'shop'] }, "'exportTo' names '.' and 'shop', which is the same"],
  ])('%s', (_, props, message) => {
    expect(refused(props)).toContain(`[shop/api] ${message}`);
  });

  it('twice in a namespace', () => {
    const made = shop();
    new ExternalService(made.shop, 'again', API);
    expect(refusal(made.app)).toContain("external service of namespace 'shop' 'api.example.com' is also claimed by 'shop/again'; declare it once, with all of its ports.");
  });

  it('at the address of another', () => {
    const made = shop({ ports: [ExternalPort.tcp(3306)], endpoints: ['203.0.113.9'] });
    new ExternalService(made.shop, 'other', { host: 'other.example.com', ports: [ExternalPort.tcp(3306)], endpoints: ['203.0.113.9'] });
    expect(refusal(made.app)).toContain("address for TCP of namespace 'shop' '203.0.113.9 port 3306' is also claimed by 'shop/other'; proxies could not tell them apart");
  });

  it('where a call names what nothing enforces out there', () => {
    for (const call of [HttpCall.get('/v1/*'), HttpCall.any().when(RequestCondition.header('x', 'y'))]) {
      const made = shop();
      made.cart.calls.to(made.api, call);
      expect(refusal(made.app)).toContain("[shop/cart] call to 'shop/api': it is outside of the mesh, where nothing enforces methods, paths, hosts or conditions; declare HttpCall.any(), or TcpCall.port() without conditions, or let it go out by an EgressGateway, which enforces them.");
    }
  });

  it('by callers whose proxies do not know it, or that have none', () => {
    const made = shop();
    const stock = new SecureNamespace(made.app, 'stock');
    new LeastPrivilegeWorkload(stock, 'orders', { image: 'orders:1' }).calls.to(made.api, HttpCall.any());
    new LeastPrivilegeWorkload(made.shop, 'batch', { image: 'batch:1', podLabels: { 'sidecar.istio.io/inject': 'false' } }).calls.to(made.api, HttpCall.any());
    const message = refusal(made.app);
    expect(message).toContain("is called by 'stock/orders' of namespace 'stock', whose proxies do not know it; name the namespace in 'exportTo', or declare it there.");
    expect(message).toContain("is called by 'shop/batch', which has no proxy that would connect to port 443; inject a sidecar.");
  });

  it('behind a gateway', () => {
    const made = shop();
    new IngressGateway(made.shop, 'gateway', { hosts: ['shop.example.com'] }).expose(made.api, HttpCall.any());
    expect(refusal(made.app)).toContain("is exposed by gateway 'shop/gateway', which is not supported; expose a workload.");
  });

  it('as what policies and guard rails are about: it has no pods', () => {
    const made = called();
    new DenyPolicy(made.shop, 'deny', { workload: made.api });
    made.mesh.never(Access.of({ from: Callers.of(made.catalog), to: Callees.of(made.api) }), { reason: 'test' });
    const message = refusal(made.app);
    expect(message).toContain("is for 'shop/api', which is outside of the mesh and enforces no policy; name a workload.");
    expect(message).toContain("names 'shop/api' as a callee, which is outside of the cluster and has no pods that could be watched; leave it out.");
  });
});
