import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, ApiObject, JsonPatch } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-27';
import { loadManifests } from '../src/cli/load-manifests';
import {
  CanaryService, HttpCall, IngressGateway, LeastPrivilegeWorkload, Mechanism, Mesh, MtlsMode, Platform, ProofMode,
  SecureNamespace, TcpCall, WorkloadPort,
} from 'cdk8s-istio';

/** A shop: web calls cart, cart calls its database, a gateway exposes web; stranger is declared to call nothing. */
function shop(mode?: ProofMode) {
  const app = new App();
  if (mode) {
    new Mesh(app, 'mesh', { proof: mode });
  }
  const namespace = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
  const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
  const db = new LeastPrivilegeWorkload(namespace, 'db', { image: 'db:1', ports: [WorkloadPort.tcp(3306)] });
  const stranger = new LeastPrivilegeWorkload(namespace, 'stranger', { image: 'stranger:1' });
  web.calls.to(cart, HttpCall.get('/cart/*'));
  cart.calls.to(db, TcpCall.port());
  new IngressGateway(namespace, 'edge', { hosts: ['shop.example.com'] }).expose(web, HttpCall.get('/'));
  return { app, namespace, web, cart, db, stranger };
}

/** What the synth has against the app, a line each. */
function differences(app: App): string[] {
  try {
    app.synthYaml();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map(line => line.trim());
  }
}

function raw(scope: SecureNamespace, kind: string, name: string, spec: object): ApiObject {
  const group = kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : kind === 'Sidecar' ? 'networking.istio.io/v1' : 'security.istio.io/v1';
  return new ApiObject(scope, `${kind} ${name}`, { apiVersion: group, kind, metadata: { name }, spec });
}

test('what follows from the declarations is proved', () => {
  expect(differences(shop().app)).toEqual([]);
});

