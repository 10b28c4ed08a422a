import { App, Chart } from 'cdk8s';
import { Mesh as Written } from './_ask';
import { Manifests, refusal } from '../_manifests';
import {
  AccessCaller, AuditPolicy, Bookinfo, DenyPolicy, ExternalAuthorization, ExternalAuthorizer, HttpCall, Issuer, IssuerSource, IstioCsr,
  JwtAuthentication, JwtIssuer, LeastPrivilegeWorkload, Mesh, MeshDefaults, MtlsMode, Platform, PluggedInCa, ProofMode, RequestCondition,
  SecureNamespace,
} from 'cdk8s-istio';
import type { MeshProps } from 'cdk8s-istio';

/** What Istio's samples issue tokens as. */
const SAMPLE = JwtIssuer.of({ issuer: 'testing@secure.istio.io', jwksUri: 'https://raw.githubusercontent.com/istio/istio/release-1.30/security/tools/jwt/samples/jwks.json' });
const demo = { iss: 'testing@secure.istio.io', sub: 'testing@secure.istio.io', foo: 'bar' };
const groupsScope = { iss: 'testing@secure.istio.io', sub: 'testing@secure.istio.io', groups: ['group1', 'group2'], scope: ['scope1', 'scope2'] };

/** Bookinfo with something added. */
function bookinfo(add: (books: Bookinfo, mesh: Mesh) => void = () => {}, props: MeshProps = {}): { app: App; written: () => Written; mesh: Mesh } {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', props);
  add(new Bookinfo(app, 'bookinfo'), mesh);
  return { app, mesh, written: () => Written.of(app) };
}

const REVIEWS = 'GET /reviews/0';
const host = 'bookinfo.example.com';

test('4.3 #1: PeerAuthentication with a selector is for a workload, without for a namespace, in istio-system for the mesh', () => {
  const app = new App();
  new MeshDefaults(app, 'mesh-defaults');
  const shop = new SecureNamespace(app, 'shop');
  new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 80, mtls: MtlsMode.PERMISSIVE });
  const found = Manifests.of(app).all.filter(({ kind }) => kind === 'PeerAuthentication')
    .map(({ metadata: { namespace, name }, spec }) => [namespace, name, spec.selector?.matchLabels, spec.mtls.mode]);
  expect(found).toEqual(expect.arrayContaining([
    ['istio-system', 'default', undefined, 'STRICT'], ['shop', 'default', undefined, 'STRICT'], ['shop', 'web', { app: 'web' }, 'PERMISSIVE'],
  ]));
  expect(found).toHaveLength(3);
});

describe('4.3 #2: tokens of end users', () => {
  test('of providers that the tutorial names are known by their issuers and keys', () => {
    const { app } = bookinfo(books => {
      new JwtAuthentication(books, 'users', { gateway: books.gateway, issuers: [JwtIssuer.google({ audiences: ['me'] }), JwtIssuer.firebase('my-project')] });
    });
    expect(Manifests.of(app).spec('RequestAuthentication', 'users').jwtRules).toEqual([
      expect.objectContaining({ issuer: 'https://accounts.google.com', jwksUri: 'https://www.googleapis.com/oauth2/v3/certs', audiences: ['me'] }),
      expect.objectContaining({ issuer: 'https://securetoken.google.com/my-project', audiences: ['my-project'] }),
    ]);
  });

  test('are verified and demanded at the gateway', () => {
    const mesh = bookinfo(books => new JwtAuthentication(books, 'users', { gateway: books.gateway, issuers: [SAMPLE] })).written();
    const asked = (claims?: object) => mesh.status(AccessCaller.internet(), 'productpage-v1', 'GET /productpage', { host, ...claims ? { claims } : {} });
    expect([asked(demo), asked(), asked({ ...demo, iss: 'somebody else' })]).toEqual(['200', '403', '401']);
  });

  test('are verified and demanded at a workload, with the claims of the sample tokens', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' });
    const orders = new LeastPrivilegeWorkload(shop, 'orders', { image: 'orders:1', port: 9080 });
    new JwtAuthentication(shop, 'users', { workload: orders, issuers: [SAMPLE] });
    web.calls.to(orders, HttpCall.get('/any').byUser({ issuer: SAMPLE.issuer }),
      HttpCall.get('/foo').byUser({ issuer: SAMPLE.issuer, claims: { foo: ['bar'] } }),
      HttpCall.get('/group').byUser({ issuer: SAMPLE.issuer, claims: { groups: ['group1'] } }));
    const mesh = Written.of(app);
    const asked = (path: string, claims?: object) => mesh.status('web-v1', 'orders-v1', `GET ${path}` as 'GET /', claims ? { claims } : {});
    expect([asked('/any', demo), asked('/foo', demo), asked('/group', demo)]).toEqual(['200', '200', '403']);
    expect([asked('/any', groupsScope), asked('/foo', groupsScope), asked('/group', groupsScope)]).toEqual(['200', '403', '200']);
    expect([asked('/any'), asked('/foo'), asked('/group')]).toEqual(['403', '403', '403']);
  });
});

