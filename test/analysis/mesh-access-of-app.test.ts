import { App } from 'cdk8s';
import { AccessCaller, HttpCall, LeastPrivilegeWorkload, Mesh, MeshAccess, SecureNamespace } from 'cdk8s-istio';

test('what an app says of its mesh holds for questions about its access', () => {
  const app = new App();
  new Mesh(app, 'mesh', { trustDomain: 'example.org' });
  const shop = new SecureNamespace(app, 'shop');
  const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 8080 });
  new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' }).calls.to(cart, HttpCall.get('/cart'));
  const request = { from: AccessCaller.workload('shop', 'web-v1'), to: { namespace: 'shop', workload: 'cart-v1' }, port: 8080, method: 'GET', path: '/cart' };
  expect(MeshAccess.fromApp(app).decide(request).verdict).toBe('ALLOW');
  expect(MeshAccess.fromApp(app, { trustDomain: 'other.org' }).decide(request).verdict).toBe('DENY');
});
