import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import type { Serving } from './_prometheus';
import { serve } from './_prometheus';
import { run, runAsync } from './_run';
import { HttpCall, LeastPrivilegeWorkload, SecureNamespace } from '../../src';
import type { Pod } from '../learn/_kiali';
import { edge, graph, workloadNode } from '../learn/_kiali';
import { sent } from '../learn/_logs';

const WEB: Pod = { namespace: 'shop', workload: 'web-v1', app: 'web', version: 'v1', account: 'web' };
const CART: Pod = { namespace: 'shop', workload: 'cart-v1', app: 'cart', version: 'v1', account: 'cart', service: 'cart' };
const SHOP = graph([workloadNode(WEB), workloadNode(CART)], [edge(WEB, CART, 'http')]);

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'learn-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
function file(name: string, content: unknown): string {
  writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));
  return at(name);
}

describe('learn', () => {
  test('writes code on standard output, and sums up what it asks on standard error', () => {
    const { code, out, error } = run('learn', file('graph.json', SHOP));
    expect({ code, out, error }).toMatchSnapshot();
  });
  test('writes a file, and over none that it has read', () => {
    const input = file('graph.json', SHOP);
    expect(run('learn', input, '-o', at('main.ts'))).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(at('main.ts'), 'utf8')).toContain('web.calls.to(cart, HttpCall.any());');
    expect(run('learn', input, '-o', input)).toMatchObject({ code: 2, error: expect.stringContaining('not written over') });
  });
  test('takes several sources together: identities of one, methods and paths of another', () => {
    const log = file('shop_web-v1-5d9c8b7f6d-x2x4z.log', `${JSON.stringify(sent('cart.shop.svc.cluster.local', 9080, 'GET', '/items/7'))}\n`);
    const { out } = run('learn', file('graph.json', { ...SHOP }), log);
    expect(out).toContain('port: 9080');
    expect(out).toContain("// /items/{*} was seen as /items/7.\nweb.calls.to(cart, HttpCall.get('/items/{*}'));");
    expect(out).not.toContain('HttpCall.any()');
  });
  test('does what docs/learn.md shows', () => {
    const page = readFileSync(join(__dirname, '../../docs/learn.md'), 'utf8');
    const db: Pod = { namespace: 'shop', workload: 'db-v1', app: 'db', version: 'v1', account: 'db', service: 'db' };
    const input = file('kiali-graph.json', graph([WEB, CART, db].map(one => workloadNode(one)), [edge(WEB, CART, 'http'), edge(WEB, db, 'tcp')]));
    const host = 'cart.shop.svc.cluster.local';
    const entries = [
      sent(host, 8080, 'GET', '/items'), sent(host, 8080, 'DELETE', '/items/7', { response_code: 403 }),
      ...Array.from({ length: 12 }, (_, i) => sent(host, 8080, 'GET', `/items/${i < 1 ? 7 : i + 80}`)),
    ];
    const log = file('shop_web-v1-5d9c8b7f6d-x2x4z.log', entries.map(entry => JSON.stringify(entry)).join('\n'));
    const { out, error } = run('learn', input, log);
    expect(/```ts\n([^]*?)\n```/.exec(page)![1]).toBe(out);
    expect(page).toContain(`-o main.ts\n${error}\n\`\`\``);
  });
  test('reads answers of Prometheus from files', () => {
    const metric = { __name__: 'istio_requests_total', source_workload: 'web-v1', source_workload_namespace: 'shop', destination_service: 'cart.shop.svc.cluster.local', response_code: '200', response_flags: '-' };
    const answer = { status: 'success', data: { resultType: 'vector', result: [{ metric, value: [1767225600, '3'] }] } };
    expect(run('learn', file('answer.json', answer)).out).toContain('web.calls.to(cart, HttpCall.any());');
    expect(run('learn', file('error.json', { status: 'error', errorType: 'bad_data', error: 'what?' }))).toMatchObject({ code: 2, error: expect.stringMatching(/error\.json: Prometheus answers with an error: bad_data: what\?$/) });
  });
  test.each([
    [[], 'learn needs a file of observed traffic, or --prometheus URL'],
    [['x.json', '--window', '1h'], '--window, --header and --timeout are for --prometheus'],
    [['x.json', '--format', 'json'], '--format, --context and --exclude are for --merge'],
    [['x.json', '--merge', 'dist', '-o', 'x.ts'], '--merge compares and writes no code'],
    [['no-such-file.json'], 'no-such-file.json'],
    [['x.json', '--colour'], 'colour'],
  ])('says what is wrong with %j', (args, message) => {
    expect(run('learn', ...args)).toMatchObject({ code: 2, out: '', error: expect.stringContaining(message) });
  });
});

