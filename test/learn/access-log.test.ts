import { App } from 'cdk8s';
import { callsOf } from './_declared';
import { learn } from './_learned';
import { connected, logsOf, readLogs, received, sent } from './_logs';
import { TravelDemo } from '../../src';

const CART = 'cart.shop.svc.cluster.local';
const WEB = 'shop_web-v1-5d9c8b7f6d-x2x4z.log';
const POD = 'shop_cart-v1-66bbf84c5f-b2d4f.log';

/** Every call, with ports, methods and paths. */
function said(app: App, path: (text: string) => string = text => text): string[] {
  return [...new Set(callsOf(app).map(one => `${one.caller} ${one.protocol} ${one.callee}:${one.port} ${one.method ?? ''} ${one.path === undefined ? '' : path(one.path)}`))].sort();
}

describe('access logs of the Travel demo', () => {
  const demo = new App();
  new TravelDemo(demo, 'travel-demo', { loadtester: true });

  test('give back exactly its calls, with ports, methods and paths', () => {
    const { app } = learn(readLogs(logsOf(demo)));
    // An id is one segment: that is all that was seen.
    expect(said(app)).toEqual(said(demo, text => text.replace(/\*$/, '{*}')));
    expect(() => app.synthYaml()).not.toThrow();
  });
  test('give the same code in whatever order they stand', () => {
    const logs = logsOf(demo);
    const backwards = Object.fromEntries(Object.entries(logs).reverse().map(([file, lines]) => [file, [...lines].reverse()]));
    expect(learn(readLogs(backwards)).code).toBe(learn(readLogs(logs)).code);
  });
  test('say for how many paths a template stands', () => {
    expect(learn(readLogs(logsOf(demo))).code).toContain('// /discounts/{*} stands for 2 paths, such as /discounts/');
  });
});

describe('a line of a caller', () => {
  test('is of the pod that its file is named for', () => {
    const { code } = learn(readLogs({ [WEB]: [sent(CART, 8080, 'GET', '/items')] }));
    expect(code).toContain("web.calls.to(cart, HttpCall.get('/items'));");
  });
  test.each([
    ["kubelet's file of a container", `web-v1-5d9c8b7f6d-x2x4z_shop_istio-proxy-${'0'.repeat(64)}.log`, {}, ''],
    ["kubelet's folder of a pod", `/var/log/pods/shop_web-v1-5d9c8b7f6d-x2x4z_${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}/istio-proxy/0.log`, {}, ''],
    ['fields of its own', 'any.log', { pod_name: 'web-v1-5d9c8b7f6d-x2x4z', pod_namespace: 'shop' }, ''],
    ['the name of a workload', 'any.log', { workload_name: 'web-v1', pod_namespace: 'shop' }, ''],
    ['a prefix of kubectl', 'any.log', {}, '[pod/web-v1-5d9c8b7f6d-x2x4z/istio-proxy] '],
    ['time and stream before it, as containerd writes', WEB, {}, '2026-02-24T10:30:45.123456789Z stdout F '],
  ])('is known by %s', (_, file, fields, prefix) => {
    const { code } = learn(readLogs({ [file]: [prefix + JSON.stringify(sent(CART, 8080, 'GET', '/items', fields))] }, 'shop'));
    expect(code).toContain("web.calls.to(cart, HttpCall.get('/items'));");
  });
  test('is known by what a collector wraps around it', () => {
    const kubernetes = { pod_name: 'web-v1-5d9c8b7f6d-x2x4z', namespace_name: 'shop', labels: { app: 'shop-window', version: 'v7' } };
    const { code } = learn(readLogs({ 'all.log': [JSON.stringify({ log: `${JSON.stringify(sent(CART, 8080, 'GET', '/items'))}\n`, stream: 'stdout', kubernetes })] }));
    expect(code).toContain("new LeastPrivilegeWorkload(shop, 'shop-window'");
    expect(code).toContain("version: 'v7'");
  });
  test('is left out where nothing tells which pod wrote it', () => {
    const { observations, left } = readLogs({ 'all.log': [sent(CART, 8080, 'GET', '/items')] });
    expect(observations).toEqual([]);
    expect(left).toEqual([{ place: 'all.log:1', reason: expect.stringContaining('nothing says which pod wrote it') }]);
  });
  test('has its query left out, and dots resolved as the proxy does', () => {
    const { code } = learn(readLogs({ [WEB]: [sent(CART, 8080, 'GET', '/items?secret=1'), sent(CART, 8080, 'GET', '/a/../b')] }));
    expect(code).toContain("HttpCall.get('/b', '/items')");
    expect(code).not.toContain('secret');
  });
  test('tells gRPC by its form', () => {
    const { code } = learn(readLogs({ [WEB]: ['Add', 'Remove'].map(method => sent(CART, 9000, 'POST', `/shop.v1.Cart/${method}`, { protocol: 'HTTP/2' })) }));
    expect(code).toContain("GrpcCall.methods('shop.v1.Cart', 'Add', 'Remove')");
    expect(code).toContain('WorkloadPort.grpc(9000)');
  });
});

