import { App } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import {
  CanaryService, GatewayTls, GrpcCall, HttpCall, IngressGateway, LeastPrivilegeWorkload, SecureNamespace, ServiceReference, TcpCall, WorkloadPort,
} from 'cdk8s-istio';
import type { IngressGatewayProps } from 'cdk8s-istio';

const PRINCIPAL = 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account';
const host = (service: string) => `${service}.shop.svc.cluster.local`;

function edge(props: Partial<IngressGatewayProps> = {}) {
  const app = new App();
  const shop = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 8080 });
  const gateway = new IngressGateway(shop, 'edge', { hosts: ['shop.example.com'], ...props });
  return { app, shop, web, gateway };
}

describe('IngressGateway', () => {
  const { app, web, gateway } = edge();
  gateway.expose(web, HttpCall.get('/page', '/static/*'), HttpCall.post('/login'));
  const made = Manifests.of(app);

  it('is these objects', () => {
    expect([made.get('Gateway', 'edge'), made.get('VirtualService', 'edge')]).toMatchSnapshot();
  });

  it("serves its hosts on the platform's gateway, to VirtualServices of its namespace alone", () => {
    expect(made.spec('Gateway', 'edge')).toEqual({
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['./shop.example.com'] }],
    });
    expect(made.spec('VirtualService', 'edge')).toMatchObject({ hosts: ['shop.example.com'], gateways: ['shop/edge'] });
  });

  it('routes what is exposed, and nothing else', () => {
    expect(made.spec('VirtualService', 'edge').http).toEqual([{
      match: [
        { uri: { exact: '/login' }, method: { exact: 'POST' } },
        { uri: { exact: '/page' }, method: { exact: 'GET' } },
        { uri: { prefix: '/static/' }, method: { exact: 'GET' } },
      ],
      route: [{ destination: { host: host('web'), port: { number: 8080 } } }],
    }]);
  });

  it('is admitted by its identity, for exactly that', () => {
    expect(made.allowed('web').sort()).toEqual([`${PRINCIPAL} GET /page :8080`, `${PRINCIPAL} GET /static/* :8080`, `${PRINCIPAL} POST /login :8080`]);
    expect(made.openings('web').ingress).toEqual(['istio-system/istio=ingressgateway TCP:8080']);
  });

  it('emits nothing into the namespace of the gateway', () => {
    expect(made.all.filter(one => one.metadata.namespace === 'istio-system')).toEqual([]);
  });
});

describe('TLS', () => {
  const servers = (props: Partial<IngressGatewayProps>) => Manifests.of(edge(props).app).spec('Gateway', 'edge').servers;
  const https = (mode: string) => ({
    port: { number: 443, name: 'https', protocol: 'HTTPS' },
    hosts: ['./shop.example.com'],
    tls: { mode, credentialName: 'shop-cert', minProtocolVersion: 'TLSV1_2' },
  });

  it('redirects plain HTTP, unless told not to', () => {
    expect(servers({ tls: GatewayTls.simple('shop-cert') })).toEqual([
      { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['./shop.example.com'], tls: { httpsRedirect: true } },
      https('SIMPLE'),
    ]);
    expect(servers({ tls: GatewayTls.simple('shop-cert'), httpsRedirect: false })).toEqual([https('SIMPLE')]);
  });

  it('may ask clients for a certificate', () => {
    expect(servers({ tls: GatewayTls.mutual('shop-cert'), httpsRedirect: false })).toEqual([https('MUTUAL')]);
  });

  it('needs a credential that Kubernetes can name', () => {
    expect(refusal(edge({ tls: GatewayTls.simple('Shop Cert') }).app)).toContain("[shop/edge] credential 'Shop Cert' is not a DNS subdomain");
  });
});

