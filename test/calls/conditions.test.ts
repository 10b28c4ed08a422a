import { App } from 'cdk8s';
import {
  AccessCaller, ConnectionCondition, HttpCall, LeastPrivilegeWorkload, Mechanism, MeshAccess, RequestCondition, SecureNamespace, TcpCall,
  WorkloadPort,
} from '../../src';
import type { AccessRequest, Call } from '../../src';
import { Manifests, refusal } from '../_manifests';
import { linesOf } from '../bad-input/_refused';

function shop(...calls: Call[]): App {
  const app = new App();
  const namespace = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
  const orders = new LeastPrivilegeWorkload(namespace, 'orders', { image: 'orders:1', ports: [WorkloadPort.http(8080), WorkloadPort.tcp(5432)] });
  web.calls.to(orders, ...calls);
  return app;
}

const problems = (...calls: Call[]): string => linesOf(refusal(shop(...calls))).join('\n');

function verdict(app: App, request: Partial<AccessRequest> = {}, address?: string): string {
  return MeshAccess.fromApp(app).decide({
    from: AccessCaller.workload('shop', 'web-v1', address), to: { namespace: 'shop', workload: 'orders-v1' }, port: 8080, method: 'GET', path: '/a', ...request,
  }).verdict;
}

type Headers = { readonly [name: string]: string };
const withEach = (app: App, ...all: Headers[]): string[] => all.map(headers => verdict(app, { headers }));

describe('a call under conditions', () => {
  test('on a header is admitted with it and refused without', () => {
    const app = shop(HttpCall.get('/a').when(RequestCondition.header('X-Tenant', 'blue', 'team-*')));
    expect(withEach(app, { 'x-tenant': 'blue' }, { 'x-tenant': 'team-7' }, { 'x-tenant': 'red' }, {}))
      .toEqual(['ALLOW', 'ALLOW', 'DENY', 'DENY']);
  });

  test('on the absence of values is admitted without the header', () => {
    const app = shop(HttpCall.get('/a').when(RequestCondition.header('x-debug', '*').not()));
    expect(withEach(app, {}, { 'x-debug': '1' })).toEqual(['ALLOW', 'DENY']);
  });

  test('needs all of them', () => {
    const app = shop(HttpCall.get('/a').when(RequestCondition.header('x-a', '1'), RequestCondition.header('x-b', '2')));
    expect(withEach(app, { 'x-a': '1', 'x-b': '2' }, { 'x-a': '1' }, { 'x-b': '2' })).toEqual(['ALLOW', 'DENY', 'DENY']);
  });

  test('of several calls each has its own', () => {
    const app = shop(HttpCall.get('/a').when(RequestCondition.header('x-a', '1')), HttpCall.get('/b'));
    expect([verdict(app), verdict(app, { path: '/b' }), verdict(app, { headers: { 'x-a': '1' } })]).toEqual(['DENY', 'ALLOW', 'ALLOW']);
  });

  test('on the address of the caller, of connections as of requests', () => {
    const app = shop(
      HttpCall.get('/a').when(ConnectionCondition.sourceIp('10.1.0.0/16')), TcpCall.port().when(ConnectionCondition.sourceIp('10.2.0.0/16', '::1')),
    );
    const bytes = { port: 5432, method: undefined, path: undefined };
    expect([verdict(app, {}, '10.1.2.3'), verdict(app, {}, '10.2.2.3'), verdict(app, bytes, '10.2.2.3'), verdict(app, bytes, '10.1.2.3')])
      .toEqual(['ALLOW', 'DENY', 'ALLOW', 'DENY']);
  });

  test('on the address of the client as proxies tell it', () => {
    const app = shop(HttpCall.get('/a').when(ConnectionCondition.remoteIp('203.0.113.0/24')));
    expect(withEach(app, { 'x-forwarded-for': '203.0.113.9' }, { 'x-forwarded-for': '198.51.100.1' })).toEqual(['ALLOW', 'DENY']);
  });

  test('is written the same, in whatever order it is said', () => {
    const [a, b] = [RequestCondition.header('x-a', '1', '2'), ConnectionCondition.sourceIp('10.0.0.0/8')];
    const swapped = RequestCondition.header('x-a', '2', '1');
    const rules = (call: Call) => Manifests.of(shop(call)).spec('AuthorizationPolicy', 'orders').rules;
    expect(rules(HttpCall.get('/a').when(a, b))).toEqual(rules(HttpCall.get('/a').when(b).when(swapped)));
    expect(rules(HttpCall.get('/a').when(a, b))[0].when).toEqual([
      { key: 'request.headers[x-a]', values: ['1', '2'] }, { key: 'source.ip', values: ['10.0.0.0/8'] },
    ]);
  });

  test('does not widen the same call of another caller', () => {
    const app = shop(HttpCall.get('/a').when(RequestCondition.header('x-a', '1')));
    expect(Manifests.of(app).spec('AuthorizationPolicy', 'orders').rules).toHaveLength(1);
  });
});

describe('conditions that are refused', () => {
  test.each<[string, Call, string]>([
    ['no value', HttpCall.get('/a').when(RequestCondition.header('x-a')), 'names no value'],
    ['an empty value', HttpCall.get('/a').when(RequestCondition.header('x-a', '')), 'empty value'],
    ['an asterisk in the middle', HttpCall.get('/a').when(RequestCondition.header('x-a', 'a*b')), 'asterisk in its middle'],
    ['a header that is none', HttpCall.get('/a').when(RequestCondition.header('x a', '1')), "is no header's name"],
    ['no address', HttpCall.get('/a').when(ConnectionCondition.sourceIp()), 'names no address'],
    ['an address that is none', HttpCall.get('/a').when(ConnectionCondition.remoteIp('10.0.0.0/33')), 'is no address or CIDR block'],
    ['a name', TcpCall.port().when(ConnectionCondition.sourceIp('localhost')), 'is no address or CIDR block'],
    ['what no request can meet', HttpCall.get('/a').when(RequestCondition.header('x-a', '1'), RequestCondition.header('x-a', '1').not()), 'contradict each other'],
  ])('%s', (_, call, expected) => expect(problems(call)).toContain(expected));

  test('and conditions that nothing can enforce', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop', { enforce: [Mechanism.NETWORK_POLICY] });
    const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
    const orders = new LeastPrivilegeWorkload(namespace, 'orders', { image: 'orders:1', port: 8080 });
    web.calls.to(orders, HttpCall.any().when(RequestCondition.header('x-a', '1')));
    expect(linesOf(refusal(app)).join()).toContain('nothing can enforce its conditions');
  });
});
