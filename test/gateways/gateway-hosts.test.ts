import { edge, problemsOf } from './_edge';
import { Manifests, refusal } from '../_manifests';
import { GatewayTls, HttpCall, IngressGateway, LeastPrivilegeWorkload } from 'cdk8s-istio';

const PRINCIPAL = 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account';

/** Where a VirtualService leads: `path -> service`, in order. */
function routes(made: Manifests, name: string): string[] {
  return made.spec('VirtualService', name).http.flatMap((route: any) => route.match.map((match: any) =>
    `${Object.values(match.uri)[0]} -> ${route.route[0].destination.host.split('.')[0]}`));
}

describe('What is exposed on some hosts only', () => {
  const { app, shop, web, gateway } = edge({ hosts: ['shop.example.com', 'admin.example.com', 'www.example.com'] });
  const admin = new LeastPrivilegeWorkload(shop, 'admin', { image: 'admin:1', port: 8080 });
  gateway.expose(web, HttpCall.get('/page'));
  const grant = gateway.expose(admin, HttpCall.any().onHosts('admin.example.com'));
  const made = Manifests.of(app);

  it('has a VirtualService of its own: each host has one, and one only', () => {
    expect(made.names('VirtualService')).toEqual(['edge', 'edge-admin.example.com']);
    expect(made.spec('VirtualService', 'edge').hosts).toEqual(['shop.example.com', 'www.example.com']);
    expect(made.spec('VirtualService', 'edge-admin.example.com').hosts).toEqual(['admin.example.com']);
    expect(made.names('Gateway')).toEqual(['edge']);
  });

  it('is not to be reached by other hosts, at the gateway or at the service', () => {
    expect(routes(made, 'edge')).toEqual(['/page -> web']);
    expect(made.spec('AuthorizationPolicy', 'admin').rules).toEqual([{
      from: [{ source: { principals: [PRINCIPAL] } }],
      to: [{ operation: { ports: ['8080'], hosts: ['admin.example.com', 'admin.example.com:*'] } }],
    }]);
  });

  it('stands beside what is exposed on every host', () => {
    expect(routes(made, 'edge-admin.example.com')).toEqual(['/page -> web', '/ -> admin']);
  });

  it('is reachable from code, to be patched', () => {
    expect(gateway.virtualServiceOf('admin.example.com')?.name).toBe('edge-admin.example.com');
    expect(gateway.virtualServiceOf('www.example.com')).toBe(gateway.virtualService);
    expect(gateway.virtualServiceOf('other.example.com')).toBeUndefined();
    expect(grant.objects.map(({ name }) => name)).toEqual(['edge', 'edge-admin.example.com', 'admin', 'admin']);
  });

  it('is the same in whatever order it is declared', () => {
    const again = edge({ hosts: ['www.example.com', 'admin.example.com', 'shop.example.com'] });
    const other = new LeastPrivilegeWorkload(again.shop, 'admin', { image: 'admin:1', port: 8080 });
    again.gateway.expose(other, HttpCall.any().onHosts('admin.example.com'));
    again.gateway.expose(again.web, HttpCall.get('/page'));
    expect(Manifests.of(again.app).yaml).toBe(made.yaml);
  });

  it('may be one name of a wildcard', () => {
    const wild = edge({ hosts: ['*.example.com'] });
    wild.gateway.expose(wild.web, HttpCall.get('/page'));
    wild.gateway.expose(new LeastPrivilegeWorkload(wild.shop, 'api', { image: 'api:1', port: 80 }), HttpCall.get('/api/*').onHosts('api.example.com'));
    const of = Manifests.of(wild.app);
    expect(of.spec('VirtualService', 'edge').hosts).toEqual(['*.example.com']);
    expect(routes(of, 'edge-api.example.com')).toEqual(['/page -> web', '/api/ -> api']);
  });

  it('may be a wildcard', () => {
    const any = edge({ hosts: ['*'] });
    any.gateway.expose(any.web, HttpCall.get('/page').onHosts('*.shop.example.com'));
    const of = Manifests.of(any.app);
    expect(of.names('VirtualService')).toEqual(['edge-wildcard.shop.example.com']);
    expect(of.spec('VirtualService', 'edge-wildcard.shop.example.com').hosts).toEqual(['*.shop.example.com']);
  });

  it('is refused on a host that the gateway does not serve', () => {
    for (const host of ['other.example.com', '*.example.com', 'api.*', 'shop.example.com:8080', 'SHOP.example.com']) {
      const one = edge();
      one.gateway.expose(one.web, HttpCall.get('/').onHosts(host));
      expect(refusal(one.app)).toContain(`[shop/edge] exposes 'shop/web' on host '${host}', which it does not serve ('shop.example.com')`);
    }
  });

  it('is refused where its VirtualService would have too long a name', () => {
    const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.example.com`;
    const other = edge();
    new IngressGateway(other.shop, 'x'.repeat(63), { hosts: [long, 'a.example.com'] }).expose(other.web, HttpCall.get('/').onHosts(long));
    expect(problemsOf(other.app)[0]).toMatch(/VirtualService 'x+-a+\.b+\.c+\.example\.com' is not a DNS subdomain; .*at most 253 characters/);
  });

  it('may be said of every host, twice, and of all of them at once', () => {
    const both = edge({ hosts: ['a.example.com', 'b.example.com'] });
    both.gateway.expose(both.web, HttpCall.get('/one').onHosts('*'));
    both.gateway.expose(both.web, HttpCall.get('/two').onHosts('a.example.com', 'b.example.com', 'a.example.com'));
    const of = Manifests.of(both.app);
    expect(of.names('VirtualService')).toEqual(['edge-a.example.com', 'edge-b.example.com']);
    expect(routes(of, 'edge-a.example.com')).toEqual(['/one -> web', '/two -> web']);
  });

  it('is refused of two services on one host, and may be of two on two', () => {
    const two = (first: string, second: string) => {
      const { app: it, shop: ns, web: one, gateway: entry } = edge({ hosts: ['a.example.com', 'b.example.com'] });
      entry.expose(one, HttpCall.get('/page').onHosts(first));
      entry.expose(new LeastPrivilegeWorkload(ns, 'api', { image: 'api:1', port: 80 }), HttpCall.get('/page').onHosts(second));
      return problemsOf(it);
    };
    expect(two('a.example.com', 'b.example.com')).toEqual([]);
    expect(two('a.example.com', 'a.example.com').join()).toMatch(/on 'a\.example\.com' of 'shop\/api:80' and 'shop\/web:8080'; a request goes to one of them/);
  });
});

describe('Gateways of one app', () => {
  it('may serve a wildcard and one of its names', () => {
    const { app, shop, web, gateway } = edge({ hosts: ['*.example.com'] });
    gateway.expose(web, HttpCall.get('/page'));
    new IngressGateway(shop, 'named', { hosts: ['a.example.com'] }).expose(web, HttpCall.get('/a'));
    expect(refusal(app)).toBe('');
  });

  it('serves a port of its own', () => {
    const { app, web, gateway } = edge({ port: 8443 });
    gateway.expose(web, HttpCall.get('/'));
    expect(Manifests.of(app).spec('Gateway', 'edge').servers[0].port).toEqual({ number: 8443, name: 'http', protocol: 'HTTP' });
    expect(problemsOf(edge({ port: 80, tls: GatewayTls.simple('c') }).app)).toEqual([
      "[shop/edge] serves TLS on port 80, on which plain HTTP is redirected; use another 'port', or set 'httpsRedirect' to false.",
    ]);
    expect(problemsOf(edge({ port: 80, tls: GatewayTls.simple('c'), httpsRedirect: false }).app)).toEqual([]);
    for (const port of [0, 65536, 1.5, NaN, -1]) {
      expect(problemsOf(edge({ port }).app)).toEqual([`[shop/edge] port ${port} is no port; use a whole number from 1 to 65535.`]);
    }
  });
});

describe('A gateway of others, which the context shows,', () => {
  const theirs = (host: string, port = 80, protocol = 'HTTP') => [{
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'entry', namespace: 'bank' },
    spec: { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: port, name: 'x', protocol }, hosts: [host] }] },
  }];

  it.each([
    ['for the same host', theirs('shop.example.com'), ["[shop/edge] host 'shop.example.com' on port 80 is also served by Gateway bank/entry of the context; of two Gateways on the same pods Istio drops one: serve a host once, or share one Gateway (SharedGateway)."]],
    ['for the same host in other letters', theirs('*/SHOP.example.com'), [expect.stringContaining("host 'shop.example.com' on port 80 is also served by Gateway bank/entry")]],
    ['for another host', theirs('bank.example.com'), []],
    ['on another port', theirs('shop.example.com', 8080), []],
    ['for another protocol on the port', theirs('*', 80, 'TCP'), [expect.stringContaining('port 80 is also used by Gateway bank/entry of the context, for another protocol')]],
  ])('%s', (_, context, expected) => {
    const { app, web, gateway } = edge({}, { context });
    gateway.expose(web, HttpCall.get('/'));
    expect(problemsOf(app)).toEqual(expected);
  });

  it('is its own, as it is deployed', () => {
    const first = edge();
    first.gateway.expose(first.web, HttpCall.get('/'));
    const { app, web, gateway } = edge({}, { context: Manifests.of(first.app).all.filter(({ kind }) => kind === 'Gateway' || kind === 'VirtualService') });
    gateway.expose(web, HttpCall.get('/'));
    expect(problemsOf(app)).toEqual([]);
  });

  it('may be for other pods', () => {
    const [one] = theirs('shop.example.com');
    const { app, web, gateway } = edge({}, { context: [{ ...one, spec: { ...one.spec, selector: { istio: 'other' } } }] });
    gateway.expose(web, HttpCall.get('/'));
    expect(problemsOf(app)).toEqual([]);
  });
});
