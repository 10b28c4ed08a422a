import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { HttpCall, LeastPrivilegeWorkload, Mesh, SecureNamespace } from '../../src';
import { MeshAccess } from '../../src/analysis/mesh-access';
import { AccessCaller, assertAllows, assertDenies, assertNoNewAccessSince, assertReachableOnlyFrom, HttpRequest, TcpRequest } from '../../src/testing';
import { authorization, namespace, networking, peerAuthentication, world } from '../analysis/world';

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

describe('who else may reach a workload', () => {
  const app = new App();
  const shop = new SecureNamespace(app, 'shop');
  const workload = (name: string): LeastPrivilegeWorkload => new LeastPrivilegeWorkload(shop, name, { image: `example.com/${name}:1`, port: 9080 });
  const [details, web, admin] = [workload('details'), workload('web'), workload('admin')];
  web.calls.to(details, HttpCall.get('/details/*'));
  admin.calls.to(details, HttpCall.get('/admin'));

  test('nobody, if all are named', () => {
    expect(app).toBeReachableOnlyFrom(details, [web, admin]);
    expect(app).toBeReachableOnlyFrom(web, []);
    expect(app).toBeReachableOnlyFrom({ namespace: 'shop', workload: 'details-v1' }, [web, { namespace: 'shop', workload: 'admin-v1' }]);
    expect(app).not.toBeReachableOnlyFrom(details, [web]);
    expect(() => assertReachableOnlyFrom(app, details, [web, admin])).not.toThrow();
  });
  test('whoever is not named, with an example and the objects that let it', () => {
    const failing = (): void => expect(app).toBeReachableOnlyFrom(details, [web]);
    expect(failing).toThrow(/expected that nobody else may reach it:\nshop\/admin-v1 may reach shop\/details-v1:9080: GET \/admin\n {2}such as GET \/admin of .*sa\/admin[^]*NetworkPolicy shop\/details[^]*AuthorizationPolicy shop\/details/);
    expect(() => assertReachableOnlyFrom(app, details, [web])).toThrow(/nobody else/);
  });
  test('a mistyped name is an error', () => {
    expect(() => expect(app).toBeReachableOnlyFrom(details, [{ namespace: 'shop', workload: 'wob' }])).toThrow(/there is no workload shop\/wob/);
    expect(() => expect(app).toBeReachableOnlyFrom({ namespace: 'shop', workload: 'detail' }, [])).toThrow(/there is no workload shop\/detail/);
  });

  const strict = peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } });
  const policy = (source: object): object => authorization('pay/p', { rules: [{ from: [{ source }] }] });
  const api = { namespace: 'pay', workload: 'api' };
  const shopWeb = { namespace: 'shop', workload: 'web' };
  test('identities that no workload has are named by their principal', () => {
    const open = world(strict, policy({ principals: ['cluster.local/ns/shop/sa/web', 'cluster.local/ns/gate/sa/ingress'] }));
    expect(() => expect(open).toBeReachableOnlyFrom(api, [shopWeb])).toThrow(/pods that are not in the manifests may reach pay\/api.*[^]*cluster\.local\/ns\/gate\/sa\/ingress/);
    expect(open).toBeReachableOnlyFrom(api, [shopWeb, AccessCaller.principal('cluster.local/ns/gate/sa/ingress')]);
  });
  test('plaintext counts, whoever sends it', () => {
    const permissive = world(authorization('pay/p', { rules: [{ to: [{ operation: { ports: ['8080'] } }] }] }));
    expect(() => expect(permissive).toBeReachableOnlyFrom(api, [shopWeb])).toThrow(/legacy\/batch may reach pay\/api:8080[^]*outside may reach pay\/api:8080/);
  });
  test('a Sidecar holds nobody back', () => {
    const hidden = world(strict, policy({ namespaces: ['shop', 'legacy'] }), networking('Sidecar', 'shop/s', { egress: [{ hosts: ['./*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }));
    expect(() => expect(hidden).toBeReachableOnlyFrom(api, [])).toThrow(/shop\/web may reach/);
  });
  test('what is not known never passes', () => {
    const unknown = world(strict, authorization('pay/p', {}), networking('EnvoyFilter', 'pay/f', { configPatches: [{ match: {} }] }));
    expect(() => expect(unknown).toBeReachableOnlyFrom(api, [shopWeb])).toThrow(/but it is UNKNOWN[^]*perhaps may reach[^]*EnvoyFilter pay\/f/);
    expect(() => expect(unknown).not.toBeReachableOnlyFrom(api, [shopWeb])).toThrow(/but it is UNKNOWN/);
  });
});

describe('new access since an older version', () => {
  const strict = peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } });
  const mesh = (...paths: string[]): object[] => world(strict, authorization('pay/p', {
    rules: [{
      from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { methods: ['GET'], paths, ports: ['8080'] } }],
    }],
  }));
  const allow = [{ client: 'shop/web', callee: 'pay/api', port: 8080, methods: ['GET'], paths: ['/b'], reason: 'a page' }];

  test('there is none, or what there is was let pass', () => {
    expect(mesh('/a')).toHaveNoNewAccessSince(mesh('/a', '/b'));
    expect(MeshAccess.fromManifests(mesh('/a'))).toHaveNoNewAccessSince(MeshAccess.fromManifests(mesh('/a')));
    expect(mesh('/a', '/b')).toHaveNoNewAccessSince(mesh('/a'), { allow });
    expect(mesh('/a', '/b')).not.toHaveNoNewAccessSince(mesh('/a'));
    expect(() => assertNoNewAccessSince(mesh('/a'), mesh('/a'))).not.toThrow();
  });
  test('there is some, with an example and the object', () => {
    expect(() => expect(mesh('/a', '/b')).toHaveNoNewAccessSince(mesh('/a'))).toThrow(/expected no new access:[^]*shop\/web → pay\/api:8080: GET \/b[^]*after: {2}ALLOW.*AuthorizationPolicy pay\/p/);
    expect(() => assertNoNewAccessSince(mesh('/a', '/b'), mesh('/a'))).toThrow(/GET \/b/);
  });
  test('what is not known never passes', () => {
    const filter = networking('EnvoyFilter', 'pay/f', { configPatches: [{ match: {} }] });
    const closed = (...more: object[]): object[] => [...mesh(), ...more];
    expect(() => expect(closed(filter)).toHaveNoNewAccessSince(closed())).toThrow(/but it is UNKNOWN/);
    expect(() => expect(closed(filter)).not.toHaveNoNewAccessSince(closed())).toThrow(/but it is UNKNOWN/);
  });
  test('an app is held against a folder as it describes its mesh', () => {
    const build = (path: string): App => {
      const app = new App();
      new Mesh(app, 'mesh', { trustDomain: 'corp.example' });
      const shop = new SecureNamespace(app, 'shop');
      const details = new LeastPrivilegeWorkload(shop, 'details', { image: 'example.com/details:1', port: 9080 });
      new LeastPrivilegeWorkload(shop, 'web', { image: 'example.com/web:1', port: 9080 }).calls.to(details, HttpCall.get(path));
      return app;
    };
    const folder = mkdtempSync(join(tmpdir(), 'since-'));
    try {
      writeFileSync(join(folder, 'shop.yaml'), build('/details/*').synthYaml());
      expect(build('/details/*')).toHaveNoNewAccessSince(folder);
      expect(build('/details/0')).toHaveNoNewAccessSince(folder);
      expect(() => expect(build('/*')).toHaveNoNewAccessSince(folder)).toThrow(/GET \/\* except \/details\/\*/);
      expect(() => expect(build('/*')).toHaveNoNewAccessSince(join(folder, 'no'))).toThrow(/there is no such file or folder/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
