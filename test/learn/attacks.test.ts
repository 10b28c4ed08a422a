import { App } from 'cdk8s';
import * as fc from 'fast-check';
import { asker } from './_allowed';
import type { Graph, Pod } from './_kiali';
import { edge, graph, graphOf, workloadNode } from './_kiali';
import { learn, learnGraph } from './_learned';
import { connected, readLogs, sent } from './_logs';
import { TravelDemo } from '../../src';
import { readKialiGraph } from '../../src/learn/kiali-graph';
import { joined } from '../../src/learn/observations';
import { complaintsOf } from '../_generated-code';

function pod(namespace: string, app: string, version = 'v1', more: Partial<Pod> = {}): Pod {
  return { namespace, workload: `${app}-${version}`, app, version, account: `${app}-${version}`, service: app, ...more };
}

const WEB = pod('shop', 'web');
const CART = pod('shop', 'cart');
const DB = pod('shop', 'db');

function of(edges: Graph['elements']['edges'], ...pods: Pod[]): Graph {
  return graph(pods.map(one => workloadNode(one)), edges);
}

/** The code, which synthesizes. */
function codeOf(json: unknown): string {
  const { code, app } = learnGraph(json);
  expect(() => app.synthYaml()).not.toThrow();
  return code;
}

const refused = { traffic: { protocol: 'http', rates: { http: '5.00', http4xx: '5.00' }, responses: { 403: { flags: { '-': '100.0' }, hosts: { 'cart.shop.svc.cluster.local': '100.0' } } } } };

