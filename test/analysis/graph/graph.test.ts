import { graphOf, said, trafficOf } from './_graph';
import { graphDot, graphJson, graphMermaid } from '../../../src/analysis/graph';
import { authorization, namespace, networking, peerAuthentication, service, workload, world } from '../world';

const strict = peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } });

function versions(...names: readonly string[]): object[] {
  return names.map(name => ({ ...workload(`pay/api-${name}`, { labels: { app: 'api', version: name } }) }));
}

const subsets = networking('DestinationRule', 'pay/api', { host: 'api', subsets: ['v1', 'v2', 'v3'].map(name => ({ name, labels: { version: name } })) });
const mesh = [namespace('shop'), namespace('pay'), workload('shop/web'), service('pay/api'), subsets];

describe('edges of access', () => {
  test('tell that nothing holds anybody, where there are no policies', () => {
    expect(said(graphOf(namespace('pay'), workload('pay/api')), 'access')).toEqual([
      'class/anyone -> workload/pay/api: any anything; nothing enforces it',
      'workload/pay/api -> class/anything: any anything; nothing enforces it',
    ]);
  });
  test('say perhaps where manifests do not tell', () => {
    const custom = authorization('pay/p', { action: 'CUSTOM', provider: { name: 'x' }, rules: [{ to: [{ operation: { ports: ['8080'] } }] }] });
    const graph = graphOf(...world(strict, custom));
    expect(said(graph, 'access', ({ to }) => to === 'workload/pay/api').join()).toContain('perhaps 8080');
    expect(graphMermaid(graph)).toMatch(/-\.->\|"perhaps|-\.->\|"[^|]*<br\/>perhaps/);
  });
  test('join callees only where each of the callers may do the same to each', () => {
    const only = (caller: string): object => ({ action: 'ALLOW', rules: [{ from: [{ source: { principals: [`cluster.local/ns/shop/sa/${caller}`] } }], to: [{ operation: { ports: ['8080'] } }] }] });
    const graph = graphOf(...mesh, strict, ...versions('v1', 'v2'), workload('shop/other'),
      authorization('pay/one', { selector: { matchLabels: { version: 'v1' } }, ...only('web') }),
      authorization('pay/two', { selector: { matchLabels: { version: 'v2' } }, ...only('*') }));
    const edges = said(graph, 'access', ({ to }) => /pay/.test(to)).filter(text => text.includes(': 8080'));
    expect(edges).toEqual([
      'class/any identity of namespace shop -> workload/pay/api-v2: 8080 anything; mutual TLS',
      'workload/shop/web -> workload/pay/api-v1: 8080 anything; mutual TLS',
    ]);
  });
  test('of workloads that share a Service but not its access stay apart', () => {
    const graph = graphOf(...mesh, ...versions('v1', 'v2', 'v3'));
    expect(graph.services).toEqual([{
      id: 'service/pay/api', namespace: 'pay', name: 'api', host: 'api.pay.svc.cluster.local', members: ['workload/pay/api-v1', 'workload/pay/api-v2', 'workload/pay/api-v3'],
    }]);
  });
});

describe('why', () => {
  const why = (graph: ReturnType<typeof graphOf>, from: string): string[] => graph.edges.filter(edge => edge.from === from && edge.to === 'workload/pay/api')
    .flatMap(({ access }) => access.flatMap(one => one.why?.layers ?? [])).map(({ layer, verdict, object }) => `${layer} ${verdict}${object === undefined ? '' : ` ${object}`}`);
  const only = authorization('pay/p', { rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }] });

  test('names the objects that decide, layer by layer', () => {
    expect(why(graphOf(...world(strict, only)), 'workload/shop/web')).toEqual(expect.arrayContaining([
      'mutualTls ALLOW PeerAuthentication istio-system/default', 'authorizationPolicy ALLOW AuthorizationPolicy pay/p',
    ]));
  });
  test('tells of identities where the caller\'s own proxy would send it otherwise, which holds nobody who steps around it', () => {
    const plain = networking('DestinationRule', 'shop/plain', { host: '*.pay.svc.cluster.local', trafficPolicy: { tls: { mode: 'DISABLE' } } });
    const layers = why(graphOf(...world(strict, only, plain)), 'workload/shop/web');
    expect(layers).toContain('authorizationPolicy ALLOW AuthorizationPolicy pay/p');
    expect(layers.filter(text => /^(?:mutualTls|authorizationPolicy) (?!ALLOW)/.test(text))).toEqual([]);
  });
  test('is told of nobody who may do nothing', () => {
    expect(why(graphOf(...world(strict, authorization('pay/p', {}))), 'workload/shop/web').filter(text => text.startsWith('authorizationPolicy'))).toEqual([]);
  });
});

