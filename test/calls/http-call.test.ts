import { App } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import { GrpcCall, HttpCall, LeastPrivilegeWorkload, Mesh, ProofMode, SecureNamespace, TcpCall, WorkloadPort } from 'cdk8s-istio';
import type { Call } from 'cdk8s-istio';

const WEB = 'cluster.local/ns/shop/sa/web';

/** The rules of a callee with a port for each protocol, when `web` declares the calls. */
function rulesOf(...calls: Call[]): any[] {
  const app = new App();
  // Only the written policy matters here: a caller inside the mesh reaches a service by its own hosts alone.
  new Mesh(app, 'mesh', { proof: ProofMode.OFF });
  declare(app, calls);
  return Manifests.of(app).spec('AuthorizationPolicy', 'cart').rules;
}

function declare(app: App, calls: Call[]): void {
  const shop = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' });
  const cart = new LeastPrivilegeWorkload(shop, 'cart', {
    image: 'cart:1',
    ports: [WorkloadPort.http(80, { targetPort: 8080 }), WorkloadPort.grpc(90), WorkloadPort.tcp(3306, { name: 'tcp-db' })],
  });
  web.calls.to(cart, ...calls);
}

function operations(...calls: HttpCall[]): any[] {
  const rules = rulesOf(...calls.map(call => call.onPort('http')));
  expect(rules).toHaveLength(1);
  expect(rules[0].from).toEqual([{ source: { principals: [WEB] } }]);
  return rules[0].to.map(({ operation: { ports, ...operation } }: any) => {
    expect(ports).toEqual(['8080']);
    return operation;
  });
}

describe('HttpCall becomes an operation of the AuthorizationPolicy:', () => {
  it.each([
    ['get', HttpCall.get('/a'), { methods: ['GET'], paths: ['/a'] }],
    ['head', HttpCall.head('/a'), { methods: ['HEAD'], paths: ['/a'] }],
    ['post', HttpCall.post('/a'), { methods: ['POST'], paths: ['/a'] }],
    ['put', HttpCall.put('/a'), { methods: ['PUT'], paths: ['/a'] }],
    ['patch', HttpCall.patch('/a'), { methods: ['PATCH'], paths: ['/a'] }],
    ['delete', HttpCall.delete('/a'), { methods: ['DELETE'], paths: ['/a'] }],
    ['any request', HttpCall.any(), {}],
    ['several paths, sorted', HttpCall.get('/b', '/a'), { methods: ['GET'], paths: ['/a', '/b'] }],
    ['several methods, sorted', HttpCall.of({ methods: ['PUT', 'GET'], paths: ['/a'] }), { methods: ['GET', 'PUT'], paths: ['/a'] }],
    ['a prefix', HttpCall.get('/a/*'), { methods: ['GET'], paths: ['/a/*'] }],
    ['a suffix', HttpCall.get('*.css'), { methods: ['GET'], paths: ['*.css'] }],
    ['a template', HttpCall.get('/a/{*}/b/{**}'), { methods: ['GET'], paths: ['/a/{*}/b/{**}'] }],
    ['any path, said as none', HttpCall.get('/a', '*'), { methods: ['GET'] }],
    ['paths without methods', HttpCall.of({ paths: ['/a'] }), { paths: ['/a'] }],
    ['methods without paths', HttpCall.of({ methods: ['GET'] }), { methods: ['GET'] }],
    ['a host, with or without its port', HttpCall.get('/a').onHosts('api.example.com'), {
      methods: ['GET'], paths: ['/a'], hosts: ['api.example.com', 'api.example.com:*'],
    }],
    ['a host with its port, as it is', HttpCall.get('/a').onHosts('api.example.com:8080'), {
      methods: ['GET'], paths: ['/a'], hosts: ['api.example.com:8080'],
    }],
    ['a host prefix', HttpCall.get('/a').onHosts('api.*'), { methods: ['GET'], paths: ['/a'], hosts: ['api.*'] }],
    ['a host suffix, which no form of Istio joins with a port', HttpCall.get('/a').onHosts('*.example.com'), {
      methods: ['GET'], paths: ['/a'], hosts: ['*.example.com'],
    }],
    ['any host, said as none', HttpCall.get('/a').onHosts('*'), { methods: ['GET'], paths: ['/a'] }],
  ])('%s', (_, call, operation) => {
    expect(operations(call)).toEqual([operation]);
  });

  it('a method does not imply another', () => {
    expect(operations(HttpCall.get('/a'))[0].methods).not.toContain('HEAD');
  });

  it('calls of the same methods share one operation', () => {
    expect(operations(HttpCall.get('/b'), HttpCall.get('/a'))).toEqual([{ methods: ['GET'], paths: ['/a', '/b'] }]);
  });

  it('calls of the same paths share one operation', () => {
    expect(operations(HttpCall.post('/a'), HttpCall.get('/a'))).toEqual([{ methods: ['GET', 'POST'], paths: ['/a'] }]);
  });

  it('calls that differ in both are not mixed: GET /a and POST /b are neither GET /b nor POST /a', () => {
    expect(operations(HttpCall.get('/a'), HttpCall.post('/b'))).toEqual([
      { methods: ['GET'], paths: ['/a'] }, { methods: ['POST'], paths: ['/b'] },
    ]);
  });

  it('calls to different hosts are not mixed', () => {
    expect(operations(HttpCall.get('/a').onHosts('a.example.com:80'), HttpCall.get('/b').onHosts('b.example.com:80'))).toHaveLength(2);
  });

  it('a wider call takes in a narrower one', () => {
    expect(operations(HttpCall.get('/a'), HttpCall.get('*'))).toEqual([{ methods: ['GET'] }]);
  });

  it('saying a call twice says nothing more', () => {
    expect(operations(HttpCall.get('/a'), HttpCall.get('/a'))).toEqual([{ methods: ['GET'], paths: ['/a'] }]);
  });
});