describe('whoever attacks a graph', () => {
  test('two protocols between the same two are two calls, on two ports', () => {
    const code = codeOf(of([edge(WEB, CART, 'http'), edge(WEB, CART, 'tcp')], WEB, CART));
    expect(code).toContain('ports: [WorkloadPort.http(8080), WorkloadPort.tcp(9000)]');
    expect(code).toContain('web.calls.to(cart, HttpCall.any(), TcpCall.port());');
  });
  test('HTTP and gRPC between the same two', () => {
    expect(codeOf(of([edge(WEB, CART, 'http'), edge(WEB, CART, 'grpc')], WEB, CART))).toContain("web.calls.to(cart, HttpCall.any().onPort('grpc'), HttpCall.any().onPort('http'));");
  });
  test('the same workload in two namespaces is two', () => {
    const other = pod('front', 'web');
    const { app, code } = learnGraph(of([edge(other, CART, 'http'), edge(WEB, DB, 'tcp')], WEB, other, CART, DB));
    const allows = asker(app);
    expect(allows('front/web-v1', 'http', 'shop/cart-v1')).toBe(true);
    expect(allows('shop/web-v1', 'http', 'shop/cart-v1')).toBe(false);
    expect(code).toMatch(/const frontWeb = [^]*const shopWeb = /);
  });
  test('one workload in two clusters is one, and asked about', () => {
    const nodes = [workloadNode(WEB), workloadNode(CART), { data: { ...workloadNode(WEB).data, id: 'other', cluster: 'west' } }];
    const code = codeOf(graph(nodes, [edge(WEB, CART, 'http'), { data: { ...edge(WEB, CART, 'tcp').data, source: 'other' } }]));
    expect(code).toContain('it was seen in the clusters Kubernetes, west');
    expect(code.match(/LeastPrivilegeWorkload\(shop, 'web'/g)).toHaveLength(1);
  });
  test('callers of a shared service are told apart, whatever principal stands at its second hop', () => {
    const service = { data: { id: 's', nodeType: 'service', namespace: 'shop', service: 'cart', app: 'cart', isInjected: true } };
    const hop = (from: Pod) => ({ data: { ...edge(from, CART, 'http').data, id: from.workload, target: 's' } });
    const last = { data: { ...edge(WEB, CART, 'http').data, id: 'last', source: 's' } };
    const [second, stranger] = [pod('shop', 'report'), pod('shop', 'stranger')];
    const { app } = learnGraph(graph([...[WEB, CART, second, stranger].map(one => workloadNode(one)), service], [hop(WEB), hop(second), last]));
    const allows = asker(app);
    expect([WEB, second, stranger].map(({ workload }) => allows(`shop/${workload}`, 'http', 'shop/cart-v1'))).toEqual([true, true, false]);
  });
  test('what was only refused is no call, and what was refused at times is asked about', () => {
    const never = edge(DB, CART, 'http', refused);
    const { traffic } = edge(WEB, CART, 'http').data;
    const sometimes = edge(WEB, CART, 'http', { traffic: { ...traffic, responses: { 200: { flags: { '-': '60.0' } }, 403: { flags: { '-': '40.0' } } } } });
    const { app, questions } = learnGraph(of([never, sometimes], WEB, CART, DB));
    expect(asker(app)('shop/db-v1', 'http', 'shop/cart-v1')).toBe(false);
    expect(questions).toContain('should it be allowed? All of it was refused (403).');
    expect(questions).toContain('what of it should stay refused? 40 % was (403).');
  });
  test('callers without an identity, or without a proxy, are not let in, and asked about', () => {
    const nobody = { data: { id: 'u', nodeType: 'unknown', namespace: 'unknown', workload: 'unknown', app: 'unknown' } };
    const bare = workloadNode(DB, { isOutOfMesh: true });
    const plain = (from: object) => ({ data: { ...edge(DB, CART, 'http', from).data, sourcePrincipal: 'unknown', isMTLS: '0.0' } });
    const { app, questions, code } = learnGraph(graph([workloadNode(WEB), workloadNode(CART), bare, nobody], [edge(WEB, CART, 'http'), plain({}), plain({ id: 'x', source: 'u' })]));
    expect(code.match(/calls\.to/g)).toHaveLength(1);
    expect(asker(app)('shop/db-v1', 'http', 'shop/cart-v1')).toBe(false);
    expect(questions).toContain('who called shop/cart in plain text? It had no identity, and is not let in here.');
    expect(questions).toContain('may shop/db-v1 call shop/cart? It has no proxy, and so no identity; with one, declare the call.');
  });
  test('an identity of another mesh is not let in', () => {
    const foreign = { data: { ...edge(DB, CART, 'http').data, sourcePrincipal: 'spiffe://elsewhere.example/ns/shop/sa/db' } };
    const { questions, code } = learnGraph(of([edge(WEB, CART, 'http'), foreign], WEB, CART, DB));
    expect(code.match(/calls\.to/g)).toHaveLength(1);
    expect(questions).toContain('may shop/db-v1 call shop/cart? Its identity is none that can be let in here; nothing is declared.');
  });
  test('the trust domain is that of the identities', () => {
    const own = ({ data }: { data: any }) => ({ data: { ...data, sourcePrincipal: data.sourcePrincipal.replace('cluster.local', 'west.example'), destPrincipal: data.destPrincipal.replace('cluster.local', 'west.example') } });
    expect(codeOf(of([own(edge(WEB, CART, 'http'))], WEB, CART))).toContain("new Mesh(app, 'Mesh', { trustDomain: 'west.example' });");
  });
  test('boxes, idle nodes and aggregates that lead on to several are passed over, with the reason', () => {
    const box = { data: { id: 'b', nodeType: 'box', isBox: 'app', namespace: 'shop', app: 'cart' } };
    const aggregate = { data: { id: 'a', nodeType: 'aggregate', namespace: 'shop', aggregate: 'op=x' } };
    const idle = edge(DB, CART, 'http', { traffic: {} });
    const into = edge(WEB, CART, 'http', { id: 'in', target: 'a' });
    const outOf = [CART, DB].map(to => edge(WEB, to, 'http', { id: `out ${to.app}`, source: 'a' }));
    const { traffic, code } = learnGraph(graph([...[WEB, CART, DB].map(one => workloadNode(one)), box, aggregate], [edge(WEB, CART, 'tcp'), idle, into, ...outOf]));
    expect(traffic.left.map(({ reason }) => reason).join()).toMatch(/there was no traffic.*goes to aggregate.*comes from aggregate/);
    expect(code).not.toContain('HttpCall');
  });
  test('answers that rates alone tell of count as refused where they are errors only', () => {
    const errors = edge(WEB, CART, 'http', { traffic: { protocol: 'http', rates: { http: '5.00', http4xx: '5.00' } } });
    const { code, questions } = learnGraph(of([errors, edge(DB, CART, 'http', { traffic: { protocol: 'http', rates: { http: '5.00' } } })], WEB, CART, DB));
    expect(code.match(/\w+\.calls\.to/g)).toEqual(['db.calls.to']);
    expect(questions).toContain('should it be allowed? All of it was refused (errors only).');
  });
  test('the Kubernetes API is nothing to deploy', () => {
    const api = { data: { id: 'api', nodeType: 'service', namespace: 'default', service: 'kubernetes' } };
    const code = codeOf(graph([workloadNode(WEB), workloadNode(CART), api], [edge(WEB, CART, 'http'), { data: { ...edge(WEB, CART, 'tcp').data, id: 'a', target: 'api' } }]));
    expect(code).toContain('Question: what does shop/web-v1 ask the Kubernetes API?');
    expect(code).not.toContain("'kubernetes'");
  });
  test('hops of waypoints are passed over', () => {
    const waypoint = workloadNode(pod('shop', 'waypoint'), { isWaypoint: true });
    const { traffic, code } = learnGraph(graph([workloadNode(WEB), workloadNode(CART), waypoint], [edge(WEB, CART, 'http'), edge(WEB, pod('shop', 'waypoint'), 'tcp')]));
    expect(traffic.left).toHaveLength(1);
    expect(code).not.toContain('TcpCall');
  });
  test('shared accounts become accounts of their own, and service account default none', () => {
    const shared = [pod('shop', 'web', 'v1', { account: 'team' }), pod('shop', 'report', 'v1', { account: 'team' }), pod('shop', 'job', 'v1', { account: 'default' })];
    const [web, report, job] = shared;
    const { app, code } = learnGraph(of([edge(web, CART, 'http'), edge(report, DB, 'tcp'), edge(job, CART, 'http')], ...shared, CART, DB));
    const allows = asker(app);
    expect(shared.map(({ workload }) => allows(`shop/${workload}`, 'http', 'shop/cart-v1'))).toEqual([true, false, true]);
    expect(code).not.toContain("serviceAccountName: 'team'");
    expect(code).toContain("// web-v1 shared its service account 'team' with shop/report-v1; here it has one of its own.");
    expect(code).toContain("ran as service account 'default', which is no identity of its own; here it has one.");
  });
  test('names that nothing in Kubernetes has make no code', () => {
    const evil = pod('shop', "x'); process.exit(1); ('");
    const { code, traffic } = learnGraph(of([edge(evil, CART, 'http'), edge(WEB, CART, 'http')], WEB, CART, evil));
    expect(code).not.toContain('process');
    expect(traffic.left.map(({ reason }) => reason).join()).toContain('is not a DNS');
  });
  test('the platform is not deployed: what is called there is referred to', () => {
    const zipkin = pod('istio-system', 'zipkin', 'v1', { account: 'zipkin' });
    const code = codeOf(of([edge(WEB, CART, 'http'), edge(WEB, zipkin, 'http')], WEB, CART, zipkin));
    expect(code).toContain("new ServiceReference(app, 'istio-system-zipkin'");
    expect(code).not.toContain("new SecureNamespace(app, 'istio-system')");
  });
  test('hosts of ServiceEntries are services outside, and other gateways than istioctl\'s are described', () => {
    const stripe = { data: { id: 'se', nodeType: 'service', namespace: 'shop', service: 'stripe', isServiceEntry: { hosts: ['api.stripe.example'], location: 'MESH_EXTERNAL', namespace: 'shop' } } };
    const gateway = pod('edge', 'public-gateway', 'v1', { account: 'public', service: undefined });
    const own = workloadNode(gateway, { isGateway: { ingressInfo: { hostnames: ['shop.example.com'] } } });
    const out = { data: { ...edge(WEB, CART, 'tcp').data, id: 'out', target: 'se' } };
    const code = codeOf(graph([workloadNode(WEB), own, stripe], [edge(gateway, WEB, 'http'), out]));
    expect(code).toContain("host: 'api.stripe.example'");
    expect(code).toContain("{ hosts: ['shop.example.com'], gateway: 'public-gateway-v1' }");
    expect(code).toContain("serviceAccount: 'public'");
  });
  test('two Services of the same pods are one, and asked about', () => {
    const both = workloadNode(CART, { destServices: ['cart', 'basket'].map(name => ({ namespace: 'shop', name })) });
    const code = codeOf(graph([workloadNode(WEB), both], [edge(WEB, CART, 'http')]));
    expect(code).toContain('web.calls.to(cart, HttpCall.any());');
  });
  test('versions that only call need no Service', () => {
    const jobs = ['v1', 'v2'].map(version => pod('shop', 'job', version, { service: undefined }));
    expect(codeOf(of(jobs.map(from => edge(from, CART, 'http')), ...jobs, CART))).not.toContain('CanaryService');
  });
});

describe('whoever attacks a log', () => {
  const HOST = 'cart.shop.svc.cluster.local';
  const log = (paths: readonly string[], method = 'GET') => learn(readLogs({ 'shop_web-v1-5d9c8b7f6d-x2x4z.log': paths.map(path => sent(HOST, 8080, method, path)) }));

  test('paths that policies would read as patterns allow nothing', () => {
    const { app, questions, code } = log(['/files/*', '/x/{**}', '/ok']);
    expect(() => app.synthYaml()).not.toThrow();
    const allows = asker(app);
    expect(allows('shop/web-v1', 'http', 'shop/cart-v1', '/ok')).toBe(true);
    expect(['/files/secret', '/x/y', '/files/'].map(path => allows('shop/web-v1', 'http', 'shop/cart-v1', path))).toEqual([false, false, false]);
    expect(code).not.toContain("'/files/*'");
    expect(questions.join()).toContain('GET /files/*, GET /x/{**}');
  });
  test.each(['//a//b', '/a b', '/ü', '/"quoted"', `/${'x'.repeat(2000)}`, '/a\\..\\b', '/%2e%2e/etc', '/a/.', "/it's"])('path %j makes code that synthesizes', path => {
    expect(() => log([path, '/ok']).app.synthYaml()).not.toThrow();
  });
  test('nothing that is read moves a cursor, turns code around or ends a comment', () => {
    const { code } = log(['/ok', '/\u202e*/ evil', '/\u001b[2J', '/a\nb', '/x\u2028process.exit(1)']);
    expect(code).not.toMatch(/[\u202e\u001b\u2028]/);
    expect(code.split('\n').filter(line => line.includes('exit')).every(line => line.trim().startsWith('//'))).toBe(true);
  });
  test('methods that are none become no call', () => {
    const { app, questions } = log(['/'], 'get x');
    expect(() => app.synthYaml()).not.toThrow();
    expect(questions.join()).toContain('get x: no method of HTTP');
  });
  test('bytes on a port of HTTP do not open it', () => {
    const { app, questions } = learn(readLogs({ 'shop_web-v1-5d9c8b7f6d-x2x4z.log': [sent(HOST, 8080, 'GET', '/ok')], 'shop_report-v1-5d9c8b7f6d-x2x4z.log': [connected(HOST, 8080)] }));
    expect(asker(app)('shop/report-v1', 'http', 'shop/cart-v1', '/ok')).toBe(false);
    expect(questions.join()).toContain('connections without HTTP were seen on port 8080, which speaks something else; they are not declared.');
  });
  test('thousands of paths are a template, in the time that they take', () => {
    const { code } = log(Array.from({ length: 20_000 }, (_, i) => `/users/${i}/orders/${'abcdefghij'[i % 10]}-${i}x`));
    expect(code).toContain("HttpCall.get('/users/{*}/orders/{*}')");
    expect(code).toContain('/users/{*}/orders/{*} stands for 20000 paths');
    expect(code.length).toBeLessThan(2000);
  });
});

describe('random meshes', () => {
  const names = fc.subarray(['a', 'b', 'c', 'd', 'e'], { minLength: 2 });
  const mesh = fc.record({
    apps: names,
    versions: fc.array(fc.constantFrom(['v1'], ['v1', 'v2']), { minLength: 5, maxLength: 5 }),
    calls: fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.constantFrom('http' as const, 'tcp' as const, 'grpc' as const), fc.constantFrom('answered', 'refused')), { minLength: 1, maxLength: 8 }),
  });

  test('exactly what was answered is allowed', () => {
    fc.assert(fc.property(mesh, ({ apps, versions, calls }) => {
      const all = apps.map((app, i) => versions[i].map(version => pod(i % 2 === 0 ? 'one' : 'two', app, version)));
      const ends = calls.map(([from, to, protocol, outcome]) => ({ from: all[from % all.length], to: all[to % all.length], protocol, outcome }));
      const meant = ends.filter(({ from, to }) => from !== to);
      fc.pre(meant.length > 0);
      const edges = meant.flatMap(({ from, to, protocol, outcome }) => to.map(one =>
        edge(from[0], one, protocol, outcome === 'answered' ? {} : { id: `${from[0].app} ${one.workload} ${protocol} no`, ...refusedBy(protocol) })));
      const { app } = learnGraph(of(edges, ...all.flat()));
      app.synthYaml();
      const allows = asker(app);
      const answered = new Set(meant.filter(({ outcome }) => outcome === 'answered').map(({ from, to, protocol }) => `${from[0].workload} ${protocol} ${to[0].app}`));
      for (const from of all) {
        for (const to of all.filter(other => other !== from)) {
          for (const protocol of ['http', 'grpc', 'tcp'] as const) {
            // A port for one of them is not told from a port for the other by a request alone.
            const expected = protocol === 'tcp' ? [protocol] : ['http', 'grpc'];
            const wanted = expected.some(one => answered.has(`${from[0].workload} ${one} ${to[0].app}`));
            const got = to.some(one => allows(`${from[0].namespace}/${from[0].workload}`, protocol, `${one.namespace}/${one.workload}`));
            expect(`${from[0].workload} ${protocol} ${to[0].app}: ${got}`).toBe(`${from[0].workload} ${protocol} ${to[0].app}: ${wanted}`);
          }
        }
      }
    }), { numRuns: 12 });
  });

  function refusedBy(protocol: 'http' | 'tcp' | 'grpc'): object {
    const code = protocol === 'grpc' ? '7' : '403';
    return { traffic: { protocol, rates: { [protocol]: '5.00' }, responses: { [protocol === 'tcp' ? '-' : code]: { flags: { [protocol === 'tcp' ? 'UAEX' : '-']: '100.0' } } } } };
  }
});