describe('what was refused', () => {
  test('becomes no call, and a question', () => {
    const { code, questions } = learn(readLogs({ [WEB]: [sent(CART, 8080, 'GET', '/items'), sent(CART, 8080, 'DELETE', '/items', { response_code: 403 })] }));
    expect(code).toContain("web.calls.to(cart, HttpCall.get('/items'));");
    expect(questions).toContain('should this be allowed? It was refused: DELETE /items (403).');
  });
  test('is told from an answer of the application by the callee\'s proxy, by the id of the request', () => {
    const by = (details: string, id: string) => received(CART, 8080, 80, 'GET', `/${id}`, { response_code: 403, response_code_details: details, request_id: id });
    const ask = (id: string) => sent(CART, 8080, 'GET', `/${id}`, { response_code: 403, request_id: id });
    const { code, questions } = learn(readLogs({ [WEB]: [ask('a'), ask('b')], [POD]: [by('via_upstream', 'a'), by('rbac_access_denied_matched_policy[none]', 'b')] }));
    expect(code).toContain("HttpCall.get('/a')");
    expect(code).toContain('targetPort: 80');
    expect(questions).toContain('should this be allowed? It was refused: GET /b (403).');
  });
  test('and what never arrived, are no calls', () => {
    const { code, questions } = learn(readLogs({
      [WEB]: [
        connected(CART, 5432, { connection_termination_details: 'rbac_access_denied_matched_policy[none]' }),
        connected('db.shop.svc.cluster.local', 5432, { response_flags: 'UF,URX' }),
      ],
    }));
    expect(code).not.toContain('calls.to');
    expect(questions.join()).toMatch(/All of it was refused \(by a policy\).*tried and never answered \(UF\)/);
  });
});

