import { App } from 'cdk8s';
import { ConfigMap, Deployment } from 'cdk8s-plus-27';
import { Manifests } from '../_manifests';
import { CanaryService, HttpCall, IngressGateway, LeastPrivilegeWorkload, SecureNamespace } from 'cdk8s-istio';

function order(build: (namespace: SecureNamespace) => void): string[] {
  const app = new App();
  build(new SecureNamespace(app, 'shop'));
  return Manifests.of(app).ids;
}

describe('The file of a namespace', () => {
  const ids = order(namespace => {
    const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 80 });
    const cart = new CanaryService(namespace, 'cart', { port: 80 });
    cart.addVersion('v1', { image: 'cart:1' });
    web.calls.to(cart, HttpCall.get('/cart'));
    new ConfigMap(namespace, 'settings');
    new IngressGateway(namespace, 'edge', { hosts: ['shop.example.com'] }).expose(web, HttpCall.get('/'));
  });
  const before = (first: string, second: string) => expect(ids.indexOf(first)).toBeLessThan(ids.indexOf(second));

  it('holds its objects by kind, then by name', () => {
    expect(ids).toEqual([
      'Namespace/shop',
      'ServiceAccount/cart-v1', 'ServiceAccount/web',
      'ConfigMap/settings',
      'Service/cart', 'Service/web',
      'PeerAuthentication/default',
      'AuthorizationPolicy/cart', 'AuthorizationPolicy/deny-all', 'AuthorizationPolicy/web',
      'NetworkPolicy/cart', 'NetworkPolicy/cart-v1', 'NetworkPolicy/default-deny', 'NetworkPolicy/web',
      'Sidecar/cart-v1', 'Sidecar/default', 'Sidecar/web',
      'DestinationRule/cart',
      'Gateway/edge',
      'VirtualService/cart', 'VirtualService/edge',
      'Deployment/cart-v1', 'Deployment/web-v1',
    ]);
  });

  it('begins with the namespace, and guards pods before they start', () => {
    expect(ids[0]).toBe('Namespace/shop');
    before('AuthorizationPolicy/deny-all', 'Deployment/web-v1');
    before('NetworkPolicy/default-deny', 'Deployment/web-v1');
    before('PeerAuthentication/default', 'Deployment/web-v1');
  });

  it('has subsets before the routes that name them', () => {
    before('DestinationRule/cart', 'VirtualService/cart');
    before('DestinationRule/cart', 'VirtualService/edge');
  });

  it('is the same in whatever order things are declared', () => {
    const text = (names: string[]) => {
      const app = new App();
      const namespace = new SecureNamespace(app, 'shop');
      for (const name of names) {
        new LeastPrivilegeWorkload(namespace, name, { image: `${name}:1`, port: 80 });
      }
      return app.synthYaml();
    };
    expect(text(['a', 'b', 'c'])).toBe(text(['c', 'a', 'b']));
  });

  it('lets a declared dependency win', () => {
    const listed = order(namespace => {
      const late = new ConfigMap(namespace, 'late');
      const worker = new Deployment(namespace, 'worker', { containers: [{ image: 'worker:1' }] });
      late.node.addDependency(worker);
    });
    expect(listed.indexOf('Deployment/worker')).toBeLessThan(listed.indexOf('ConfigMap/late'));
    expect(listed[0]).toBe('Namespace/shop');
  });

  it('lets a dependency between workloads win, all of their objects', () => {
    const listed = order(namespace => {
      const a = new LeastPrivilegeWorkload(namespace, 'a', { image: 'a:1', port: 80 });
      const b = new LeastPrivilegeWorkload(namespace, 'b', { image: 'b:1', port: 80 });
      a.deployment.node.addDependency(b);
    });
    expect(listed.indexOf('Deployment/b-v1')).toBeLessThan(listed.indexOf('Deployment/a-v1'));
    expect(new Set(listed).size).toBe(listed.length);
  });
});
