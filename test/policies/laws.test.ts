import { App, JsonPatch } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-27';
import { Manifests } from '../_manifests';
import {
  CanaryService, GatewayTls, HttpCall, IngressGateway, LeastPrivilegeWorkload, Mesh, MeshDefaults, Platform, SecureNamespace, TcpCall, WorkloadPort,
} from 'cdk8s-istio';

/** Two namespaces with something of everything. */
function shopAndBank(): App {
  const app = new App();
  new MeshDefaults(app, 'mesh-defaults');
  const shop = new SecureNamespace(app, 'shop');
  const bank = new SecureNamespace(app, 'bank', { adopt: true });
  const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 8080 });
  const cart = new CanaryService(shop, 'cart', { ports: [WorkloadPort.http(80, { targetPort: 8080 }), WorkloadPort.tcp(9000, { name: 'tcp-feed' })] });
  const v1 = cart.addVersion('v1', { image: 'cart:1', weight: 90 });
  cart.addVersion('v2', { image: 'cart:2', weight: 10 });
  const ledger = new LeastPrivilegeWorkload(bank, 'ledger', { image: 'ledger:1', ports: [WorkloadPort.http(80), WorkloadPort.tcp(5432)] });
  new LeastPrivilegeWorkload(bank, 'report', { image: 'report:1' }).calls.to(ledger, TcpCall.port());
  new Deployment(shop, 'plain', { containers: [{ image: 'plain:1' }] });
  web.calls.to(cart, HttpCall.get('/cart/*'), TcpCall.port('tcp-feed'));
  v1.calls.to(ledger, HttpCall.post('/entries'));
  shop.calls.to(ledger, HttpCall.get('/public'));
  new IngressGateway(shop, 'edge', { hosts: ['shop.example.com'], tls: GatewayTls.simple('cert') }).expose(cart, HttpCall.get('/cart/*'));
  return app;
}