describe('bad input of learn', () => {
  const nothing = 'no traffic was found in what was read, so nothing can be learned';
  test.each([
    ['an empty file', '', /this is empty\n/],
    ['an empty graph', graph([], []), /the graph is empty; ask for namespaces with traffic, and for a longer time/],
    ['a graph with nodes and no edges', graph([workloadNode(WEB)], []), /the graph is empty/],
    ['text', 'hello\nworld\n', /left out \(2\):\n {2}.*:1, .*:2: it is no JSON/],
    ['JSON of something else', { kind: 'List', items: [] }, /it is no entry of an access log/],
    ['a list', [1, 'x', null, {}], /left out \(4\)/],
    ['numbers in the place of elements', { elements: { nodes: 3, edges: [1, {}, { data: { id: 'x' } }] } }, /edge x: it has no source or no target/],
    ['an edge to nowhere', graph([workloadNode(WEB)], [edge(WEB, CART, 'http')]), /between nodes of which the graph lacks shop\/cart-v1/],
    ['an answer without series', { status: 'success', data: { resultType: 'vector', result: [] } }, /the answer has no series/],
    ['series of other labels', { status: 'success', data: { resultType: 'vector', result: [{ metric: { __name__: 'istio_requests_total', job: 'x' }, value: [1, '1'] }] } }, /its labels are job/],
  ])('%s: nothing is learned, and why', (_, content, reason) => {
    const { code, out, error } = run('learn', file('input.json', content));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(reason);
    expect(error.endsWith(nothing)).toBe(true);
  });
  test('a graph without principals is used, and its lack told', () => {
    const { elements: { nodes, edges } } = SHOP;
    const bare = graph(nodes, edges.map(({ data: { sourcePrincipal, destPrincipal, isMTLS, ...data } }) => ({ data })));
    const { code, out, error } = run('learn', file('graph.json', bare));
    expect(code).toBe(0);
    expect(out).toContain('web.calls.to(cart, HttpCall.any());');
    expect(error).toContain('warning: ');
    expect(error).toContain('the graph names no principals');
  });
  test('of a graph that is cut off, what is whole is used, and the cut told', () => {
    const whole = JSON.stringify(graph([workloadNode(WEB), workloadNode(CART)], [edge(WEB, CART, 'http'), edge(CART, WEB, 'http')]));
    const { code, out, error } = run('learn', file('graph.json', whole.slice(0, -150)));
    expect(code).toBe(0);
    expect(out).toContain('web.calls.to(cart, HttpCall.any());');
    expect(error).toContain('the graph is cut off; what comes after is missing');
    expect(run('learn', file('graph.json', whole.slice(0, 120)))).toMatchObject({ code: 2, error: expect.stringContaining('cut off before anything in it is whole') });
  });
  test('of a log that is cut off, the lines before are used', () => {
    const line = JSON.stringify(sent('cart.shop.svc.cluster.local', 9080, 'GET', '/items'));
    const { code, out, error } = run('learn', file('shop_web-v1-5d9c8b7f6d-x2x4z.log', `${line}\n${line.slice(0, 90)}`));
    expect(code).toBe(0);
    expect(out).toContain("web.calls.to(cart, HttpCall.get('/items'));");
    expect(error).toMatch(/log:2: it is cut off/);
  });
});

describe('learn --prometheus, of what is none', () => {
  let server: Serving | undefined;
  afterEach(() => server?.close());
  const answering = async (answer: (response: ServerResponse) => void): Promise<string> => {
    server = await serve((_, __, response) => answer(response));
    return server.url;
  };
  const ask = (url: string, ...args: string[]) => runAsync('learn', '--prometheus', url, ...args);

  test('that does not answer', async () => {
    const url = await answering(() => undefined);
    expect(await ask(url, '--timeout', '0.2')).toEqual({ code: 2, out: '', error: `${url}: it does not answer within 0.2 s; --timeout lets it take longer` });
  });
  test('that is not there', async () => {
    const url = await answering(() => undefined);
    await server!.close();
    expect(await ask(url)).toEqual({ code: 2, out: '', error: `${url}: it cannot be asked: ECONNREFUSED` });
  });
  test.each([
    ['an error', 422, '{"status":"error","errorType":"execution","error":"too many samples"}', 'Prometheus answers with an error: execution: too many samples (status 422)'],
    ['a page', 502, '<html>\n<body>bad gateway</body>', 'this does not answer as a Prometheus does (status 502): <html>'],
    ['nothing', 200, '', 'this does not answer as a Prometheus does (status 200): nothing'],
    ['a number', 200, '{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}', 'this is no answer of Prometheus to a query for series (status 200)'],
  ])('that answers with %s', async (_, status, body, message) => {
    const url = await answering(response => response.writeHead(status).end(body));
    expect(await ask(url)).toEqual({ code: 2, out: '', error: `${url}: ${message}` });
  });
  test('that has counted nothing', async () => {
    const url = await answering(response => response.end('{"status":"success","data":{"resultType":"vector","result":[]}}'));
    expect((await ask(url, '--window', '5m')).error).toContain('nothing was counted in the last 5m');
  });
  test('that has other labels: they are named', async () => {
    server = await serve((_, body, response) => {
      const metric = new URLSearchParams(body).get('query')!.startsWith('topk') ? { __name__: 'istio_requests_total', from: 'web', to: 'cart' } : {};
      response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [{ metric, value: [1767225600, '7'] }] } }));
    });
    const { code, error } = await ask(server.url);
    expect(code).toBe(2);
    expect(error).toContain('istio_requests_total has none of the labels source_workload, destination_workload and destination_service, by which Istio tells callers and callees; its labels are from, to.');
  });
  test('that wants a password, which is not printed', async () => {
    const seen: (string | undefined)[] = [];
    server = await serve((request, _, response) => {
      seen.push(request.headers.authorization, request.headers['x-scope']?.toString());
      response.writeHead(401).end('no');
    });
    const { error } = await ask(server.url.replace('://', '://user:s3cret@'), '--header', 'X-Scope: shop');
    expect(seen).toEqual([`Basic ${Buffer.from('user:s3cret').toString('base64')}`, 'shop']);
    expect(error).not.toContain('s3cret');
  });
  test.each([
    [['ftp://x'], '--prometheus must be a URL of http or https, not ftp://x'],
    [['localhost'], '--prometheus must be a URL such as http://localhost:9090, not localhost'],
    [['http://x', '--window', 'yesterday'], '--window must be a time such as 1h, 90m or 30d, not yesterday'],
    [['http://x', '--timeout=-1'], '--timeout must be a number of seconds up to 3600, not -1'],
    [['http://x', '--header', 'secret'], "--header must be 'NAME: VALUE'"],
  ])('that is not meant so: %j', async ([url, ...args], message) => {
    expect(await ask(url, ...args)).toMatchObject({ code: 2, out: '', error: expect.stringContaining(message) });
  });
});

