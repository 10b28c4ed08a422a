import { App } from 'cdk8s';
import { ApiResource, Role } from 'cdk8s-plus-27';
import {
  ClientTls, EgressGateway, ExternalAddresses, ExternalPort, ExternalService, GrpcCall, HttpCall, KubernetesApi, LeastPrivilegeWorkload, Mesh,
  Platform, SecureNamespace, TcpCall,
} from 'cdk8s-istio';

const app = new App();
new Mesh(app, 'mesh', { platform: Platform.istioctl({ cni: true, apiServer: { cidrs: ['192.0.2.10/32'], ports: [{ port: 6443 }] } }) });

const shop = new SecureNamespace(app, 'shop');
const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'example/cart:1', port: 8080 });
const pages = new LeastPrivilegeWorkload(shop, 'pages', { image: 'example/pages:1', port: 8080 });

// By a gateway of our own: it alone reaches the outside, and looks at every request.
const egress = new EgressGateway(new SecureNamespace(app, 'egress'), 'egress', { replicas: 2 });
const payments = new ExternalService(shop, 'payments', {
  host: 'api.payments.example',
  ports: [ExternalPort.http(80, { targetPort: 443, tls: ClientTls.simple() })],
  addresses: ExternalAddresses.anyPublic(),
  through: egress,
});
cart.calls.to(payments, HttpCall.post('/v1/charges'), HttpCall.get('/v1/charges/{*}'));
const rates = new ExternalService(shop, 'rates', {
  host: 'rates.example',
  ports: [ExternalPort.grpc(80, { targetPort: 443, tls: ClientTls.simple() })],
  addresses: ExternalAddresses.of('203.0.113.9/32'),
  through: egress,
});
pages.calls.to(rates, GrpcCall.methods('rates.v1.Rates', 'Get'));
const bank = new ExternalService(shop, 'bank', {
  host: 'bank.example', ports: [ExternalPort.https(443)], addresses: ExternalAddresses.of('203.0.113.0/24'), through: egress,
});
cart.calls.to(bank, TcpCall.port());
const ledger = new ExternalService(shop, 'ledger', {
  host: 'ledger.corp.example', ports: [ExternalPort.tcp(5432)], endpoints: ['198.51.100.7'], through: egress,
});
cart.calls.to(ledger, TcpCall.port());

// By the gateway that was installed with Istio, whose namespace somebody else owns.
const installed = new EgressGateway(new SecureNamespace(app, 'istio-system', { adopt: true }), 'shop-egress', { gateway: 'egressgateway' });
const weather = new ExternalService(shop, 'weather', {
  host: 'weather.example', ports: [ExternalPort.http(80)], addresses: ExternalAddresses.of('203.0.113.80/32'), through: installed,
});
pages.calls.to(weather, HttpCall.get('/today/*'));

// Directly: host and port only, and as far as the network goes, whoever has the addresses.
const pictures = new ExternalService(shop, 'pictures', {
  host: '*.pictures.example', ports: [ExternalPort.http(80)], addresses: ExternalAddresses.anyPublic().because('a delivery network, which moves'),
});
pages.calls.to(pictures, HttpCall.any());

// The Kubernetes API, as far as RBAC goes.
const watcher = new LeastPrivilegeWorkload(shop, 'watcher', { image: 'example/watcher:1' });
watcher.calls.to(new KubernetesApi(app, 'kubernetes'), TcpCall.port());
const reader = new Role(shop, 'pod-reader');
reader.allowRead(ApiResource.PODS);
reader.bind(watcher.serviceAccount!);

app.synth();