describe('thousands of edges', () => {
  function large(size: number): Graph {
    const pods = Array.from({ length: size }, (_, i) => pod(`team-${i % 20}`, `app-${i}`));
    return of(pods.flatMap((from, i) => [1, 7, 31].map(step => edge(from, pods[(i + step) % size], 'http'))), ...pods);
  }
  const seconds = (size: number): number => {
    const json = large(size);
    const started = process.cpuUsage();
    const reading = readKialiGraph(json, 'graph.json');
    expect(learnCode(reading).match(/calls\.to/g)).toHaveLength(3 * size);
    const { user } = process.cpuUsage(started);
    return user / 1e6;
  };
  test('take their time once each', () => {
    seconds(200);
    const [few, many] = [seconds(500), seconds(4000)];
    // Eight times as many.
    expect(many / few).toBeLessThan(16);
  }, 60_000);
});

test('the code of all of this is what the compiler and the linter want', () => {
  const canary = pod('shop', 'cart', 'v2');
  const zipkin = pod('istio-system', 'zipkin', 'v1', { account: 'zipkin' });
  const gateway = pod('edge', 'public-gateway', 'v1', { account: 'public', service: undefined });
  const odd = pod('default', 'class', '2', { workload: '2.new' });
  const nodes = [WEB, CART, canary, DB, zipkin, odd].map(one => workloadNode(one));
  const json = graph([...nodes, workloadNode(gateway, { isGateway: { ingressInfo: { hostnames: ['*'] } } })], [
    edge(WEB, CART, 'http'), edge(WEB, canary, 'http'), edge(CART, DB, 'tcp'), edge(WEB, zipkin, 'http'), edge(gateway, WEB, 'http'), edge(gateway, CART, 'grpc'),
    edge(odd, CART, 'http', refused), edge(DB, odd, 'http'), edge(WEB, DB, 'grpc'), edge(gateway, DB, 'tcp'),
  ]);
  const logs = readLogs({
    'shop_web-v1-5d9c8b7f6d-x2x4z.log': [
      sent('cart.shop.svc.cluster.local', 9080, 'GET', '/items/7'), sent('cart.shop.svc.cluster.local', 9080, 'PROPFIND', "/it's"), sent('cart.shop.svc.cluster.local', 9081, 'GET', '/*'),
      sent('api.bank.example', 443, 'POST', '/pay', { authority: 'api.bank.example' }), connected('*.example', 443), connected('sql.example', 443),
      ...Array.from({ length: 40 }, (_, i) => sent('cart.shop.svc.cluster.local', 9080, 'DELETE', `/items/x${i}y`)),
    ],
    'edge_public-gateway-v1-5d9c8b7f6d-x2x4z.log': [sent('web.shop.svc.cluster.local', 8080, 'GET', '/', { authority: 'www.example' })],
  });
  const both = learn(joined([readKialiGraph(json, 'graph.json'), logs]));
  expect(() => both.app.synthYaml()).not.toThrow();
  expect(both.code).toMatchSnapshot();
  const demo = new App();
  new TravelDemo(demo, 'travel-demo');
  const travel = learnGraph(graphOf(demo)).code;
  expect(complaintsOf({ both: both.code, graph: learnGraph(json).code, logs: learn(logs).code, travel })).toBe('');
}, 240_000);

function learnCode(reading: Parameters<typeof learn>[0]): string {
  return learn(reading).code;
}