describe('a line of a callee', () => {
  test('names its caller by the certificate, if it is logged', () => {
    const peer = { downstream_peer_uri_san: 'spiffe://cluster.local/ns/front/sa/web' };
    const { code } = learn(readLogs({ [POD]: [received(CART, 8080, 80, 'GET', '/items', peer)] }));
    expect(code).toContain("web.calls.to(cart, HttpCall.get('/items'));");
    expect(code).toContain("new SecureNamespace(app, 'front')");
  });
  test('names an account: versions that share it all get the call, other applications none, and both are asked about', () => {
    const peer = { downstream_peer_uri_san: 'spiffe://cluster.local/ns/shop/sa/team' };
    const inbound = { [POD]: [received(CART, 8080, 80, 'GET', '/items', peer)] };
    const line = (app: string, version: string) => ({ ...sent(CART, 8080, 'GET', '/other'), pod_namespace: 'shop', workload_name: `${app}-${version}` });
    const known = (app: string, version: string, to = CART) => readLogs({ x: [{ ...line(app, version), upstream_cluster: `outbound|80||${to}` }] }).observations.map(one => (
      one.caller.kind === 'nobody' ? one : { ...one, caller: { kind: 'workload' as const, workload: { ...one.caller.workload, principal: 'cluster.local/ns/shop/sa/team' } } }));
    const with_ = (...others: ReturnType<typeof known>[]) => {
      const reading = readLogs(inbound);
      return learn({ ...reading, observations: [...reading.observations, ...others.flat()] });
    };
    const elsewhere = 'db.shop.svc.cluster.local';
    const versions = with_(known('web', 'v1', elsewhere), known('web', 'v2', elsewhere));
    expect(versions.code.match(/\.calls\.to\(cart, HttpCall\.get\('\/items'\)\);/g)).toHaveLength(2);
    expect(versions.questions.join()).toContain('which of shop/web-v1, shop/web-v2 called shop/cart? They run as the same cluster.local/ns/shop/sa/team; it is declared for each of them.');
    const apps = with_(known('web', 'v1', elsewhere), known('report', 'v1', elsewhere));
    expect(apps.code).not.toContain("'/items'");
    expect(apps.questions.join()).toContain('nothing is declared');
    // Another source tells them apart.
    const told = with_(known('web', 'v1', elsewhere), known('report', 'v1', CART));
    expect(told.code).toMatch(/report\.calls\.to\(\s*cart,[^;]*'\/items'/);
    expect(told.code).not.toMatch(/web\.calls\.to\(\s*cart/);
  });
  test('without it is left out, unless the caller\'s proxy tells of the same request', () => {
    const { observations, left } = readLogs({ [POD]: [received(CART, 8080, 80, 'GET', '/items')] });
    expect(observations.filter(({ behind }) => behind !== true)).toEqual([]);
    expect(left).toEqual([{ place: `${POD}:1`, reason: expect.stringContaining('does not name the caller') }]);
  });
  test('in plain text is of nobody: asked, and not let in', () => {
    const { code, questions } = learn(readLogs({ [POD]: [received(CART, 8080, 80, 'GET', '/items', { requested_server_name: null })] }));
    expect(code).not.toContain('calls.to');
    expect(questions).toContain('who called shop/cart in plain text? It had no identity, and is not let in here.');
  });
});

describe('what is outside of the mesh', () => {
  const out = (fields: object) => ({ ...sent('api.payments.example', 80, 'POST', '/v1/charges', { authority: 'api.payments.example', upstream_host: '203.0.113.9:80' }), ...fields });
  test('becomes an ExternalService with the addresses that were seen', () => {
    const { code, app } = learn(readLogs({ [WEB]: [out({})] }));
    expect(code).toContain("ExternalAddresses.of('203.0.113.9/32')");
    expect(code).toContain('// Seen: POST /v1/charges. An EgressGateway could hold it to that.');
    expect(() => app.synthYaml()).not.toThrow();
  });
  test('is known by its host too, where no proxy knows the service', () => {
    const passed = { upstream_cluster: 'PassthroughCluster', downstream_local_address: '203.0.113.9:443', method: null, path: null, protocol: null, authority: null, requested_server_name: 'api.payments.example', response_code: 0 };
    const { code, app } = learn(readLogs({ [WEB]: [out(passed)] }));
    expect(code).toContain('ExternalPort.https(443)');
    expect(() => app.synthYaml()).not.toThrow();
  });
  test('is only asked about where it has no name, or was blocked', () => {
    const address = { upstream_cluster: 'PassthroughCluster', authority: '203.0.113.9:80', downstream_local_address: '203.0.113.9:80' };
    const blocked = { upstream_cluster: 'BlackHoleCluster', response_code: 502 };
    const { code, questions } = learn(readLogs({ [WEB]: [out(address), out(blocked)] }));
    expect(code).not.toContain('ExternalService(');
    expect(questions.filter(question => question.startsWith('what did shop/web-v1 call as'))).toHaveLength(2);
  });
});

describe('lines that are no entries', () => {
  test('are left out, each with its place and the reason', () => {
    const { observations, left } = readLogs({
      [WEB]: [
        '2026-02-24T10:30:45.123Z info xdsproxy connected', sent(CART, 8080, 'GET', '/items'), '', '{"level":"info","msg":"application"}',
        '[2026-02-24T10:30:45.123Z] "GET /items HTTP/1.1" 200 - via_upstream', '{"authority":"cart:8080","upstream_clus', '{}', 'null',
      ],
    });
    expect(observations).toHaveLength(1);
    expect(left.map(({ place, reason }) => `${place.split(':')[1]} ${reason}`)).toEqual([
      '1 it is no JSON', '4 it is no entry of an access log', expect.stringMatching(/^5 it is in Istio's text format/), '6 it is cut off',
      '7 it is no entry of an access log', '8 it is no JSON',
    ]);
  });
});

describe('what a gateway leads to', () => {
  const GATEWAY = 'istio-system_istio-ingressgateway-7f5c4b9d8-x2x4z.log';
  const shown = (host: string, service: string, path: string) => sent(`${service}.shop.svc.cluster.local`, 8080, 'GET', path, { authority: host });
  test('is exposed on the hosts that were asked for, and each on its own', () => {
    const { code, app } = learn(readLogs({
      [GATEWAY]: [shown('shop.example.com', 'web', '/'), shown('shop.example.com:443', 'cart', '/cart/7'), shown('admin.example.com', 'web', '/admin')],
    }));
    expect(code).toContain("hosts: ['admin.example.com', 'shop.example.com']");
    expect(code).toContain("cartGateway.expose(web, HttpCall.get('/').onHosts('shop.example.com'));");
    expect(code).toContain("cartGateway.expose(web, HttpCall.get('/admin').onHosts('admin.example.com'));");
    expect(() => app.synthYaml()).not.toThrow();
  });
  test('is asked about where the host is no name', () => {
    const { questions, app } = learn(readLogs({ [GATEWAY]: [shown('192.0.2.7', 'web', '/'), shown('192.0.2.7', 'cart', '/')] }));
    expect(questions.filter(question => question.startsWith('which hosts?'))).toHaveLength(2);
    expect(() => app.synthYaml()).not.toThrow();
  });
});
