import { ApiObject, App, Chart } from 'cdk8s';
import { HttpCall, LeastPrivilegeWorkload, SecureNamespace } from '../../../src';
import { refusal } from '../../_manifests';
import { bookinfo, difference, said } from '../access-diff/_versions';

function shop(...objects: { readonly apiVersion: string; readonly kind: string; readonly namespace?: string; readonly spec: object }[]): App {
  const app = new App();
  const namespace = new SecureNamespace(app, 'shop');
  const [cart, catalog] = ['cart', 'catalog'].map(name => new LeastPrivilegeWorkload(namespace, name, { image: `${name}:1`, port: 8080 }));
  cart.calls.to(catalog, HttpCall.get('/items/*'));
  objects.forEach(({ namespace: at, ...rest }, i) => new ApiObject(new Chart(app, `other${i}`), 'x', { ...rest, metadata: { name: `x${i}`, ...at && { namespace: at } } }));
  return app;
}

const wide = { endpointSelector: {}, ingress: [{ fromEntities: ['all'] }] };
const cilium = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', namespace: 'shop', spec: wide };
const admin = (action: string) => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha1',
  kind: 'AdminNetworkPolicy',
  spec: { priority: 1, subject: { namespaces: {} }, ingress: [{ action, from: [{ namespaces: {} }] }] },
});

describe('What policies of other APIs open', () => {
  it('is no part of what is declared, as far as anybody knows; declared calls come through all the same', () => {
    for (const [object, name] of [[cilium, 'CiliumNetworkPolicy shop/x0'], [admin('Allow'), 'AdminNetworkPolicy shop/x0']] as const) {
      const refused = refusal(shop(object));
      expect(refused).toContain(`[shop/catalog] safety: ${name} opens shop/catalog-v1 from a peer that cannot be read (${name} opens connections in its own way, which is not modelled) on any port`);
      expect(refused).not.toContain('liveness');
    }
  });

  it('is nothing elsewhere, or where they deny', () => {
    expect(refusal(shop({ ...cilium, namespace: 'elsewhere' }, admin('Deny')))).toBe('');
  });

  it('is new access in a newer version', () => {
    const before = bookinfo();
    const after = bookinfo().add({ ...cilium, metadata: { name: 'x', namespace: 'bookinfo' } });
    const { allowed } = difference(before.objects, after.objects);
    expect(allowed.filter(({ layer }) => layer === 'networkPolicy').map(said).join('\n')).toContain('-> bookinfo/details-v1');
    expect(allowed.every(change => change.after === 'UNKNOWN')).toBe(true);
  });
});
