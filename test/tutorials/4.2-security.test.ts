import { App } from 'cdk8s';
import { Mesh } from './_ask';
import { Manifests, refusal } from '../_manifests';
import {
  AccessCaller, Bookinfo, BookinfoTutorial, ConnectionCondition, HttpCall, JwtAuthentication, JwtIssuer, LeastPrivilegeWorkload, Mechanism,
  MeshAccess, MeshDefaults, MtlsMode, Platform, RequestCondition, SecureNamespace, WorkloadPort,
} from 'cdk8s-istio';
import type { AccessRequest, Call, ICaller } from 'cdk8s-istio';

const inDefault = (tutorial?: BookinfoTutorial) => Mesh.upstream({ namespace: 'default', tutorial });
const plain = inDefault();
const viewer = inDefault(BookinfoTutorial.DETAILS_VIEWER);

/** A namespace whose workload accepts what is said, on one level. */
function accepting(mtls: MtlsMode, level: 'namespace' | 'workload' | 'port'): Manifests {
  const app = new App();
  const namespace = new SecureNamespace(app, 'default', level === 'namespace' ? { mtls } : {});
  new LeastPrivilegeWorkload(namespace, 'details', {
    image: 'details:1', ports: [WorkloadPort.http(9080, level === 'port' ? { mtls } : {})], ...level === 'workload' ? { mtls } : {},
  });
  return Manifests.of(app);
}

test('4.2 #1: the demo profile, and Bookinfo in a namespace whose pods are injected: productpage is its one container of ours', () => {
  const namespace = plain.all.find(({ kind }) => kind === 'Namespace')!;
  expect(namespace.metadata).toMatchObject({ name: 'default', labels: { 'istio-injection': 'enabled' } });
  const page = plain.all.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'productpage-v1')!;
  expect(page.spec.template.spec.containers.map(({ name }: any) => name)).toEqual(['productpage']);
  // The injector brings istio-proxy, and istio-init where no CNI plugin does its work.
  expect(Platform.istioctl().cni).toBe(false);
  expect(plain.decide('productpage-v1', 'details-v1', 'GET /details/0').layers.find(({ layer }) => layer === 'interception')!.verdict).toBe('ALLOW');
  expect(Mesh.upstream({ namespace: 'default', adopt: true }).all).toHaveLength(16);
});

test('4.2 #2: mutual TLS is said for the mesh, a namespace, a workload or a port', () => {
  const app = new App();
  new MeshDefaults(app, 'mesh-defaults', { mtls: MtlsMode.STRICT });
  expect(Manifests.of(app).get('PeerAuthentication', 'default', 'istio-system').spec).toEqual({ mtls: { mode: 'STRICT' } });
  expect(accepting(MtlsMode.PERMISSIVE, 'namespace').spec('PeerAuthentication', 'default')).toEqual({ mtls: { mode: 'PERMISSIVE' } });
  expect(accepting(MtlsMode.PERMISSIVE, 'workload').spec('PeerAuthentication', 'details')).toMatchObject({
    selector: { matchLabels: { app: 'details' } }, mtls: { mode: 'PERMISSIVE' },
  });
  expect(accepting(MtlsMode.PERMISSIVE, 'port').spec('PeerAuthentication', 'details')).toMatchObject({
    selector: { matchLabels: { app: 'details' } }, portLevelMtls: { 9080: { mode: 'PERMISSIVE' } },
  });
});

test.each([
  [MtlsMode.STRICT, '200', 'DENY'], [MtlsMode.PERMISSIVE, '200', 'ALLOW'], [MtlsMode.DISABLE, '200', 'ALLOW'], [MtlsMode.UNSET, '200', 'ALLOW'],
])('4.2 #2: mode %s is %s for the mesh, and %s for plain text', (mtls, meshed, plaintext) => {
  const app = new App();
  new MeshDefaults(app, 'mesh-defaults', { mtls, sidecarHosts: ['*/*'] });
  const mesh = new Mesh([...plain.all, ...Manifests.of(app).all]);
  expect(mesh.status('productpage-v1', 'details-v1', 'GET /details/0')).toBe(meshed);
  expect(mesh.decide(AccessCaller.outside(), 'details-v1', 'GET /details/0').verdict).toBe(plaintext);
});