describe('routes', () => {
  const routed = (...http: readonly object[]): ReturnType<typeof graphOf> =>
    graphOf(...mesh, ...versions('v1', 'v2', 'v3'), networking('VirtualService', 'pay/api', { hosts: ['api'], http }));
  const to = (subset: string, weight?: number): object => ({ destination: { host: 'api', subset }, ...weight === undefined ? {} : { weight } });

  test('give each version its share, and the one without any none', () => {
    expect(trafficOf(routed({ route: [to('v1', 80), to('v2', 20)] }))).toEqual({ 'api-v1': '80 %', 'api-v2': '20 %', 'api-v3': '0 %' });
  });
  test('are told with their conditions', () => {
    expect(trafficOf(routed({ match: [{ headers: { 'end-user': { exact: 'jason' } } }], route: [to('v2')] }, { route: [to('v1')] })))
      .toEqual({ 'api-v1': '100 %', 'api-v2': '100 % of header end-user jason', 'api-v3': '0 %' });
  });
  test('mirror, delay and abort', () => {
    const graph = routed({
      route: [to('v1')],
      mirrors: [{ destination: { host: 'api', subset: 'v2' }, percentage: { value: 0 } }, { destination: { host: 'api', subset: 'v3' }, percentage: { value: 12.5 } }],
      fault: { delay: { percentage: { value: 10 }, fixedDelay: '7s' }, abort: { percentage: { value: 1 }, httpStatus: 503 } },
      timeout: '3s',
      retries: { attempts: 2 },
    });
    expect(trafficOf(graph)).toEqual({ 'api-v1': '100 %', 'api-v3': 'mirror of 12.5 %', 'api-v2': '0 %' });
    expect(graph.routes).toMatchObject([{ faults: ['delay of 7s for 10 %', 'abort with 503 for 1 %'], changes: ['timeout 3s', '2 retries'], rule: 'http[0]' }]);
  });
  test('of a gateway lead where access has no edge of its own', () => {
    const gateway = networking('Gateway', 'pay/gate', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['a.example'] }] });
    const route = networking('VirtualService', 'pay/way', { hosts: ['a.example'], gateways: ['gate'], http: [{ route: [{ destination: { host: 'api' } }] }] });
    const graph = graphOf(...mesh, ...versions('v1'), gateway, route);
    expect(said(graph, 'entry')).toEqual(['clients -> gateway/istio-system/istio-ingressgateway: 80 any HTTP, host a.example']);
    expect(said(graph, 'route')).toEqual(['gateway/istio-system/istio-ingressgateway -> workload/pay/api-v1: routed; a.example']);
  });
  test('for the mesh only are none of a gateway', () => {
    const gateway = networking('Gateway', 'pay/gate', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['*'] }] });
    const route = networking('VirtualService', 'pay/way', { hosts: ['a.example'], gateways: ['gate', 'mesh'], http: [{ match: [{ gateways: ['mesh'] }], route: [{ destination: { host: 'api' } }] }] });
    expect(said(graphOf(...mesh, ...versions('v1'), gateway, route), 'route')).toEqual([]);
  });
});

describe('what is outside', () => {
  const entry = networking('ServiceEntry', 'shop/bank', { hosts: ['bank.example'], location: 'MESH_EXTERNAL', resolution: 'DNS', ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] });

  test('is known to those whose Sidecar has it', () => {
    const only = networking('Sidecar', 'shop/default', { egress: [{ hosts: ['./bank.example'] }] });
    const none = networking('Sidecar', 'pay/default', { egress: [{ hosts: ['./*'] }] });
    const graph = graphOf(namespace('shop'), namespace('pay'), workload('shop/web'), workload('pay/api'), entry, only, none);
    expect(said(graph, 'egress')).toEqual(['workload/shop/web -> external/bank.example: 443 known to the proxy']);
  });
  test('is known to everyone by default, but those without a proxy', () => {
    const graph = graphOf(namespace('shop'), namespace('legacy', {}), workload('shop/web'), workload('shop/till'), workload('legacy/batch'), entry);
    expect(said(graph, 'egress')).toEqual(['namespace/shop -> external/bank.example: 443 known to the proxy']);
  });
  test('is not a host whose endpoints are workloads', () => {
    const machine = { apiVersion: 'networking.istio.io/v1', kind: 'WorkloadEntry', metadata: { name: 'vm', namespace: 'shop' }, spec: { address: '10.1.1.1', labels: { app: 'db' }, serviceAccount: 'db' } };
    const selecting = networking('ServiceEntry', 'shop/db', { hosts: ['db.example'], location: 'MESH_INTERNAL', resolution: 'STATIC', ports: [{ number: 3306, name: 'tcp', protocol: 'TCP' }], workloadSelector: { labels: { app: 'db' } } });
    expect(graphOf(namespace('shop'), machine, selecting).nodes.map(({ id }) => id)).not.toContain('external/db.example');
  });
});

describe('a graph', () => {
  test('of nothing is empty, and still one of each format', () => {
    const graph = graphOf();
    expect(graph).toMatchObject({ namespaces: [], services: [], nodes: [], edges: [], routes: [] });
    expect(graphMermaid(graph)).toBe('flowchart LR\n');
    expect(graphDot(graph)).toContain('digraph mesh {');
  });
  test('is the same whatever the order of the manifests', () => {
    const manifests = [...world(strict, authorization('pay/p', { rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] })), ...versions('v1', 'v2'), subsets];
    const json = graphJson(graphOf(...manifests));
    expect(graphJson(graphOf(...[...manifests].reverse()))).toBe(json);
  });
  test('has no end of an edge that is not there', () => {
    const graph = graphOf(...world(strict), ...versions('v1', 'v2'));
    const ids = new Set([...graph.nodes, ...graph.namespaces, ...graph.services].map(({ id }) => id));
    expect(graph.edges.flatMap(({ from, to }) => [from, to]).filter(end => !ids.has(end))).toEqual([]);
    expect(ids.size).toBe(graph.nodes.length + graph.namespaces.length + graph.services.length);
  });
  test('as JSON applies nothing to a cluster', () => {
    expect(JSON.parse(graphJson(graphOf()))).toMatchObject({ apiVersion: 'v1', kind: 'List', items: [], version: 1 });
  });
});