test('4.3 #3: only productpage may GET reviews', () => {
  const mesh = bookinfo().written();
  expect(mesh.status('productpage-v1', 'reviews-v1', REVIEWS)).toBe('200');
  const boundaries = mesh.withPoliciesOf('AuthorizationPolicy');
  expect(boundaries.status('productpage-v1', 'reviews-v1', 'POST /reviews/0')).toBe('403');
  expect(boundaries.status('productpage-v1', 'reviews-v1', 'GET /health')).toBe('403');
  expect(boundaries.status('details-v1', 'reviews-v1', REVIEWS)).toBe('403');
});

describe('4.3 #4: an action is', () => {
  const authorizer = ExternalAuthorizer.grpc('sample', { service: 'ext-authz.authz.svc.cluster.local', port: 9000 });
  const ask = (add: (books: Bookinfo) => void, asked: 'GET /details/0' | 'POST /details/0' = 'GET /details/0') =>
    bookinfo(add, { authorizers: [authorizer] }).written().decide('productpage-v1', 'details-v1', asked);
  const custom = (books: Bookinfo) => new ExternalAuthorization(books, 'ask', { workload: books.details, authorizer });
  const deny = (books: Bookinfo) => new DenyPolicy(books, 'no', { workload: books.details, calls: [HttpCall.get('/details/*').when(RequestCondition.header('x-bad', '1'))] });
  const audit = (books: Bookinfo) => new AuditPolicy(books, 'log', { workload: books.details });

  test('ALLOW: what is declared', () => {
    expect(ask(() => {}).verdict).toBe('ALLOW');
    expect(ask(() => {}, 'POST /details/0').verdict).toBe('DENY');
  });

  test('DENY, which is stronger than ALLOW', () => {
    // What is declared and denied is an error; only without the proof there is such a mesh.
    expect(refusal(bookinfo(deny).app)).toMatch(
      /the declared call to 'bookinfo\/details' is refused .*: 'GET \/details\/' with 'x-bad: 1' of .* \[AuthorizationPolicy bookinfo\/no\]/);
    const mesh = bookinfo(deny, { proof: ProofMode.OFF }).written();
    expect(mesh.status('productpage-v1', 'details-v1', 'GET /details/0')).toBe('200');
    expect(mesh.decide('productpage-v1', 'details-v1', 'GET /details/0', { headers: { 'x-bad': '1' } }))
      .toMatchObject({ verdict: 'DENY', sees: '403', object: { name: 'no' } });
  });

  test('CUSTOM, which comes first and admits nothing that ALLOW does not', () => {
    expect(ask(custom).verdict).toBe('UNKNOWN');
    expect(ask(custom, 'POST /details/0').verdict).toBe('DENY');
    const both = bookinfo(books => { custom(books); deny(books); }, { authorizers: [authorizer], proof: ProofMode.OFF }).written();
    expect(both.decide('productpage-v1', 'details-v1', 'GET /details/0', { headers: { 'x-bad': '1' } }).verdict).toBe('DENY');
  });

  test('AUDIT, which blocks nothing and admits nothing', () => {
    expect(ask(audit).verdict).toBe('ALLOW');
    expect(ask(audit, 'POST /details/0').verdict).toBe('DENY');
  });
});