test('4.2 #3: PeerAuthentication default demands mutual TLS in the namespace', () => {
  const strict = inDefault(BookinfoTutorial.STRICT_MTLS);
  expect(strict.all.find(({ kind }) => kind === 'PeerAuthentication')).toMatchObject({
    apiVersion: 'security.istio.io/v1', metadata: { name: 'default', namespace: 'default' }, spec: { mtls: { mode: 'STRICT' } },
  });
  expect(plain.decide(AccessCaller.outside(), 'details-v1', 'GET /details/0').verdict).toBe('ALLOW');
  expect(strict.decide(AccessCaller.outside(), 'details-v1', 'GET /details/0')).toMatchObject({ verdict: 'DENY', layer: 'mutualTls' });
  expect(strict.status('productpage-v1', 'details-v1', 'GET /details/0')).toBe('200');
});

test('4.2 #4: deny-all says nothing, and callers see 403', () => {
  const mesh = inDefault(BookinfoTutorial.DENY_ALL);
  expect(mesh.all.find(({ metadata }) => metadata.name === 'deny-all')).toMatchObject({ kind: 'AuthorizationPolicy', metadata: { namespace: 'default' }, spec: {} });
  expect(plain.status('productpage-v1', 'details-v1', 'GET /')).toBe('200');
  expect(mesh.status('productpage-v1', 'details-v1', 'GET /')).toBe('403');
});

test('4.2 #5: details-viewer lets productpage GET /details/*', () => {
  const { spec } = viewer.all.find(({ metadata }) => metadata.name === 'details-viewer')!;
  expect(spec).toMatchObject({
    selector: { matchLabels: { app: 'details' } },
    rules: [{
      from: [{ source: { principals: ['cluster.local/ns/default/sa/bookinfo-productpage'] } }],
      to: [{ operation: { methods: ['GET'], paths: ['/details/*'] } }],
    }],
  });
});

test.each([['GET /details/0', '200'], ['POST /details/0', '403'], ['GET /ping', '403']] as const)('4.2 #6: %s of details is answered %s', (asked, status) => {
  expect(viewer.status('productpage-v1', 'details-v1', asked)).toBe(status);
});

describe('4.2 #7: who is meant', () => {
  const issuer = JwtIssuer.of({ issuer: 'testing@secure.istio.io', jwksUri: 'https://example.com/jwks.json' });

  /** What becomes of a request, if the callee admits this alone. */
  function asks(call: Call, request: Partial<AccessRequest>, caller?: (namespace: SecureNamespace) => ICaller & { calls: LeastPrivilegeWorkload['calls'] }): string {
    const app = new App();
    const shop = new SecureNamespace(app, 'default', { enforce: [Mechanism.AUTHORIZATION_POLICY] });
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' });
    const details = new LeastPrivilegeWorkload(shop, 'details', { image: 'details:1', port: 9080 });
    new JwtAuthentication(shop, 'users', { issuers: [issuer], workload: details, requireToken: false });
    (caller?.(shop) ?? web).calls.to(details, call);
    return MeshAccess.fromManifests([...Manifests.of(app).all]).decide({
      from: AccessCaller.workload('default', 'web-v1', '10.1.2.3'), to: { namespace: 'default', workload: 'details-v1' }, port: 9080, method: 'GET', path: '/', ...request,
    }).verdict;
  }

  test('by a header', () => {
    const call = HttpCall.get('/').when(RequestCondition.header('x-tenant', 'blue'));
    expect([asks(call, { headers: { 'x-tenant': 'blue' } }), asks(call, { headers: { 'x-tenant': 'red' } }), asks(call, {})]).toEqual(['ALLOW', 'DENY', 'DENY']);
  });

  test('by its service account', () => {
    expect(asks(HttpCall.get('/'), {})).toBe('ALLOW');
    expect(asks(HttpCall.get('/'), { from: AccessCaller.principal('cluster.local/ns/default/sa/other') })).toBe('DENY');
  });

  test('by its address', () => {
    expect(asks(HttpCall.get('/').when(ConnectionCondition.sourceIp('10.1.0.0/16')), {})).toBe('ALLOW');
    expect(asks(HttpCall.get('/').when(ConnectionCondition.sourceIp('10.2.0.0/16')), {})).toBe('DENY');
  });

  test('by its namespace', () => {
    expect(asks(HttpCall.get('/'), { from: AccessCaller.principal('cluster.local/ns/default/sa/any') }, namespace => namespace)).toBe('ALLOW');
    expect(asks(HttpCall.get('/'), { from: AccessCaller.principal('cluster.local/ns/other/sa/any') }, namespace => namespace)).toBe('DENY');
  });

  test("by the user's token and its claims", () => {
    const call = HttpCall.get('/').byUser({ issuer: issuer.issuer, claims: { groups: ['group1'] } });
    const claims = (groups: string[]) => ({ claims: { iss: issuer.issuer, sub: 'me', groups } });
    expect([asks(call, claims(['group1', 'group2'])), asks(call, claims(['group2'])), asks(call, {})]).toEqual(['ALLOW', 'DENY', 'DENY']);
  });
});