describe('learn --merge', () => {
  const HOST = 'cart.shop.svc.cluster.local';
  beforeEach(() => {
    mkdirSync(at('dist'));
    const app = new App({ outdir: at('dist') });
    const shop = new SecureNamespace(app, 'shop');
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'example/web:1', port: 8080 });
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'example/cart:1', port: 8080 });
    web.calls.to(cart, HttpCall.get('/items', '/items/{*}'), HttpCall.post('/orders'));
    app.synth();
  });
  const log = (...entries: object[]): string => file('shop_web-v1-5d9c8b7f6d-x2x4z.log', entries.map(entry => JSON.stringify(entry)).join('\n'));

  test('all that was observed is allowed', () => {
    const { code, out } = run('learn', log(sent(HOST, 8080, 'GET', '/items'), sent(HOST, 8080, 'GET', '/items/7'), sent(HOST, 8080, 'POST', '/orders')), '--merge', at('dist'));
    expect({ code, out }).toEqual({ code: 0, out: '3 observed and allowed' });
  });
  test('something was observed and is refused; something is allowed and was never observed', () => {
    const args = ['learn', log(sent(HOST, 8080, 'GET', '/items'), sent(HOST, 8080, 'DELETE', '/items/7')), '--merge', at('dist')];
    const { code, out } = run(...args);
    expect({ code, out }).toMatchSnapshot();
    const json = JSON.parse(run(...args, '--format', 'json').out) as { refused: unknown[]; unseen: unknown[] };
    expect(json).toMatchObject({
      allowed: 1,
      refused: [{ caller: 'shop/web-v1', callee: 'shop/cart', port: 8080, what: 'DELETE /items/7', reason: expect.stringContaining('') }],
      unseen: [{ caller: 'shop/web-v1', callee: 'shop/cart-v1', ports: '8080', what: 'POST /orders' }],
    });
  });
  test('a graph knows no paths: what is allowed in part is told, and is no error', () => {
    const { code, out } = run('learn', file('graph.json', SHOP), '--merge', at('dist'));
    expect(code).toBe(0);
    expect(out).toContain('observed, and allowed in part (1):\n  shop/web-v1 -> shop/cart:8080 requests: which requests were made is not known');
  });
  test('the other way round it is refused', () => {
    const [from, to] = [{ ...CART }, { ...WEB, service: 'web' }];
    const { code, out } = run('learn', file('graph.json', graph([workloadNode(from), workloadNode(to)], [edge(from, to, 'http')])), '--merge', at('dist'));
    expect(code).toBe(1);
    expect(out).toContain('shop/cart-v1 -> shop/web:8080 requests: no request is allowed');
    expect(out).toContain('allowed and never observed (2):');
  });
  test('what the manifests do not have is told', () => {
    const other: Pod = { ...CART, workload: 'other-v1', app: 'other', service: 'other', account: 'other' };
    const { code, out } = run('learn', file('graph.json', graph([workloadNode(WEB), workloadNode(other)], [edge(WEB, other, 'tcp')])), '--merge', at('dist'));
    expect(code).toBe(0);
    expect(out).toContain('shop/web-v1 -> shop/other TCP: the manifests have no workload of shop/other');
  });
  test('there must be manifests', () => {
    mkdirSync(at('empty'));
    expect(run('learn', file('graph.json', SHOP), '--merge', at('empty'))).toMatchObject({ code: 2, error: expect.stringContaining('there are no manifests') });
  });
});