describe('Whatever is declared,', () => {
  const made = Manifests.of(shopAndBank());
  const specs = (kind: string) => made.all.filter(one => one.kind === kind);

  it('every host of a Sidecar, VirtualService or DestinationRule of the mesh is fully qualified', () => {
    const hosts = [
      ...specs('Sidecar').flatMap(({ spec }) => spec.egress.flatMap((egress: any) => egress.hosts)).filter(host => host !== '~/*').map(host => host.split('/')[1]),
      ...specs('DestinationRule').map(({ spec }) => spec.host),
      ...specs('VirtualService').filter(({ spec }) => !spec.gateways).flatMap(({ spec }) => spec.hosts),
      ...specs('VirtualService').flatMap(({ spec }) => [...spec.http ?? [], ...spec.tcp ?? []].flatMap(({ route }: any) => route.map((to: any) => to.destination.host))),
    ];
    expect(hosts.length).toBeGreaterThan(5);
    for (const host of hosts) {
      expect(host).toMatch(/^[a-z0-9-]+\.[a-z0-9-]+\.svc\.cluster\.local$/);
    }
  });

  it("no principal is 'default', and none is everybody", () => {
    const principals = specs('AuthorizationPolicy').flatMap(({ spec }) => spec.rules ?? []).flatMap(rule => rule.from).flatMap(from => from.source.principals);
    for (const principal of principals) {
      expect(principal).toMatch(/^cluster\.local\/ns\/[a-z0-9-]+\/sa\/([a-z0-9-]+|\*)$/);
      expect(principal).not.toMatch(/\/sa\/default$/);
    }
  });

  it('no rule is empty: each says from whom, and to which port', () => {
    for (const rule of specs('AuthorizationPolicy').flatMap(({ spec }) => spec.rules ?? [])) {
      expect(rule.from.length).toBeGreaterThan(0);
      for (const { operation } of rule.to) {
        expect(operation.ports).toHaveLength(1);
      }
    }
    for (const { spec } of specs('NetworkPolicy')) {
      for (const rule of [...spec.ingress ?? [], ...spec.egress ?? []]) {
        expect((rule.from ?? rule.to).length).toBeGreaterThan(0);
        expect(rule.ports.length).toBeGreaterThan(0);
      }
    }
  });

  it('at most one Sidecar selects a pod', () => {
    const pods = specs('Deployment').map(one => ({ namespace: one.metadata.namespace, labels: one.spec.template.metadata.labels }));
    for (const { namespace, labels } of pods) {
      const selecting = specs('Sidecar').filter(({ metadata, spec }) => metadata.namespace === namespace && spec.workloadSelector
        && Object.entries(spec.workloadSelector.labels).every(([key, value]) => labels[key] === value));
      expect(selecting.length).toBeLessThanOrEqual(1);
    }
    expect(specs('Sidecar').filter(({ metadata, spec }) => metadata.namespace === 'shop' && !spec.workloadSelector)).toHaveLength(1);
  });

  it('one VirtualService owns a host at a gateway or in the mesh, and one DestinationRule a host', () => {
    const owned = specs('VirtualService').flatMap(({ spec }) => spec.hosts.map((host: string) => `${spec.gateways ?? 'mesh'} ${host}`));
    expect(new Set(owned).size).toBe(owned.length);
    const ruled = specs('DestinationRule').map(({ spec }) => spec.host);
    expect(new Set(ruled).size).toBe(ruled.length);
  });

  it('every subset that a route names exists', () => {
    const subsets = specs('DestinationRule').flatMap(({ spec }) => spec.subsets.map((subset: any) => `${spec.host} ${subset.name}`));
    const routed = specs('VirtualService').flatMap(({ spec }) => [...spec.http ?? [], ...spec.tcp ?? []])
      .flatMap(({ route }) => route).filter(({ destination }) => destination.subset).map(({ destination }) => `${destination.host} ${destination.subset}`);
    expect(routed.length).toBeGreaterThan(0);
    expect(routed.filter(subset => !subsets.includes(subset))).toEqual([]);
  });

  it('no TCP rule carries a field of HTTP, and no rule mixes the two', () => {
    const tcp = specs('AuthorizationPolicy').flatMap(({ spec }) => spec.rules ?? [])
      .filter(rule => rule.to.some(({ operation }: any) => ['9000', '5432'].includes(operation.ports[0])));
    expect(tcp.length).toBe(2);
    for (const rule of tcp) {
      expect(rule.to.map(({ operation }: any) => Object.keys(operation))).toEqual([['ports']]);
    }
  });

  it('every object can be pruned by label, and is in the newest version of its API', () => {
    for (const { apiVersion, metadata } of made.all) {
      expect(Object.keys(metadata.labels ?? {})).toEqual(expect.arrayContaining(['app.kubernetes.io/managed-by', 'app.kubernetes.io/part-of']));
      expect(apiVersion).toMatch(/(^|\/)v1$/);
    }
  });

  it('no name and no value is made of undefined', () => {
    expect(made.yaml).not.toMatch(/undefined|\[object|NaN|: null/);
  });

  it('mesh-wide objects are those of MeshDefaults, and an adopted namespace gets nothing namespace-wide', () => {
    expect(made.all.filter(one => one.metadata.namespace === 'istio-system').map(one => one.metadata.labels?.['app.kubernetes.io/part-of'])).toEqual([
      'mesh-defaults', 'mesh-defaults', 'mesh-defaults',
    ]);
    expect(made.all.filter(one => one.metadata.namespace === 'bank' && ['default', 'deny-all', 'default-deny'].includes(one.metadata.name))).toEqual([]);
  });

  it('no namespace depends on another: cdk8s numbers no file', () => {
    expect(shopAndBank().charts.every(chart => chart.node.dependencies.length === 0)).toBe(true);
  });
});

describe('An app', () => {
  it('that is synthesized twice writes the same bytes', () => {
    const app = shopAndBank();
    const first = app.synthYaml();
    expect(app.synthYaml()).toBe(first);
    expect(shopAndBank().synthYaml()).toBe(first);
  });

  it('that is synthesized, changed, and synthesized again writes what it then says', () => {
    const changed = new App();
    const shop = new SecureNamespace(changed, 'shop');
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 80 });
    changed.synthYaml();
    new Mesh(changed, 'mesh', { platform: Platform.openshift(), trustDomain: 'late.example' });
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80 });
    web.calls.to(cart, HttpCall.get('/cart'));
    web.authorizationPolicy.addJsonPatch(JsonPatch.add('/metadata/annotations', { note: 'late' }));
    const made = Manifests.of(changed);
    expect(made.allowed('cart')).toEqual(['late.example/ns/shop/sa/web GET /cart :80']);
    expect(made.get('Namespace', 'shop').metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    expect(made.get('AuthorizationPolicy', 'web').metadata.annotations).toEqual({ note: 'late' });
  });
});
