import { App } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import { DataPlaneMode, IstioVersion, LeastPrivilegeWorkload, Mechanism, Mesh, Platform, SecureNamespace } from 'cdk8s-istio';

describe('Mesh', () => {
  it('emits nothing', () => {
    const app = new App();
    new Mesh(app, 'mesh', { trustDomain: 'acme.example' });
    expect(app.synthYaml()).toBe('');
  });

  it('has sensible defaults where nobody describes one', () => {
    const mesh = Mesh.of(new App());
    expect(mesh.trustDomain).toBe('cluster.local');
    expect(mesh.trustDomainAliases).toEqual([]);
    expect(mesh.rootNamespace).toBe('istio-system');
    expect(mesh.dataPlaneMode).toBe(DataPlaneMode.SIDECAR);
    expect(mesh.istioVersion.toString()).toBe('1.30');
    expect(mesh.enforce).toEqual([Mechanism.SIDECAR, Mechanism.AUTHORIZATION_POLICY, Mechanism.NETWORK_POLICY]);
    expect(mesh.platform.cni).toBe(false);
  });

  it('asking for the default adds no construct to the app', () => {
    const app = new App();
    Mesh.of(app);
    expect(app.node.children).toEqual([]);
    expect(Mesh.of(app)).toBe(Mesh.of(new SecureNamespace(app, 'shop')));
  });

  it('is valid below the construct in which it stands, and the nearest one wins', () => {
    const app = new App();
    const outer = new Mesh(app, 'mesh', { trustDomain: 'outer.example' });
    const shop = new SecureNamespace(app, 'shop');
    const bank = new SecureNamespace(app, 'bank');
    const inner = new Mesh(bank, 'mesh', { trustDomain: 'inner.example' });
    const vault = new LeastPrivilegeWorkload(bank, 'vault', { image: 'vault:1', port: 80 });
    expect(Mesh.of(app)).toBe(outer);
    expect(Mesh.of(shop)).toBe(outer);
    expect(Mesh.of(bank)).toBe(inner);
    expect(Mesh.of(vault)).toBe(inner);
    expect(vault.principal).toBe('inner.example/ns/bank/sa/vault');
  });

  it('may be described after the constructs that it is valid for', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80 });
    new Mesh(app, 'mesh', { trustDomain: 'late.example' });
    expect(cart.principal).toBe('late.example/ns/shop/sa/cart');
  });

  it('gives copies: changing what it returns changes nothing', () => {
    const mesh = new Mesh(new App(), 'mesh', { trustDomainAliases: ['old.example'] });
    mesh.enforce.pop();
    mesh.trustDomainAliases.pop();
    expect(mesh.enforce).toHaveLength(3);
    expect(mesh.trustDomainAliases).toEqual(['old.example']);
  });

  it('names hosts by the domain of the cluster', () => {
    const app = new App();
    new Mesh(app, 'mesh', { platform: Platform.istioctl({ clusterDomain: 'k8s.acme.example' }) });
    const shop = new SecureNamespace(app, 'shop');
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80 });
    expect(cart.toCalleeConfigs()[0].host).toBe('cart.shop.svc.k8s.acme.example');
  });

  it('tells the MeshConfig on which the output relies, as Helm values', () => {
    const mesh = new Mesh(new App(), 'mesh', { trustDomain: 'acme.example', trustDomainAliases: ['old.example'], rootNamespace: 'mesh-root' });
    expect(mesh.meshConfig()).toEqual({
      meshConfig: {
        trustDomain: 'acme.example',
        trustDomainAliases: ['old.example'],
        rootNamespace: 'mesh-root',
        enableAutoMtls: true,
        outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
        pathNormalization: { normalization: 'BASE' },
      },
    });
  });

  it('reports everything that is wrong with it at once', () => {
    const app = new App();
    new Mesh(app, 'mesh', {
      trustDomain: 'Acme', rootNamespace: 'istio.system', dataPlaneMode: DataPlaneMode.AMBIENT, istioVersion: IstioVersion.of('1.2'),
    });
    const message = refusal(app);
    expect(message).toContain("trust domain 'Acme'");
    expect(message).toContain("root namespace 'istio.system'");
    expect(message).toContain("data plane mode 'ambient' is not supported yet");
    expect(message).toContain("Istio version '1.2' is not known; use one of 1.28, 1.29, 1.30, 1.31.");
  });

  it('is one of its kind in a scope', () => {
    const app = new App();
    new Mesh(app, 'mesh');
    new Mesh(app, 'other');
    expect(refusal(app)).toContain("'mesh' already describes the mesh here");
  });

  it('knows versions by their names, with or without a patch release', () => {
    expect(IstioVersion.of('1.29.2')).toBe(IstioVersion.V1_29);
    expect(IstioVersion.V1_31.atLeast(IstioVersion.V1_30)).toBe(true);
    expect(IstioVersion.V1_28.atLeast(IstioVersion.V1_30)).toBe(false);
  });

  it('decides the mechanisms of every namespace below', () => {
    const app = new App();
    new Mesh(app, 'mesh', { enforce: [Mechanism.NETWORK_POLICY] });
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'cart', { image: 'cart:1', port: 80 });
    const made = Manifests.of(app);
    expect(made.names('NetworkPolicy')).toEqual(['cart', 'default-deny']);
    expect(made.names('Sidecar')).toEqual([]);
    expect(made.names('AuthorizationPolicy')).toEqual([]);
  });
});