describe('GrpcCall', () => {
  it('is POST to /package.Service/Method', () => {
    expect(rulesOf(GrpcCall.methods('shop.v1.Cart', 'Remove', 'Add').onPort('grpc'))).toEqual([{
      from: [{ source: { principals: [WEB] } }],
      to: [{ operation: { ports: ['90'], methods: ['POST'], paths: ['/shop.v1.Cart/Add', '/shop.v1.Cart/Remove'] } }],
    }]);
  });

  it('of a service is every method of it', () => {
    expect(rulesOf(GrpcCall.service('shop.v1.Cart').onPort('grpc'))[0].to).toEqual([
      { operation: { ports: ['90'], methods: ['POST'], paths: ['/shop.v1.Cart/*'] } },
    ]);
  });
});

describe('TcpCall', () => {
  it('carries no HTTP field', () => {
    expect(rulesOf(TcpCall.port('tcp-db'))).toEqual([{
      from: [{ source: { principals: [WEB] } }], to: [{ operation: { ports: ['3306'] } }],
    }]);
  });

  it('needs no name where one port fits', () => {
    expect(rulesOf(TcpCall.port())).toEqual(rulesOf(TcpCall.port('tcp-db')));
  });

  it('stands in a rule of its own: on a TCP port Istio drops a whole rule for one HTTP field in it', () => {
    const rules = rulesOf(TcpCall.port('tcp-db'), HttpCall.get('/a').onPort('http'), GrpcCall.service('shop.v1.Cart').onPort('grpc'));
    expect(rules).toHaveLength(2);
    for (const { to } of rules) {
      const http = to.filter(({ operation }: any) => operation.methods ?? operation.paths ?? operation.hosts);
      expect([0, to.length]).toContain(http.length);
    }
  });
});

describe('A port', () => {
  it("in a policy is the container's", () => {
    const app = new App();
    declare(app, [HttpCall.get('/a').onPort('http')]);
    const made = Manifests.of(app);
    expect(made.allowed('cart')).toEqual([`${WEB} GET /a :8080`]);
    expect(made.openings('cart').ingress).toEqual(['shop/app=web TCP:8080']);
    expect(made.openings('web').egress).toEqual(['shop/app=cart TCP:8080']);
  });

  it('must be named where several fit', () => {
    const app = new App();
    declare(app, [HttpCall.get('/a')]);
    expect(refusal(app)).toContain("2 ports fit; say which with onPort(), its ports are 'http' (http 80), 'grpc' (grpc 90), 'tcp-db' (tcp 3306)");
  });

  it('keeps its name when hosts are added, and hosts when a port is', () => {
    const operation = (call: HttpCall) => rulesOf(call)[0].to[0].operation;
    expect(operation(HttpCall.get('/a').onPort('http').onHosts('h.example.com:1'))).toEqual(operation(HttpCall.get('/a').onHosts('h.example.com:1').onPort('http')));
  });
});
