import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, JsonPatch } from 'cdk8s';
import { problemsOf, raw, shop } from './guard-rails/_shop';
import { HttpCall, LeastPrivilegeWorkload, Mesh, ProofMode, SecureNamespace } from 'cdk8s-istio';

const because = { reason: 'the old client asks so until May' };

/** What each problem is called. */
function idsOf(problems: readonly string[]): string[] {
  return problems.map(problem => /\(difference '([^']+)'\)/.exec(problem)![1]);
}

function widen({ cart }: ReturnType<typeof shop>, path: string): void {
  cart.authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/rules/0/to/0/operation/paths/0', path));
}

test('a difference that is acknowledged is no error, in this synth and in the next app', () => {
  const first = shop();
  widen(first, '/c*');
  const ids = idsOf(problemsOf(first.app));
  expect(ids).toEqual([expect.stringMatching(/^safety:authorizationPolicy:shop\/cart-v1:8080:[0-9a-f]{16}$/)]);
  first.mesh.acknowledge(ids[0], because);
  expect(problemsOf(first.app)).toEqual([]);
  const second = shop();
  widen(second, '/c*');
  second.mesh.acknowledge(ids[0], because);
  expect(problemsOf(second.app)).toEqual([]);
});

test('another hole in the same place is another difference: wider, narrower, by another identity, at another layer', () => {
  const made = shop();
  widen(made, '/c*');
  const [id] = idsOf(problemsOf(made.app));
  for (const path of ['/*', '/ca*', '/c']) {
    const other = shop();
    widen(other, path);
    other.mesh.acknowledge(id, because);
    const found = problemsOf(other.app).join('\n');
    expect(found).toMatch(/safety:authorizationPolicy:shop\/cart-v1:8080:/);
    expect(found).toMatch(/\[mesh\] acknowledge\(\) at test\/acknowledgement\.test\.ts:\d+: difference 'safety:authorizationPolicy:[^']+' does not exist \(any more\); remove the acknowledgement/);
  }
  made.mesh.acknowledge(id, because);
  made.cart.authorizationPolicy.addJsonPatch(JsonPatch.add('/spec/rules/0/from/0/source/principals/-', made.stranger.principal));
  expect(idsOf(problemsOf(made.app).filter(line => line.startsWith('[shop')))).toHaveLength(1);
});

test('an opened port of the network is told from another, and from a wider one', () => {
  const ids = [{}, { from: [{ podSelector: {} }] }, { ports: [{ port: 1 }] }].map(rule => {
    const { app, cart } = shop();
    cart.networkPolicy.addJsonPatch(JsonPatch.add('/spec/ingress/-', rule));
    return idsOf(problemsOf(app))[0];
  });
  expect(new Set(ids).size).toBe(3);
});

test('each side has differences: a Sidecar that imports more, a call that does not come through', () => {
  const { app, mesh, web, db, cart } = shop();
  web.sidecar.addJsonPatch(JsonPatch.add('/spec/egress/0/hosts/-', 'shop/db.shop.svc.cluster.local'));
  db.networkPolicy.addJsonPatch(JsonPatch.remove('/spec/ingress/0'));
  cart.authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/rules/0/to/0/operation/paths/0', '/cart/a*'));
  const ids = idsOf(problemsOf(app));
  expect(ids.map(id => id.split(':').slice(0, 2).join(':')).sort()).toEqual([
    'liveness:allLayers', 'liveness:allLayers', 'liveness:authorizationPolicy', 'safety:sidecar',
  ]);
  expect(new Set(ids).size).toBe(ids.length);
  ids.forEach(id => mesh.acknowledge(id, because));
  expect(problemsOf(app)).toEqual([]);
});

test('an acknowledgement needs a difference and a reason, once', () => {
  const { app, mesh } = shop();
  mesh.acknowledge('safety:authorizationPolicy:shop/cart-v1:8080:0123456789abcdef', because);
  expect(problemsOf(app)).toEqual([expect.stringContaining('does not exist (any more)')]);
  mesh.acknowledge('safety:authorizationPolicy:shop/cart-v1:8080:0123456789abcdef', { reason: '' });
  expect(problemsOf(app)).toEqual([
    expect.stringContaining("has no reason; say with 'reason' why the difference is accepted."),
    expect.stringContaining('is acknowledged already; keep one of the two.'),
  ]);
});

test('where nothing is compared, an acknowledgement is stale', () => {
  const { app, mesh } = shop({ proof: ProofMode.OFF });
  mesh.acknowledge('safety:sidecar:shop/web-v1:0123456789abcdef', because);
  expect(problemsOf(app)).toEqual([expect.stringContaining('does not exist (any more)')]);
});

test('a guard rail is not acknowledged with the difference', () => {
  const { app, mesh, namespace } = shop();
  raw(namespace, 'NetworkPolicy', 'open', { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'], ingress: [{}] });
  idsOf(problemsOf(app)).forEach(id => mesh.acknowledge(id, because));
  expect(problemsOf(app)).toEqual([]);
});

test('what is acknowledged is kept with its reason in the report, which does not call it proved', () => {
  const folder = mkdtempSync(join(tmpdir(), 'acknowledged-'));
  try {
    const app = new App({ outdir: folder });
    const namespace = new SecureNamespace(app, 'shop');
    const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
    new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' }).calls.to(cart, HttpCall.get('/cart'));
    cart.networkPolicy.addJsonPatch(JsonPatch.add('/spec/ingress/-', {}));
    const [id] = idsOf(problemsOf(app));
    Mesh.of(app).acknowledge(id, because);
    app.synth();
    const { meshes } = JSON.parse(readFileSync(join(folder, 'mesh/proof.json'), 'utf8')) as { meshes: object[] };
    expect(meshes).toEqual([expect.objectContaining({
      verdict: 'proved but for what is acknowledged',
      differences: [],
      acknowledged: [expect.objectContaining({ id, side: 'safety', layer: 'networkPolicy', object: 'NetworkPolicy shop/cart', ...because })],
    })]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
