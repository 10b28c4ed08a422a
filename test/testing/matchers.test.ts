import { App } from 'cdk8s';
import { HttpCall, LeastPrivilegeWorkload, SecureNamespace } from '../../src';
import { MeshAccess } from '../../src/analysis/mesh-access';
import { AccessCaller, assertAllows, assertDenies, HttpRequest, TcpRequest } from '../../src/testing';
import { authorization, namespace, networking, world } from '../analysis/world';

describe('on an app', () => {
  const app = new App();
  const shop = new SecureNamespace(app, 'shop');
  const details = new LeastPrivilegeWorkload(shop, 'details', { image: 'example.com/details:1', port: 9080 });
  const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'example.com/web:1', port: 9080 });
  web.calls.to(details, HttpCall.get('/details/*'));

  test('a declared call is allowed', () => expect(app).toAllow(web, HttpRequest.get('/details/0'), details));
  test('other methods, paths and callers are not', () => {
    expect(app).toDeny(web, HttpRequest.post('/details/0'), details);
    expect(app).toDeny(web, HttpRequest.get('/other'), details);
    expect(app).toDeny(details, HttpRequest.get('/details/0'), web);
    expect(app).toDeny(AccessCaller.outside(), HttpRequest.get('/details/0'), details);
  });
  test('not allowed is denied, where it is known', () => {
    expect(app).not.toAllow(web, HttpRequest.post('/details/0'), details);
    expect(app).not.toDeny(web, HttpRequest.get('/details/0'), details);
  });
  test('a workload may be given by name, with its port', () => {
    expect(app).toAllow({ namespace: 'shop', workload: 'web-v1' }, HttpRequest.get('/details/0').to(9080), { namespace: 'shop', workload: 'details-v1' });
    expect(() => expect(app).toAllow(web, HttpRequest.get('/x'), { namespace: 'shop', workload: 'details-v1' })).toThrow(/say which port/);
  });
  test('a failure shows the object that decides', () => {
    expect(() => expect(app).toAllow(web, HttpRequest.post('/details/0'), details)).toThrow(/expected ALLOW, but it is DENY[^]*decided by AuthorizationPolicy shop\/details/);
    expect(() => expect(app).toDeny(web, HttpRequest.get('/details/0'), details)).toThrow(/expected DENY, but it is ALLOW[^]*AuthorizationPolicy shop\/details/);
  });
  test('a construct without workload is an error', () => {
    expect(() => expect(app).toAllow(AccessCaller.outside(), TcpRequest.any(), details.node.findAll().find(({ node }) => node.id === 'Service') ?? app)).toThrow(/has no workload/);
  });
  test('assertions need no test framework', () => {
    expect(() => assertAllows(app, web, HttpRequest.get('/details/0'), details)).not.toThrow();
    expect(() => assertDenies(app, web, HttpRequest.get('/details/0'), details)).toThrow(/expected DENY, but it is ALLOW/);
    expect(() => assertAllows(app, web, HttpRequest.get('/other'), details)).toThrow(/expected ALLOW, but it is DENY/);
  });
});

describe('on manifests', () => {
  const api = { namespace: 'pay', workload: 'api' };
  const web = { namespace: 'shop', workload: 'web' };
  test('plain or read', () => {
    const closed = world(authorization('pay/p', {}));
    expect(closed).toDeny(web, HttpRequest.get('/', { port: 8080 }), api);
    expect(MeshAccess.fromManifests(closed)).toDeny(web, HttpRequest.get('/', { port: 8080 }), api);
    expect(world()).toAllow(web, TcpRequest.port(3306), api);
  });
  test('what is not known is neither allowed nor denied', () => {
    const unknown = world(networking('EnvoyFilter', 'pay/f', { configPatches: [{ match: {} }] }), namespace('other'));
    const request = HttpRequest.get('/', { port: 8080 });
    expect(() => expect(unknown).toAllow(web, request, api)).toThrow(/it is UNKNOWN/);
    expect(() => expect(unknown).toDeny(web, request, api)).toThrow(/it is UNKNOWN/);
    expect(() => expect(unknown).not.toAllow(web, request, api)).toThrow(/it is UNKNOWN/);
    expect(() => expect(unknown).not.toDeny(web, request, api)).toThrow(/it is UNKNOWN/);
  });
});
