import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { manifest, otherTeam, problemsOf, shop } from './guard-rails/_shop';
import { HttpCall, LeastPrivilegeWorkload, Mesh, SecureNamespace, ServiceReference, WorkloadPort } from 'cdk8s-istio';

function meshConfig(settings: string): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' }, data: { mesh: settings } };
}

describe('what the context has takes part in the proof:', () => {
  test('an ALLOW of the root namespace that widens', () => {
    const { app } = shop({ context: [manifest('AuthorizationPolicy', { namespace: 'istio-system', name: 'everybody' }, { rules: [{}] })] });
    expect(problemsOf(app).join()).toMatch(/\[shop\/cart\] safety: .*\[AuthorizationPolicy istio-system\/everybody\]/);
  });

  test('a DENY of the root namespace that refuses a declared call, within a list', () => {
    const deny = manifest('AuthorizationPolicy', { namespace: 'istio-system', name: 'no-cart' }, { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/cart/*'] } }] }] });
    const { app } = shop({ context: [{ apiVersion: 'v1', kind: 'List', items: [deny] }] });
    expect(problemsOf(app).join()).toMatch(/liveness: the declared call to 'shop\/cart' is refused .*\[AuthorizationPolicy istio-system\/no-cart\]/);
  });

  test('a NetworkPolicy and pods of others in a namespace of this app', () => {
    const open = manifest('NetworkPolicy', { namespace: 'shop', name: 'open' }, { podSelector: {}, ingress: [{}] });
    expect(problemsOf(shop({ context: [open] }).app).join()).toMatch(/\[shop\/db\] safety: NetworkPolicy shop\/open opens shop\/db-v1 from everybody/);
    const [, deployment] = otherTeam('shop', 'foreign');
    const policy = manifest('AuthorizationPolicy', { namespace: 'shop', name: 'foreign' }, { selector: { matchLabels: { app: 'foreign' } }, rules: [{}] });
    expect(problemsOf(shop({ context: [deployment, policy] }).app).join()).toMatch(/\[shop\] safety: .* reach shop\/foreign on port 8080/);
  });

  test('a callee of another team: it must let the declared call in', () => {
    const call = (rules: object[]) => {
      const { app, namespace, web } = shop({ context: otherTeam('bank', 'vault', rules) });
      const vault = new ServiceReference(namespace, 'vault', {
        namespace: 'bank', serviceAccount: 'vault', podLabels: { app: 'vault' }, ports: [WorkloadPort.http(80, { targetPort: 8080 })],
      });
      web.calls.to(vault, HttpCall.get('/keys'));
      return problemsOf(app);
    };
    expect(call([]).join()).toMatch(/\[shop\/web\] liveness: the declared call to 'shop\/vault' does not come through .*\[AuthorizationPolicy bank\/vault\]/);
    expect(call([{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }])).toEqual([]);
  });

  test('a gateway that the context shows is still followed from the callee', () => {
    const gateway = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace: 'istio-system', name: 'istio-ingressgateway' },
      spec: {
        template: {
          metadata: { labels: { app: 'istio-ingressgateway', istio: 'ingressgateway' } },
          spec: { serviceAccountName: 'istio-ingressgateway-service-account', containers: [{ name: 'istio-proxy' }] },
        },
      },
    };
    expect(problemsOf(shop({ context: [gateway] }).app)).toEqual([]);
  });

  test('what this app writes replaces what it has the same name as', () => {
    const old = manifest('AuthorizationPolicy', { namespace: 'shop', name: 'cart' }, { rules: [{}] });
    expect(problemsOf(shop({ context: [old] }).app)).toEqual([]);
  });

  test('a namespace that is adopted, though it does not inject', () => {
    const adopt = (labels: object) => {
      const app = new App();
      new Mesh(app, 'mesh', { context: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } }] });
      const namespace = new SecureNamespace(app, 'shop', { adopt: true });
      const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
      new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' }).calls.to(cart, HttpCall.get('/cart'));
      return problemsOf(app);
    };
    expect(adopt({ 'istio-injection': 'enabled' })).toEqual([]);
    expect(adopt({}).join()).toMatch(/safety: mutual TLS and AuthorizationPolicy let a caller without identity reach shop\/cart-v1/);
  });
});

describe('the MeshConfig of the context', () => {
  test('must be that of the mesh', () => {
    expect(problemsOf(shop({ context: [meshConfig('trustDomain: example.org\ntrustDomainAliases: [old.example]\npathNormalization: { normalization: NONE }\n')] }).app)).toEqual([
      "[mesh] ConfigMap istio-system/istio of the 'context' sets the trust domain 'example.org', and this mesh is described with 'cluster.local'; set 'trustDomain' as the mesh does.",
      "[mesh] ConfigMap istio-system/istio of the 'context' sets the trust domain aliases 'old.example', and this mesh is described with ''; set 'trustDomainAliases' as the mesh does.",
      expect.stringContaining('does not normalize paths'),
    ]);
  });

  test('is read where it is', () => {
    expect(problemsOf(shop({ context: [meshConfig('trustDomain: cluster.local\n')] }).app)).toEqual([]);
    expect(problemsOf(shop({ context: [meshConfig('enableAutoMtls: false\n')] }).app).join()).toMatch(/liveness: the declared call to 'shop\/cart' does not come through/);
  });
});

test('what is no manifest is refused', () => {
  expect(problemsOf(shop({ context: ['text', 7, { metadata: {} }] }).app)).toEqual([
    "[mesh] 'context' holds what is no manifest: this is no object; give manifests as objects with a kind, and leave out all else.",
    "[mesh] 'context' holds what is no manifest: an object without kind; give manifests as objects with a kind, and leave out all else.",
  ]);
});

test('the report tells what was read from what is taken for granted', () => {
  const assumptions = (context: object[]): string[] => {
    const folder = mkdtempSync(join(tmpdir(), 'context-'));
    try {
      const app = new App({ outdir: folder });
      new Mesh(app, 'mesh', { context });
      const namespace = new SecureNamespace(app, 'shop', { adopt: true });
      const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
      new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' }).calls.to(cart, HttpCall.get('/cart'));
      app.synth();
      return (JSON.parse(readFileSync(join(folder, 'mesh/proof.json'), 'utf8')) as { meshes: { assumptions: string[] }[] }).meshes[0].assumptions;
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  expect(assumptions([])).toEqual(expect.arrayContaining([
    "no other policy of root namespace 'istio-system' applies to these workloads", "namespace 'shop' exists",
  ]));
  const read = assumptions([
    meshConfig(''), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } },
  ]);
  expect(read).toEqual(expect.arrayContaining([
    'MeshConfig is that of ConfigMap istio-system/istio in the context',
    "policies of root namespace 'istio-system' are those of these manifests and of the context (2 objects), which is what the cluster has",
    "namespace 'shop' and its policies are those of the context",
  ]));
  expect(read.join()).not.toContain('exists');
});
