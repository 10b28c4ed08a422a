import { App, Duration } from 'cdk8s';
import {
  AuditPolicy, ConnectionCondition, DenyPolicy, ExternalAuthorization, ExternalAuthorizer, GatewayCertificate, GatewayTls, HttpCall,
  IngressGateway, Issuer, IssuerSource, IstioCsr, JwtAuthentication, JwtIssuer, LeastPrivilegeWorkload, Mesh, MeshDefaults, MtlsMode, Platform,
  RequestCondition, RolloutStage, SecureNamespace, TcpCall, TrustDomain, WorkloadPort,
} from 'cdk8s-istio';

const app = new App();

// The mesh: identities are signed by Vault through istio-csr, another cluster's count too, and OPA may be asked.
const opa = ExternalAuthorizer.grpc('opa', { service: 'opa.policy.svc.cluster.local', port: 9191, podLabels: { app: 'opa' } });
new Mesh(app, 'mesh', {
  trustDomain: 'west.example.com',
  trustDomainAliases: ['east.example.com'],
  platform: Platform.istioctl({ cni: true, istioCsr: {} }),
  authorizers: [opa],
});

// What holds for the whole mesh, and what stands in its root namespace.
const root = new MeshDefaults(app, 'mesh-defaults');
const vault = (path: string, role: string) => IssuerSource.vault({
  server: 'https://vault.example.com:8200', path, role, serviceAccountName: 'vault-issuer', caBundle: { name: 'vault-ca' },
});
new IstioCsr(root, 'istio-csr', {
  issuer: new Issuer(root, 'identities', { source: vault('pki/sign/istio', 'istio') }),
  rootCaSecret: 'mesh-root',
});

const shop = new SecureNamespace(app, 'shop');
const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'example/web:1', port: 8080 });
const orders = new LeastPrivilegeWorkload(shop, 'orders', { image: 'example/orders:1', port: 8080 });
const payments = new LeastPrivilegeWorkload(shop, 'payments', { image: 'example/payments:1', port: 8080 });
const db = new LeastPrivilegeWorkload(shop, 'db', {
  image: 'example/db:1',
  // Metrics are taken in plain text too; the database itself never is.
  ports: [WorkloadPort.tcp(5432, { name: 'tcp-sql' }), WorkloadPort.http(9187, { name: 'http-metrics', mtls: MtlsMode.PERMISSIVE })],
});

// Users log in, and the gateway shows a certificate that cert-manager renews.
const users = JwtIssuer.of({ issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/keys', audiences: ['shop'] });
const gateway = new IngressGateway(shop, 'entry', { hosts: ['shop.example.com'], tls: GatewayTls.simple('shop-tls') });
new GatewayCertificate(root, 'shop-tls', {
  gateway, issuer: new Issuer(root, 'servers', { source: vault('pki/sign/servers', 'servers') }), duration: Duration.days(30),
});
new JwtAuthentication(shop, 'entry-users', { gateway, issuers: [users] });
gateway.expose(web, HttpCall.get('/*'), HttpCall.post('/cart'));

// Orders are read by users, deleted by the support, and written for known tenants.
new JwtAuthentication(shop, 'orders-users', { workload: orders, issuers: [users], pathsWithoutToken: ['/healthz'] });
web.calls.to(orders,
  HttpCall.get('/orders/*').byUser({ issuer: users.issuer }),
  HttpCall.delete('/orders/*').byUser({ issuer: users.issuer, claims: { groups: ['support'] } }),
  HttpCall.post('/orders').byUser({ issuer: users.issuer }).when(RequestCondition.header('x-tenant', 'blue', 'green')),
  HttpCall.get('/healthz'),
);
new DenyPolicy(shop, 'no-admin', { workload: orders, calls: [HttpCall.of({ paths: ['/admin/*'] })] });
new DenyPolicy(shop, 'no-debug', { workload: orders, calls: [HttpCall.of({ paths: ['/debug/*'] })], dryRun: true });
new AuditPolicy(shop, 'orders-log', { workload: orders, calls: [HttpCall.delete('/orders/*')] });

// Payments ask OPA besides, and the database is for the pods of the cluster.
orders.calls.to(payments, HttpCall.post('/payments'));
new ExternalAuthorization(shop, 'payments-opa', { workload: payments, authorizer: opa, calls: [HttpCall.post('/payments')] });
orders.calls.to(db, TcpCall.port('tcp-sql').when(ConnectionCondition.sourceIp('10.0.0.0/8')));

// The cluster in the east may look for products.
const east = new TrustDomain(shop, 'east', { trustDomain: 'east.example.com', cidrs: ['10.20.0.0/16'] });
east.calls.to(web, HttpCall.get('/products/*'));

// An older application, of which nobody knows all calls yet.
const warehouse = new SecureNamespace(app, 'warehouse', { rollout: RolloutStage.OBSERVE });
const stock = new LeastPrivilegeWorkload(warehouse, 'stock', { image: 'example/stock:1', port: 8080 });
orders.calls.to(stock, HttpCall.get('/stock/*'));

app.synth();