describe('4.3 #5: CUSTOM', () => {
  const sample = { service: 'ext-authz.authz.svc.cluster.local', podLabels: { app: 'ext-authz' } };
  const http = ExternalAuthorizer.http('sample-ext-authz-http', { ...sample, port: 8000, includeRequestHeadersInCheck: ['x-ext-authz'] });
  const grpc = ExternalAuthorizer.grpc('sample-ext-authz-grpc', { ...sample, port: 9000 });

  test('needs a provider of the mesh for HTTP or gRPC', () => {
    const { app, mesh } = bookinfo(books => new ExternalAuthorization(books, 'ask', { workload: books.details, authorizer: http }), { authorizers: [http, grpc] });
    expect(mesh.meshConfig().meshConfig.extensionProviders).toEqual([
      expect.objectContaining({ name: 'sample-ext-authz-grpc', envoyExtAuthzGrpc: expect.objectContaining({ service: sample.service, port: 9000 }) }),
      expect.objectContaining({
        name: 'sample-ext-authz-http',
        envoyExtAuthzHttp: expect.objectContaining({ service: sample.service, port: 8000, includeRequestHeadersInCheck: ['x-ext-authz'] }),
      }),
    ]);
    expect(Manifests.of(app).spec('AuthorizationPolicy', 'ask')).toMatchObject({ action: 'CUSTOM', provider: { name: 'sample-ext-authz-http' } });
    expect(Manifests.of(app).known('details')).toContain('authz/ext-authz.authz.svc.cluster.local');
  });

  test('without a provider of the mesh is an error', () => {
    const { app } = bookinfo(books => new ExternalAuthorization(books, 'ask', { workload: books.details, authorizer: http }), { authorizers: [grpc] });
    expect(refusal(app)).toContain("'sample-ext-authz-http'");
  });
});

describe('4.3 #6: identities are signed', () => {
  const vault = (path: string) => IssuerSource.vault({ server: 'https://vault.example.com', path, role: 'istio', serviceAccountName: 'vault-issuer' });
  const chart = (app: App) => new Chart(app, 'istio-system', { namespace: 'istio-system' });

  test("by istiod's own CA below a root of Vault", () => {
    const app = new App();
    const root = chart(app);
    new PluggedInCa(root, 'istiod-ca', { issuer: new Issuer(root, 'vault', { source: vault('pki/root/sign-intermediate') }) });
    expect(Manifests.of(app).spec('Certificate', 'istiod-ca')).toMatchObject({ secretName: 'cacerts', isCA: true, issuerRef: { name: 'vault' } });
  });

  test('by Vault itself, through istio-csr, which proxies reach', () => {
    const { app, mesh } = bookinfo(books => {
      const root = chart(books.node.root as App);
      new IstioCsr(root, 'istio-csr', { issuer: new Issuer(root, 'vault', { source: vault('pki/sign/istio') }) });
    }, { platform: Platform.istioctl({ istioCsr: {} }) });
    expect(mesh.meshConfig()).toMatchObject({ pilot: { env: { ENABLE_CA_SERVER: 'false' } } });
    expect(Manifests.of(app).openings('default-deny').egress).toContain('cert-manager/app=cert-manager-istio-csr TCP:6443');
  });

  test('as SPIFFE identities of a service account, by which policies know callers', () => {
    const { app } = bookinfo();
    expect(Manifests.of(app).allowed('details')).toEqual(['cluster.local/ns/bookinfo/sa/bookinfo-productpage GET /details/* :9080']);
  });
});

test('4.3 #7: policies are enforced by sidecars, and at the ingress gateway', () => {
  const { app } = bookinfo(books => {
    new JwtAuthentication(books, 'at-gateway', { gateway: books.gateway, issuers: [SAMPLE] });
    new JwtAuthentication(books, 'at-page', { workload: books.productpage, issuers: [SAMPLE], requireToken: false });
  });
  const made = Manifests.of(app);
  expect(made.get('RequestAuthentication', 'at-gateway').metadata.namespace).toBe('istio-system');
  expect(made.spec('RequestAuthentication', 'at-gateway').selector).toEqual({ matchLabels: { istio: 'ingressgateway' } });
  expect(made.get('RequestAuthentication', 'at-page').metadata.namespace).toBe('bookinfo');
  const denied = Written.of(app).decide(AccessCaller.internet(), 'productpage-v1', 'GET /productpage', { host });
  expect(denied).toMatchObject({ verdict: 'DENY', sees: '403', object: { namespace: 'istio-system', name: 'at-gateway-token' } });
});