test('4.2 #8: service accounts mean something with mutual TLS only', () => {
  const without = viewer.changed(manifest => (manifest.kind === 'PeerAuthentication' ? { ...manifest, spec: { mtls: { mode: 'DISABLE' } } } : manifest));
  expect(without.status('productpage-v1', 'details-v1', 'GET /details/0')).toBe('403');
  const app = new App();
  const shop = new SecureNamespace(app, 'shop', { mtls: MtlsMode.DISABLE });
  const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' });
  web.calls.to(new LeastPrivilegeWorkload(shop, 'details', { image: 'details:1', port: 9080 }), HttpCall.get('/'));
  expect(refusal(app)).toMatch(/DISABLE/);
});

test('4.2 #9: an AuthorizationPolicy sees methods and paths, a NetworkPolicy addresses and ports', () => {
  const app = new App();
  new Bookinfo(app, 'bookinfo');
  const made = Mesh.of(app);
  expect(made.withPoliciesOf('NetworkPolicy').status('productpage-v1', 'details-v1', 'POST /anything')).toBe('200');
  expect(made.withPoliciesOf('AuthorizationPolicy').status('productpage-v1', 'details-v1', 'POST /anything')).toBe('403');
  // So an app that leaves the only policy out that sees paths may declare none.
  const networkOnly = new App();
  new Bookinfo(networkOnly, 'bookinfo', { enforce: [Mechanism.NETWORK_POLICY] });
  expect(refusal(networkOnly)).toContain('nothing can enforce its methods, paths or hosts');
});

test.each([
  ['authentication.istio.io/v1alpha1', 'Policy', 'PeerAuthentication or RequestAuthentication'],
  ['authentication.istio.io/v1alpha1', 'MeshPolicy', 'PeerAuthentication of the root namespace'],
  ['rbac.istio.io/v1alpha1', 'ClusterRbacConfig', 'AuthorizationPolicy'],
  ['rbac.istio.io/v1alpha1', 'ServiceRole', 'AuthorizationPolicy'],
  ['rbac.istio.io/v1alpha1', 'ServiceRoleBinding', 'AuthorizationPolicy'],
])('4.2 #10: %s %s is not taken for protection: it says that %s replaces it', (apiVersion, kind, replacement) => {
  const old = { apiVersion, kind, metadata: { name: 'old', namespace: 'default' }, spec: {} };
  const mesh = new Mesh([...plain.all, old]);
  expect(mesh.access.problems()).toEqual([expect.stringContaining(`write ${replacement} in its place`)]);
  expect(mesh.status('productpage-v1', 'details-v1', 'GET /details/0')).toBe('200');
});

test('4.2 #10: what is written is of the API versions of today', () => {
  expect(viewer.all.map(({ apiVersion }) => apiVersion).filter(version => /rbac\.istio\.io|authentication\.istio\.io\/|istio\.io\/v1(alpha|beta)/.test(version))).toEqual([]);
});

test('4.2 #11: deny-all closes the gateway and every call, and each opens with an ALLOW of its own', () => {
  const calls = [['productpage-v1', 'reviews-v1', 'GET /reviews/0'], ['reviews-v2', 'ratings-v1', 'GET /ratings/0']] as const;
  for (const [from, to, asked] of calls) {
    expect(viewer.status(from, to, asked)).toBe('403');
  }
  expect(plain.status(AccessCaller.internet(), 'productpage-v1', 'GET /productpage')).toBe('200');
  expect(viewer.status(AccessCaller.internet(), 'productpage-v1', 'GET /productpage')).toBe('403');
  const app = new App();
  new Bookinfo(app, 'bookinfo');
  const whole = Mesh.of(app);
  for (const [from, to, asked] of calls) {
    expect(whole.status(from, to, asked)).toBe('200');
  }
  expect(whole.status(AccessCaller.internet(), 'productpage-v1', 'GET /productpage', { host: 'bookinfo.example.com' })).toBe('200');
});