describe('a boundary that allows more than was declared is refused, though another layer hides it:', () => {
  test('an AuthorizationPolicy that admits everybody, at a callee whose callers know no such service', () => {
    const { app, namespace } = shop();
    raw(namespace, 'AuthorizationPolicy', 'open', { selector: { matchLabels: { app: 'db' } }, rules: [{}] });
    expect(differences(app)).toEqual([
      expect.stringMatching(/^\[shop\/db\] safety: mutual TLS and AuthorizationPolicy let .* reach shop\/db-v1 on port 3306, which was not declared \[AuthorizationPolicy shop\/open\]\. Declared there: shop\/cart: TCP on 3306\. \(difference 'safety:authorizationPolicy:shop\/db-v1:3306:[0-9a-f]{16}'\)$/),
      expect.stringMatching(/^\[shop\/db\] safety: .* on port 49151, which was not declared/),
    ]);
  });

  test('a rule for every port but those that anybody would try', () => {
    const { app, namespace } = shop();
    const every = { to: [{ operation: { notPorts: ['3306', '49151'] } }] };
    raw(namespace, 'AuthorizationPolicy', 'open', { selector: { matchLabels: { app: 'db' } }, rules: [every] });
    expect(differences(app)).toEqual([expect.stringMatching(/^\[shop\/db\] safety: .* on port 49150, which was not declared/)]);
  });

  test('a widened path', () => {
    const { app, cart } = shop();
    cart.authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/rules/0/to/0/operation/paths/0', '/c*'));
    expect(differences(app)).toEqual([
      expect.stringMatching(/^\[shop\/cart\] safety: .*'GET \/c' of cluster\.local\/ns\/shop\/sa\/web reach shop\/cart-v1 on port 8080, which was not declared \[AuthorizationPolicy shop\/cart\]/),
    ]);
  });

  test('a method more', () => {
    const { app, cart } = shop();
    cart.authorizationPolicy.addJsonPatch(JsonPatch.add('/spec/rules/0/to/0/operation/methods/-', 'DELETE'));
    expect(differences(app).join()).toMatch(/safety: .*'DELETE \/cart\/' of cluster\.local\/ns\/shop\/sa\/web/);
  });

  test('an identity more', () => {
    const { app, cart, stranger } = shop();
    cart.authorizationPolicy.addJsonPatch(JsonPatch.add('/spec/rules/0/from/0/source/principals/-', stranger.principal));
    expect(differences(app).join()).toMatch(/safety: .* of cluster\.local\/ns\/shop\/sa\/stranger reach shop\/cart-v1/);
  });

  test('a policy of the root namespace', () => {
    const { app } = shop();
    const root = new SecureNamespace(app, 'istio-system', { adopt: true, enforce: [] });
    raw(root, 'AuthorizationPolicy', 'everybody', { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] });
    expect(differences(app).join()).toContain('[AuthorizationPolicy istio-system/everybody]');
  });

  test('a dropped policy is no hole while the namespace denies, and one where it does not', () => {
    const { app, cart, namespace } = shop();
    cart.authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/selector/matchLabels/app', 'nobody'));
    expect(differences(app).every(line => line.includes('liveness'))).toBe(true);
    namespace.denyAll.addJsonPatch(JsonPatch.add('/spec/selector', { matchLabels: { app: 'nobody' } }));
    expect(differences(app).join()).toMatch(/\[shop\/cart\] safety: .* reach shop\/cart-v1/);
  });

  test('an inbound port that goes around the proxy', () => {
    const { app, cart } = shop();
    ApiObject.of(cart.deployment).addJsonPatch(JsonPatch.add('/spec/template/metadata/annotations', { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' }));
    expect(differences(app).join()).toContain('takes traffic around the proxy');
  });

  test('mutual TLS that is switched off, which leaves no identity to ask for', () => {
    const { app, namespace } = shop();
    namespace.peerAuthentication.addJsonPatch(JsonPatch.replace('/spec/mtls/mode', 'DISABLE'));
    expect(differences(app).filter(line => line.includes('liveness')).length).toBeGreaterThan(0);
  });

  test('PERMISSIVE, where a policy admits callers without identity', () => {
    const { app, cart, namespace } = shop();
    namespace.peerAuthentication.addJsonPatch(JsonPatch.replace('/spec/mtls/mode', 'PERMISSIVE'));
    cart.authorizationPolicy.addJsonPatch(JsonPatch.add('/spec/rules/0/from/0/source', { notPrincipals: ['cluster.local/ns/shop/sa/stranger'] }));
    expect(differences(app).join()).toContain('of a caller without identity reach shop/cart-v1');
  });

  test('a NetworkPolicy that is opened to all', () => {
    const { app, cart } = shop();
    cart.networkPolicy.addJsonPatch(JsonPatch.add('/spec/ingress/-', {}));
    expect(differences(app)).toEqual([
      expect.stringContaining('[shop/cart] safety: NetworkPolicy shop/cart opens shop/cart-v1 from everybody on any port (ingress[1]), which was not declared [NetworkPolicy shop/cart].'
        + ' Declared there: shop/web: GET /cart/* on 8080. (difference \'safety:networkPolicy:shop/cart-v1:Ingress:'),
    ]);
  });

  test('a NetworkPolicy of somebody else that opens a namespace, a port range, an address', () => {
    const { app, namespace } = shop();
    const peer = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'bank' } } };
    raw(namespace, 'NetworkPolicy', 'more', {
      podSelector: { matchLabels: { app: 'db' } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [peer], ports: [{ protocol: 'TCP', port: 3306, endPort: 3310 }] }],
      egress: [{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: [{ protocol: 'TCP', port: 443 }] }],
    });
    expect(differences(app)).toEqual([
      expect.stringContaining('opens shop/db-v1 from any pod of namespaces with kubernetes.io/metadata.name=bank on ports 3306–3310 (TCP)'),
      expect.stringContaining('opens shop/db-v1 to addresses 192.0.2.0/24 on port 443 (TCP)'),
    ]);
  });

  test('no NetworkPolicy at all', () => {
    const { app, namespace, stranger } = shop();
    for (const object of [namespace.defaultDeny, stranger.networkPolicy]) {
      object.addJsonPatch(JsonPatch.replace('/spec/podSelector', { matchLabels: { app: 'nobody' } }));
    }
    expect(differences(app).join()).toContain('no NetworkPolicy isolates shop/stranger-v1 for ingress, so any pod reaches it on any port');
  });

  test('a second Sidecar, a host more, and traffic to what the proxy does not know', () => {
    const { app, namespace, web } = shop();
    raw(namespace, 'Sidecar', 'a-second', { workloadSelector: { labels: { app: 'stranger' } }, outboundTrafficPolicy: { mode: 'ALLOW_ANY' }, egress: [{ hosts: ['*/*'] }] });
    web.sidecar.addJsonPatch(JsonPatch.add('/spec/egress/0/hosts/-', 'shop/db.shop.svc.cluster.local'));
    const found = differences(app);
    expect(found).toContainEqual(expect.stringContaining('Sidecar shop/web imports shop/db.shop.svc.cluster.local for shop/web-v1, which was not declared'));
    expect(found).toContainEqual(expect.stringContaining('both select shop/stranger-v1'));
    expect(found).toContainEqual(expect.stringContaining('(outbound mode is not REGISTRY_ONLY)'));
  });

  test('pods that nobody declared, and that a policy opens', () => {
    const { app, namespace } = shop();
    new Deployment(namespace, 'raw', { containers: [{ image: 'raw:1', portNumber: 7000 }], podMetadata: { labels: { app: 'raw' } } });
    expect(differences(app)).toEqual([]);
    raw(namespace, 'AuthorizationPolicy', 'raw', { selector: { matchLabels: { app: 'raw' } }, rules: [{ to: [{ operation: { ports: ['7000'] } }] }] });
    expect(differences(app)).toEqual([expect.stringMatching(/^\[shop\] safety: .* reach shop\/raw on port 7000/)]);
  });
});

