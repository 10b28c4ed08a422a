import { App } from 'cdk8s';
import { Manifests } from '../_manifests';
import { CanaryService, HttpCall, Injection, LeastPrivilegeWorkload, MtlsMode, SecureNamespace } from 'cdk8s-istio';
import type { SecureNamespaceProps } from 'cdk8s-istio';

const NAMESPACE_WIDE = ['Namespace/shop', 'PeerAuthentication/default', 'AuthorizationPolicy/deny-all', 'Sidecar/default', 'NetworkPolicy/default-deny'];

function adopted(props: SecureNamespaceProps = {}): Manifests {
  const app = new App();
  const namespace = new SecureNamespace(app, 'shop', { adopt: true, ...props });
  const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
  web.calls.to(cart, HttpCall.get('/cart'));
  return Manifests.of(app);
}

describe('An adopted namespace', () => {
  it('is these objects', () => {
    expect(adopted().yaml).toMatchSnapshot();
  });

  it('gets nothing that holds for all of it', () => {
    const made = adopted();
    for (const id of NAMESPACE_WIDE) {
      expect(made.ids).not.toContain(id);
    }
    for (const kind of ['PeerAuthentication', 'AuthorizationPolicy', 'Sidecar', 'NetworkPolicy']) {
      for (const name of made.names(kind)) {
        const { selector, podSelector, workloadSelector } = made.spec(kind, name);
        expect(selector?.matchLabels ?? podSelector?.matchLabels ?? workloadSelector?.labels).toEqual({ app: name });
      }
    }
  });

  it('leaves mutual TLS to each workload', () => {
    expect(adopted().spec('PeerAuthentication', 'cart')).toEqual({ selector: { matchLabels: { app: 'cart' } }, mtls: { mode: 'STRICT' } });
    expect(adopted({ mtls: MtlsMode.UNSET }).names('PeerAuthentication')).toEqual([]);
  });

  it('leaves the baseline to each workload, beside its own calls', () => {
    expect(adopted().openings('cart')).toEqual({
      ingress: ['shop/app=web TCP:8080', 'istio-system/app.kubernetes.io/name=prometheus TCP:15020'].sort(),
      egress: ['istio-system/app=istiod TCP:15012', 'kube-system/k8s-app=kube-dns TCP:53', 'kube-system/k8s-app=kube-dns UDP:53'],
    });
    expect(adopted().openings('web').egress).toContain('shop/app=cart TCP:8080');
  });

  it('opens DNS alone for pods without a proxy', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop', { adopt: true, injection: Injection.disabled() });
    const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
    new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' }).calls.to(cart, HttpCall.any());
    const made = Manifests.of(app);
    expect(made.ids.filter(id => /^(Sidecar|AuthorizationPolicy|PeerAuthentication)/.test(id))).toEqual([]);
    expect(made.openings('cart')).toEqual({
      ingress: ['shop/app=web TCP:8080'], egress: ['kube-system/k8s-app=kube-dns TCP:53', 'kube-system/k8s-app=kube-dns UDP:53'],
    });
  });

  it('isolates every pod of a canary, whatever its version', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop', { adopt: true });
    const cart = new CanaryService(namespace, 'cart', { port: 8080 });
    cart.addVersion('v1', { image: 'cart:1' });
    const made = Manifests.of(app);
    expect(made.spec('PeerAuthentication', 'cart').selector).toEqual({ matchLabels: { app: 'cart' } });
    expect(made.openings('cart')).toEqual({ ingress: ['istio-system/app.kubernetes.io/name=prometheus TCP:15020'] });
    expect(made.openings('cart-v1').egress).toEqual([
      'istio-system/app=istiod TCP:15012', 'kube-system/k8s-app=kube-dns TCP:53', 'kube-system/k8s-app=kube-dns UDP:53',
    ]);
  });

  it('states what is taken for granted', () => {
    const namespace = new SecureNamespace(new App(), 'shop', { adopt: true });
    expect(namespace.reliesOn).toEqual([
      "namespace 'shop' exists",
      "namespace 'shop' carries 'istio-injection: enabled', so that pods are injected",
      "no other policy of namespace 'shop' selects the pods declared here",
    ]);
    expect(new SecureNamespace(new App(), 'shop', { adopt: true, injection: Injection.revision('prod') }).reliesOn[1]).toContain("'istio.io/rev: prod'");
    expect(new SecureNamespace(new App(), 'shop', { adopt: true, injection: Injection.disabled() }).reliesOn).toHaveLength(2);
  });
});
