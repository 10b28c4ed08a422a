import { App } from 'cdk8s';
import { AccessSets } from '../../../src/analysis/access-sets';
import type { Point } from '../../../src/analysis/algebra';
import { decide } from '../../../src/analysis/decision/decide';
import type { MeshModel, Workload } from '../../../src/analysis/model';
import { buildModel } from '../../../src/analysis/model';
import { Manifests } from '../../_manifests';
import { EgressGateway, ExternalAddresses, ExternalPort, ExternalService, HttpCall, LeastPrivilegeWorkload, SecureNamespace, TcpCall } from 'cdk8s-istio';

/** Two callers, and a gateway by which each calls what the other does not. */
function outside(): { readonly model: MeshModel; readonly find: (name: string) => Workload } {
  const app = new App();
  const shop = new SecureNamespace(app, 'shop');
  const through = new EgressGateway(new SecureNamespace(app, 'egress'), 'out');
  const [cart, catalog] = ['cart', 'catalog'].map(name => new LeastPrivilegeWorkload(shop, name, { image: `${name}:1`, port: 8080 }));
  const service = (name: string, port: ExternalPort) => new ExternalService(shop, name, {
    host: `${name}.example`, ports: [port], addresses: ExternalAddresses.of('203.0.113.7/32'), through,
  });
  cart.calls.to(service('pay', ExternalPort.http(80)), HttpCall.post('/charges'));
  catalog.calls.to(service('rates', ExternalPort.http(80)), HttpCall.get('/today/*'));
  cart.calls.to(service('bank', ExternalPort.https(443)), TcpCall.port());
  const model = buildModel(Manifests.of(app).all.map(object => ({ object })), { meshConfig: { outboundMode: 'REGISTRY_ONLY' } });
  return { model, find: name => model.workloads.all.find(one => one.name === name)! };
}

describe('What comes to a gateway out of the mesh', () => {
  const { model, find } = outside();
  const sets = new AccessSets(model);
  const products = sets.space.algebra.sets;
  const gateway = find('out');
  const says = (access: { must: Parameters<typeof products.contains>[0]; may: Parameters<typeof products.contains>[0] }, point: Point) =>
    (products.contains(access.must, point) ? 'ALLOW' : products.contains(products.complement(access.may), point) ? 'DENY' : 'UNKNOWN');

  it('is decided as the sets say, for every caller, host, method and path', () => {
    const contradictions: string[] = [];
    let allowed = 0;
    for (const caller of ['cart-v1', 'catalog-v1']) {
      const access = sets.access(find(caller), gateway, 8443, { everyHost: true });
      for (const host of ['pay.example:80', 'rates.example:80', 'bank.example:80', 'evil.example', 'out.egress.svc.cluster.local:8443']) {
        for (const [method, path] of [['POST', '/charges'], ['GET', '/charges'], ['GET', '/today/x'], ['POST', '/today/x']]) {
          const { verdict } = decide(model, {
            from: { kind: 'workload', namespace: 'shop', workload: caller }, to: { namespace: 'egress', workload: 'out' }, port: 8443, method, path, host, headers: new Map(),
          });
          const inSets = says(access, new Map<string, string | undefined>([['method', method], ['path', path], ['host', host]]));
          allowed += verdict === 'ALLOW' ? 1 : 0;
          if ((verdict === 'ALLOW' && inSets === 'DENY') || (verdict === 'DENY' && inSets === 'ALLOW')) {
            contradictions.push(`${caller} ${method} ${path} ${host}: ${verdict}, and ${inSets} in sets`);
          }
        }
      }
    }
    expect(contradictions).toEqual([]);
    expect(allowed).toBe(2);
  });

  it('has the name and the host of one server, and the identity, method and path of a declared call', () => {
    const at = (values: { readonly [dimension: string]: string | undefined }) => new Map(Object.entries({
      'principal': 'cluster.local/ns/shop/sa/cart', 'method': 'POST', 'path': '/charges', 'host': 'pay.example', 'server name': 'pay.example', ...values,
    }));
    const access = sets.identityAccess(gateway, 8443);
    expect(says(access, at({}))).toBe('ALLOW');
    expect(says(access, at({ host: 'PAY.example:80' }))).toBe('ALLOW');
    const others = [
      { principal: 'cluster.local/ns/shop/sa/catalog' }, { principal: undefined }, { method: 'GET' }, { path: '/' }, { host: 'rates.example' }, { host: 'pay.example.evil' },
      { 'server name': 'rates.example' }, { 'server name': 'outbound_.8443_._.out.egress.svc.cluster.local' }, { 'host': 'rates.example', 'server name': 'rates.example' },
    ];
    expect(others.map(other => says(access, at(other)))).toEqual(others.map(() => 'DENY'));
  });

  it('has the name of its host, where it is no request', () => {
    const at = (name: string, account = 'cart') => new Map<string, string | undefined>([['principal', `cluster.local/ns/shop/sa/${account}`], ['method', undefined], ['server name', name]]);
    const access = sets.identityAccess(gateway, 8444);
    expect([says(access, at('bank.example')), says(access, at('pay.example')), says(access, at('bank.example', 'catalog'))]).toEqual(['ALLOW', 'DENY', 'DENY']);
  });

  it('is nothing on other ports', () => {
    expect(products.isEmpty(sets.identityAccess(gateway, 9000).may)).toBe(true);
  });
});
