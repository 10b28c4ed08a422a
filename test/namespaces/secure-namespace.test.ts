import { App, Chart } from 'cdk8s';
import { ConfigMap, Deployment, Secret } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Manifests, refusal } from '../_manifests';
import { Injection, LeastPrivilegeWorkload, Mechanism, MtlsMode, SecureNamespace } from 'cdk8s-istio';
import type { SecureNamespaceProps } from 'cdk8s-istio';

function shop(props?: SecureNamespaceProps): Manifests {
  const app = new App();
  new SecureNamespace(app, 'shop', props);
  return Manifests.of(app);
}

describe('SecureNamespace', () => {
  it('is these objects', () => {
    expect(shop().yaml).toMatchSnapshot();
  });

  it('lets nothing in and nothing out but the baseline', () => {
    const made = shop();
    expect(made.spec('AuthorizationPolicy', 'deny-all')).toEqual({});
    expect(made.spec('PeerAuthentication', 'default')).toEqual({ mtls: { mode: 'STRICT' } });
    expect(made.spec('Sidecar', 'default')).toEqual({ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' }, egress: [{ hosts: ['~/*'] }] });
    expect(made.spec('NetworkPolicy', 'default-deny')).toMatchObject({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  it('gives every part as an object', () => {
    const namespace = new SecureNamespace(new App(), 'shop');
    expect([namespace.peerAuthentication, namespace.denyAll, namespace.defaultSidecar, namespace.defaultDeny].map(one => `${one.kind}/${one.name}`))
      .toEqual(['PeerAuthentication/default', 'AuthorizationPolicy/deny-all', 'Sidecar/default', 'NetworkPolicy/default-deny']);
    expect(namespace.namespaceName).toBe('shop');
    expect(namespace.reliesOn).toEqual([]);
  });

  it('has a Namespace that is itself in no namespace', () => {
    expect(shop().get('Namespace', 'shop').metadata.namespace).toBeUndefined();
  });

  it('marks everything as managed and as part of the application, to be pruned by label', () => {
    for (const { metadata } of shop({ partOf: 'store' }).all) {
      expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/managed-by': 'cdk8s', 'app.kubernetes.io/part-of': 'store' });
    }
  });

  describe('has a prop for each of its decisions:', () => {
    it('namespace: another name than the id', () => {
      const made = shop({ namespace: 'shop-prod' });
      expect(made.names('Namespace')).toEqual(['shop-prod']);
      expect(made.get('PeerAuthentication', 'default').metadata.namespace).toBe('shop-prod');
    });

    it('labels: beside those for injection and Pod Security', () => {
      expect(shop({ labels: { team: 'checkout' } }).get('Namespace', 'shop').metadata.labels).toMatchObject({
        'team': 'checkout', 'istio-injection': 'enabled', 'pod-security.kubernetes.io/warn': 'restricted',
      });
    });

    it('injection: by revision, and then not by the default one too', () => {
      const labels = shop({ injection: Injection.revision('1-30') }).get('Namespace', 'shop').metadata.labels;
      expect(labels).toMatchObject({ 'istio.io/rev': '1-30' });
      expect(labels).not.toHaveProperty('istio-injection');
    });

    it('injection: none; then no proxy asks for mutual TLS, and only the network guards', () => {
      const made = shop({ injection: Injection.disabled() });
      expect(made.get('Namespace', 'shop').metadata.labels).toMatchObject({ 'istio-injection': 'disabled' });
      expect(made.names('PeerAuthentication')).toEqual([]);
      expect(made.openings('default-deny')).toEqual({
        ingress: [], egress: ['kube-system/k8s-app=kube-dns TCP:53', 'kube-system/k8s-app=kube-dns UDP:53'],
      });
    });

    it('mtls: another mode, or none', () => {
      expect(shop({ mtls: MtlsMode.PERMISSIVE }).spec('PeerAuthentication', 'default')).toEqual({ mtls: { mode: 'PERMISSIVE' } });
      expect(shop({ mtls: MtlsMode.UNSET }).names('PeerAuthentication')).toEqual([]);
    });

    it('enforce: each mechanism on its own', () => {
      const policies = (enforce: Mechanism[]) => shop({ enforce }).ids.filter(id => !/^Namespace|PeerAuthentication/.test(id));
      expect(policies([])).toEqual([]);
      expect(policies([Mechanism.SIDECAR])).toEqual(['Sidecar/default']);
      expect(policies([Mechanism.AUTHORIZATION_POLICY])).toEqual(['AuthorizationPolicy/deny-all']);
      expect(policies([Mechanism.NETWORK_POLICY])).toEqual(['NetworkPolicy/default-deny']);
    });

    it('extraSidecarHosts: known to every proxy of the namespace', () => {
      const app = new App();
      const namespace = new SecureNamespace(app, 'shop', { extraSidecarHosts: ['istio-system/*'] });
      new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 80 });
      const made = Manifests.of(app);
      expect(made.known('default')).toEqual(['istio-system/*']);
      expect(made.known('cart')).toEqual(['istio-system/*']);
    });
  });

  it('refuses Sidecar hosts that would import nothing', () => {
    const app = new App();
    new SecureNamespace(app, 'shop', { extraSidecarHosts: ['shop/cart', 'cart.shop.svc.cluster.local'] });
    expect(refusal(app)).toContain("[shop] Sidecar host 'shop/cart'");
    expect(refusal(app)).toContain("[shop] Sidecar host 'cart.shop.svc.cluster.local'");
  });
});

describe('A label of the Namespace that a prop decides', () => {
  it.each([
    ['istio-injection', "use 'injection'"],
    ['istio.io/rev', "use 'injection'"],
    ['pod-security.kubernetes.io/enforce', "use 'podSecurity'"],
    ['app.kubernetes.io/part-of', "use 'partOf'"],
    ['app.kubernetes.io/managed-by', 'leave it out'],
    ['kubernetes.io/metadata.name', 'leave it out'],
  ])('is refused: %s', (label, fix) => {
    const app = new App();
    new SecureNamespace(app, 'shop', { labels: { [label]: 'x' } });
    expect(refusal(app)).toContain(`[shop] label '${label}' is not given with 'labels'; ${fix}`);
  });
});

describe('What is declared in a SecureNamespace', () => {
  it('lands in it, under the name that a person would give, objects of cdk8s-plus included', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop', { namespace: 'shop-prod' });
    new ConfigMap(namespace, 'settings');
    new Secret(new Construct(namespace, 'cart'), 'Key');
    new Deployment(namespace, 'worker', { containers: [{ image: 'worker:1' }] });
    const made = Manifests.of(app);
    for (const [kind, name] of [['ConfigMap', 'settings'], ['Secret', 'cart-key'], ['Deployment', 'worker']]) {
      const { metadata } = made.get(kind, name);
      expect(metadata.namespace).toBe('shop-prod');
      expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/managed-by': 'cdk8s', 'app.kubernetes.io/part-of': 'shop-prod' });
    }
  });

  it('is one file, named after the namespace alone', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop');
    new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 80 });
    expect(app.charts.map(chart => chart.node.id)).toEqual(['shop']);
    expect(Chart.of(namespace.denyAll)).toBe(namespace);
  });

  it('is an error where it is declared in no SecureNamespace', () => {
    const chart = new Chart(new App(), 'plain');
    expect(() => new LeastPrivilegeWorkload(chart, 'cart', { image: 'cart:1' })).toThrow('declared outside of a SecureNamespace');
  });

  it('has no name that an undefined value went into', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop');
    new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 80 });
    expect(app.synthYaml()).not.toContain('undefined');
  });
});

describe('Two namespaces', () => {
  it('of one name are told of each other', () => {
    const app = new App();
    new SecureNamespace(app, 'one', { namespace: 'shop' });
    new SecureNamespace(app, 'two', { namespace: 'shop' });
    expect(refusal(app)).toContain("[one] namespace 'shop' is also claimed by 'two'");
    expect(refusal(app)).toContain("[two] namespace 'shop' is also claimed by 'one'");
  });

  it('do not stand one inside another', () => {
    const app = new App();
    new SecureNamespace(new SecureNamespace(app, 'shop'), 'cart');
    expect(refusal(app)).toContain('stands inside another chart');
  });
});