describe('What is exposed', () => {
  it('to several services is routed by the most specific match, in whatever order it is declared', () => {
    const routes = (order: number[]) => {
      const { app, shop, web, gateway } = edge();
      const api = new LeastPrivilegeWorkload(shop, 'api', { image: 'api:1', port: 9090 });
      const exposures = [
        () => gateway.expose(web, HttpCall.get('*')),
        () => gateway.expose(api, HttpCall.get('/api/*'), HttpCall.get('/api/{*}/items')),
        () => gateway.expose(web, HttpCall.get('/api/help')),
        () => gateway.expose(api, HttpCall.get('*.json')),
      ];
      order.forEach(i => exposures[i]());
      return Manifests.of(app).spec('VirtualService', 'edge').http.map((route: any) =>
        `${route.match.map((match: any) => Object.values(match.uri)[0]).join(' ')} -> ${route.route[0].destination.host.split('.')[0]}`);
    };
    expect(routes([0, 1, 2, 3])).toEqual(['/api/help -> web', '/api/[^/]+/items /api/ .*\\.json -> api', '/ -> web']);
    expect(routes([3, 2, 1, 0])).toEqual(routes([0, 1, 2, 3]));
  });

  it('of a canary carries its weights: the VirtualService of the mesh means nothing here', () => {
    const { app, shop, gateway } = edge();
    const reviews = new CanaryService(shop, 'reviews', { port: 9080 });
    reviews.addVersion('v1', { image: 'r:1', weight: 90 });
    reviews.addVersion('v2', { image: 'r:2', weight: 10 });
    reviews.addVersion('v3', { image: 'r:3' });
    gateway.expose(reviews, HttpCall.get('/reviews/*'));
    const made = Manifests.of(app);
    expect(made.spec('VirtualService', 'edge').http[0].route).toEqual([
      { destination: { host: host('reviews'), subset: 'v1', port: { number: 9080 } }, weight: 90 },
      { destination: { host: host('reviews'), subset: 'v2', port: { number: 9080 } }, weight: 10 },
    ]);
    expect(made.allowed('reviews')).toEqual([`${PRINCIPAL} GET /reviews/* :9080`]);
  });

  it('of one version goes to that version alone, which alone admits it', () => {
    const { app, shop, gateway } = edge();
    const reviews = new CanaryService(shop, 'reviews', { port: 9080 });
    reviews.addVersion('v1', { image: 'r:1', weight: 100 });
    gateway.expose(reviews.addVersion('v2', { image: 'r:2' }), HttpCall.get('/preview'));
    const made = Manifests.of(app);
    expect(made.spec('VirtualService', 'edge').http[0].route).toEqual([
      { destination: { host: host('reviews'), subset: 'v2', port: { number: 9080 } } },
    ]);
    expect(made.allowed('reviews-v2')).toEqual([`${PRINCIPAL} GET /preview :9080`]);
    expect(made.allowed('reviews')).toEqual([]);
  });

  it('of a canary and of one of its versions is told apart', () => {
    const { app, shop, gateway } = edge();
    const reviews = new CanaryService(shop, 'reviews', { port: 9080 });
    reviews.addVersion('v1', { image: 'r:1', weight: 100 });
    gateway.expose(reviews, HttpCall.get('/reviews/*'));
    gateway.expose(reviews.addVersion('v2', { image: 'r:2' }), HttpCall.get('/preview'));
    const { http } = Manifests.of(app).spec('VirtualService', 'edge');
    expect(http.map((route: any) => `${Object.values(route.match[0].uri)[0]} ${route.route[0].destination.subset}`)).toEqual(['/preview v2', '/reviews/ v1']);
  });

  it('may be gRPC', () => {
    const { app, shop, gateway } = edge();
    const api = new LeastPrivilegeWorkload(shop, 'api', { image: 'api:1', ports: [WorkloadPort.grpc(90)] });
    gateway.expose(api, GrpcCall.service('shop.Api'), GrpcCall.methods('shop.Status', 'Get'));
    const made = Manifests.of(app);
    expect(made.spec('VirtualService', 'edge').http[0].match).toEqual([
      { uri: { exact: '/shop.Status/Get' }, method: { exact: 'POST' } }, { uri: { prefix: '/shop.Api/' }, method: { exact: 'POST' } },
    ]);
    expect(made.allowed('api')).toEqual([`${PRINCIPAL} POST /shop.Api/* :90`, `${PRINCIPAL} POST /shop.Status/Get :90`]);
  });

  it('may live elsewhere', () => {
    const { app, shop, gateway } = edge();
    const ledger = new ServiceReference(shop, 'ledger', {
      namespace: 'bank', podLabels: { app: 'ledger' }, serviceAccount: 'ledger', ports: [WorkloadPort.http(80)],
    });
    gateway.expose(ledger, HttpCall.any());
    expect(Manifests.of(app).spec('VirtualService', 'edge').http).toEqual([
      { match: [{ uri: { prefix: '/' } }], route: [{ destination: { host: 'ledger.bank.svc.cluster.local', port: { number: 80 } } }] },
    ]);
  });

  it('twice is said once', () => {
    const { app, web, gateway } = edge();
    gateway.expose(web, HttpCall.get('/page'));
    gateway.expose(web, HttpCall.get('/page'));
    expect(Manifests.of(app).spec('VirtualService', 'edge').http[0].match).toHaveLength(1);
  });

  it('if it is nothing has no routes, and no VirtualService without any', () => {
    const made = Manifests.of(edge().app);
    expect(made.names('VirtualService')).toEqual([]);
    expect(made.names('Gateway')).toEqual(['edge']);
    expect(made.allowed('web')).toEqual([]);
  });
});

describe('IngressGateway is refused', () => {
  it('for the same match to two services', () => {
    const { app, shop, web, gateway } = edge();
    gateway.expose(web, HttpCall.get('/page'));
    gateway.expose(new LeastPrivilegeWorkload(shop, 'api', { image: 'api:1', port: 80 }), HttpCall.get('/page'));
    expect(refusal(app)).toContain("of 'shop/api:80' and 'shop/web:8080'");
  });

  it('for requests and connections at once, for hosts that it does not serve, for a gateway that the platform has not, for hosts that are none', () => {
    const { app, shop, gateway } = edge({ hosts: ['shop'] });
    const db = new LeastPrivilegeWorkload(shop, 'db', { image: 'db:1', ports: [WorkloadPort.tcp(3306), WorkloadPort.http(80)] });
    gateway.expose(db, TcpCall.port());
    gateway.expose(db, HttpCall.get('/').onHosts('a.example.com'));
    new IngressGateway(shop, 'other', { hosts: [], gateway: 'nowhere' });
    const message = refusal(app);
    expect(message).toContain("[shop/edge] host 'shop' is not a domain name");
    expect(message).toContain("[shop/edge] exposes requests of 'shop/db' and connections of 'shop/db'");
    expect(message).toContain("[shop/edge] exposes 'shop/db' on host 'a.example.com', which it does not serve ('shop')");
    expect(message).toContain("[shop/other] gateway 'nowhere' is none of the platform's ('ingressgateway')");
    expect(message).toContain('[shop/other] has no hosts');
  });

  it('for a host that another one of the same gateway serves: both are told', () => {
    const { app, shop } = edge();
    new IngressGateway(shop, 'other', { hosts: ['shop.example.com'] });
    const message = refusal(app);
    expect(message).toContain("[shop/edge] host 'shop.example.com' on port 80 is also served by 'shop/other', in Gateway shop/other;");
    expect(message).toContain("[shop/other] host 'shop.example.com' on port 80 is also served by 'shop/edge', in Gateway shop/edge;");
  });
});