describe('a declared call that a layer breaks is refused:', () => {
  const broken: readonly [string, (made: ReturnType<typeof shop>) => void, RegExp][] = [
    ['the Sidecar does not know the callee', ({ web }) => web.sidecar.addJsonPatch(JsonPatch.replace('/spec/egress/0/hosts/0', '~/*')),
      /\[shop\/web\] liveness: the declared call to 'shop\/cart' does not come through/],
    ['a NetworkPolicy drops the port', ({ cart }) => cart.networkPolicy.addJsonPatch(JsonPatch.remove('/spec/ingress/0')),
      /\[shop\/web\] liveness: the declared call to 'shop\/cart' does not come through/],
    ['an AuthorizationPolicy leaves out a path', ({ cart }) => cart.authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/rules/0/to/0/operation/paths/0', '/cart/a*')),
      /\[shop\/web\] liveness: .* is refused by mutual TLS or AuthorizationPolicy of shop\/cart-v1: 'GET \/cart\/'/],
    ['a DENY takes a part', ({ namespace }) => raw(namespace, 'AuthorizationPolicy', 'deny', { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/cart/admin*'] } }] }] }),
      /liveness: .*'GET \/cart\/admin' .* \[AuthorizationPolicy shop\/deny\]/],
    ['an HTTP field reaches a TCP port', ({ db }) => db.authorizationPolicy.addJsonPatch(JsonPatch.add('/spec/rules/0/to/0/operation/paths', ['/a'])),
      /\[shop\/cart\] liveness: the declared call to 'shop\/db'/],
    ['the gateway is not let in by the network', ({ web }) => web.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/ingress', [])),
      /\[shop\/edge\] liveness: the declared call to 'shop\/web' is refused by the NetworkPolicies of shop\/web-v1 on port 8080/],
    ['an external authorizer decides', ({ namespace }) => raw(namespace, 'AuthorizationPolicy', 'ask', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] }),
      /liveness: /],
  ];
  test.each(broken)('%s', (_, breakIt, message) => {
    const made = shop();
    breakIt(made);
    expect(differences(made.app).join('\n')).toMatch(message);
  });
});

describe('what is weaker on purpose bounds the proof:', () => {
  test('a mechanism that is left out is not missed', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop', { enforce: [Mechanism.NETWORK_POLICY], mtls: MtlsMode.UNSET });
    const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
    new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' }).calls.to(cart, HttpCall.any());
    expect(differences(app)).toEqual([]);
  });

  test('an identity that versions share on purpose is theirs together', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop');
    const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
    const reviews = new CanaryService(namespace, 'reviews', { port: 80 });
    const v1 = reviews.addVersion('v1', { image: 'reviews:1', weight: 50 });
    const v2 = reviews.addVersion('v2', { image: 'reviews:2', weight: 50, serviceAccount: v1.serviceAccount });
    v2.calls.to(cart, HttpCall.get('/cart'));
    expect(differences(app)).toEqual([]);
  });

  test('a difference may be a warning, or nothing, by the mesh', () => {
    const written: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation(text => written.push(String(text)) > 0);
    const warned = shop(ProofMode.WARNING);
    warned.cart.networkPolicy.addJsonPatch(JsonPatch.add('/spec/ingress/-', {}));
    const off = shop(ProofMode.OFF);
    off.cart.networkPolicy.addJsonPatch(JsonPatch.add('/spec/ingress/-', {}));
    try {
      expect(differences(warned.app)).toEqual([]);
      expect(written).toEqual([expect.stringMatching(/^warning: \[shop\/cart\] safety: NetworkPolicy shop\/cart opens/)]);
      expect(differences(off.app)).toEqual([]);
      expect(written).toHaveLength(1);
    } finally {
      write.mockRestore();
    }
  });
});

test.each([
  ['beside the manifests', undefined],
  ['where it is asked for', 'reports'],
])('the result is written %s, and holds no object', (_, reports) => {
  const folder = mkdtempSync(join(tmpdir(), 'proof-'));
  if (reports) {
    process.env.CDK8S_ISTIO_REPORTS = join(folder, reports);
  }
  try {
    const app = new App({ outdir: join(folder, 'dist') });
    const namespace = new SecureNamespace(app, 'shop');
    const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
    new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' }).calls.to(cart, HttpCall.get('/cart'));
    app.synth();
    const written = (readdirSync(join(folder, 'dist'), { recursive: true }) as string[]).sort();
    expect(written).toEqual(reports ? ['shop.k8s.yaml'] : ['mesh', 'mesh/proof.json', 'shop.k8s.yaml']);
    const report = JSON.parse(readFileSync(join(folder, reports ?? 'dist/mesh', 'proof.json'), 'utf8')) as { meshes: object[]; kind: string; items: object[] };
    expect(report.meshes).toEqual([expect.objectContaining({ verdict: 'proved', workloads: 2, calls: 1, differences: [], acknowledged: [] })]);
    // Tools that read whole folders find an empty list.
    expect([report.kind, report.items]).toEqual(['List', []]);
    expect(loadManifests([join(folder, 'dist')]).map(({ object }) => (object as { kind: string }).kind)).toContain('AuthorizationPolicy');
  } finally {
    delete process.env.CDK8S_ISTIO_REPORTS;
    rmSync(folder, { recursive: true });
  }
});

test('what the platform opens is asked anew in every synth', () => {
  const app = new App();
  const ports = [{ port: 53, protocol: 'UDP' }, { port: 5353, protocol: 'UDP' }];
  const dns = { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, ports };
  new Mesh(app, 'mesh', { platform: Platform.istioctl({ dns: [dns] }) });
  const namespace = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' });
  web.calls.to(new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 }), HttpCall.get('/cart'));
  expect(differences(app)).toEqual([]);
  const { port, protocol } = ports.pop()!;
  raw(namespace, 'NetworkPolicy', 'left', {
    podSelector: { matchLabels: { app: 'web' } },
    policyTypes: ['Egress'],
    egress: [{
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: dns.podLabels } }],
      ports: [{ port, protocol }],
    }],
  });
  expect(differences(app)).toEqual([expect.stringMatching(/^\[shop\/web\] safety: NetworkPolicy .* on port 5353 \(UDP\).* not declared/)]);
});
