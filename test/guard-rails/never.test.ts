import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, JsonPatch } from 'cdk8s';
import { manifest, otherTeam, problemsOf, raw, shop } from './_shop';
import type { Shop } from './_shop';
import { Access, Callees, Callers, HttpCall, LeastPrivilegeWorkload, Mechanism, Mesh, MtlsMode, ProofMode, SecureNamespace, ServiceReference } from 'cdk8s-istio';

const because = { reason: 'cards stay in the shop' };

describe('a guard rail that nothing runs into', () => {
  const holding: readonly [string, (made: Shop) => Access][] = [
    ['one workload may not call another', ({ web, db }) => Access.of({ from: Callers.of(web), to: Callees.of(db) })],
    ['nobody but its callers reaches the database', ({ cart, db }) => Access.of({ from: Callers.everyoneBut(Callers.of(cart)), to: Callees.of(db) })],
    ['no other method', ({ web, cart }) => Access.of({ from: Callers.of(web), to: Callees.of(cart), methods: ['DELETE', 'POST'] })],
    ['no other path', ({ cart }) => Access.of({ from: Callers.everyone(), to: Callees.of(cart), paths: ['/admin*'] })],
    ['no other port', ({ cart, db }) => Access.of({ from: Callers.everyoneBut(Callers.of(cart)), to: Callees.of(db), port: 3306 })],
    ['nobody without identity', () => Access.of({ from: Callers.withoutIdentity(), to: Callees.everything() })],
    ['nothing from outside but what the gateway exposes', ({ web }) => Access.of({ from: Callers.outside(), to: Callees.everythingBut(Callees.of(web)) })],
    ['a principal of the mesh', ({ db }) => Access.of({ from: Callers.principal('cluster.local/ns/bank/sa/teller'), to: Callees.of(db) })],
    ['the namespace as a whole', ({ db }) => Access.of({ from: Callers.namespace('istio-system'), to: Callees.of(db) })],
    ['workloads by name', () => Access.of({ from: Callers.workload('shop', 'web-v1'), to: Callees.workload('shop', 'db-v1') })],
  ];
  test.each(holding)('%s', (_, access) => {
    const made = shop();
    made.mesh.never(access(made), because);
    expect(problemsOf(made.app)).toEqual([]);
  });
});

describe('a guard rail is run into, though the proof is off, by', () => {
  const weakened: readonly [string, (made: Shop) => void, (made: Shop) => Access, RegExp][] = [
    ['an AuthorizationPolicy that admits everybody',
      ({ namespace }) => raw(namespace, 'AuthorizationPolicy', 'open', { selector: { matchLabels: { app: 'cart' } }, rules: [{}] }),
      ({ web, cart }) => Access.of({ from: Callers.of(web), to: Callees.of(cart), methods: ['DELETE'] }),
      /^\[mesh\] never\(\) at test\/guard-rails\/never\.test\.ts:\d+ \("cards stay in the shop"\): 'DELETE' of cluster\.local\/ns\/shop\/sa\/web may reach shop\/cart-v1 on port 8080 \[AuthorizationPolicy shop\/open\]\.$/],
    ['a path more', ({ cart }) => cart.authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/rules/0/to/0/operation/paths/0', '/*')),
      ({ cart }) => Access.of({ from: Callers.everyone(), to: Callees.of(cart), paths: ['/admin*'] }), /'GET \/admin' of cluster\.local\/ns\/shop\/sa\/web may reach shop\/cart-v1/],
    ['an identity more, that the network lets in as well',
      ({ cart, stranger }) => {
        cart.authorizationPolicy.addJsonPatch(JsonPatch.add('/spec/rules/0/from/0/source/principals/-', stranger.principal));
        cart.networkPolicy.addJsonPatch(JsonPatch.add('/spec/ingress/0/from/-', { podSelector: {} }));
      },
      ({ cart, web }) => Access.of({ from: Callers.everyoneBut(Callers.of(web)), to: Callees.of(cart) }), /of cluster\.local\/ns\/shop\/sa\/stranger may reach shop\/cart-v1/],
    ['PERMISSIVE, where a policy asks for no identity',
      ({ cart, namespace }) => {
        namespace.peerAuthentication.addJsonPatch(JsonPatch.replace('/spec/mtls/mode', 'PERMISSIVE'));
        cart.authorizationPolicy.addJsonPatch(JsonPatch.remove('/spec/rules/0/from'));
      },
      ({ cart }) => Access.of({ from: Callers.withoutIdentity(), to: Callees.of(cart) }), /a caller without identity may reach shop\/cart-v1 on port 8080/],
    ['an authorizer whose answer nobody knows',
      ({ namespace }) => {
        raw(namespace, 'AuthorizationPolicy', 'open', { selector: { matchLabels: { app: 'db' } }, rules: [{}] });
        raw(namespace, 'AuthorizationPolicy', 'ask', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] });
      },
      ({ cart, db }) => Access.of({ from: Callers.everyoneBut(Callers.of(cart)), to: Callees.of(db) }),
      /may reach shop\/db-v1 on port 3306, as far as manifests tell \(AuthorizationPolicy shop\/ask asks the authorizer opa/],
    ['a gateway that exposes it', ({ gateway, cart }) => gateway.expose(cart, HttpCall.get('/cart/*')),
      ({ cart }) => Access.of({ from: Callers.outside(), to: Callees.of(cart) }), /it contradicts the call that 'shop\/edge' declares to 'shop\/cart' \(shop\/edge: GET \/cart\/\* on 8080\)/],
  ];
  test.each(weakened)('%s', (_, weaken, access, message) => {
    const made = shop({ proof: ProofMode.OFF });
    weaken(made);
    made.mesh.never(access(made), because);
    const found = problemsOf(made.app);
    expect(found).toEqual([expect.stringMatching(message)]);
  });
});

test('what one boundary refuses is not allowed: an identity that the network keeps out', () => {
  const { app, mesh, namespace, db, web } = shop({ proof: ProofMode.OFF });
  raw(namespace, 'AuthorizationPolicy', 'open', { selector: { matchLabels: { app: 'db' } }, rules: [{}] });
  mesh.never(Access.of({ from: Callers.of(web), to: Callees.of(db) }), because);
  expect(problemsOf(app)).toEqual([]);
});

test('the network is read for pods that nobody knows as well', () => {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', { enforce: [Mechanism.NETWORK_POLICY], context: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bank' } }] });
  const namespace = new SecureNamespace(app, 'shop', { mtls: MtlsMode.UNSET });
  const db = new LeastPrivilegeWorkload(namespace, 'db', { image: 'db:1', port: 8080 });
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' });
  web.calls.to(db, HttpCall.any());
  mesh.never(Access.of({ from: Callers.namespace('bank'), to: Callees.of(db) }), because);
  expect(problemsOf(app)).toEqual([]);
  db.networkPolicy.addJsonPatch(JsonPatch.add('/spec/ingress/0/from/-', { namespaceSelector: { matchLabels: { team: 'bank' } } }));
  expect(problemsOf(app).filter(line => line.includes('never()'))).toEqual([]);
  db.networkPolicy.addJsonPatch(JsonPatch.add('/spec/ingress/0/from/-', { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'bank' } } }));
  expect(problemsOf(app).filter(line => line.includes('never()'))).toEqual([expect.stringContaining('may reach shop/db-v1 on port 8080')]);
});

describe('what other teams declare is guarded too:', () => {
  const fromWeb = [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }];

  test('a callee of the context', () => {
    const { app, mesh, web } = shop({ context: otherTeam('bank', 'vault', fromWeb) });
    // The pods of the workload are confined by a NetworkPolicy of this app; whoever else has its identity is not.
    mesh.never(Access.of({ from: Callers.of(web), to: Callees.namespace('bank') }), because);
    expect(problemsOf(app)).toEqual([]);
    mesh.never(Access.of({ from: Callers.principal(web.principal), to: Callees.namespace('bank') }), because);
    expect(problemsOf(app)).toEqual([expect.stringMatching(/cluster\.local\/ns\/shop\/sa\/web may reach bank\/vault on port 8080 \[AuthorizationPolicy bank\/vault\]\.$/)]);
  });

  test('a callee that nothing opens', () => {
    const { app, mesh } = shop({ context: otherTeam('bank', 'vault') });
    mesh.never(Access.of({ from: Callers.everyone(), to: Callees.namespace('bank') }), because);
    expect(problemsOf(app)).toEqual([]);
  });

  test('a policy of the root namespace that the context has', () => {
    const everybody = manifest('AuthorizationPolicy', { namespace: 'istio-system', name: 'everybody' }, { rules: [{ to: [{ operation: { paths: ['/metrics'] } }] }] });
    const { app, mesh, cart, web } = shop({ proof: ProofMode.OFF, context: [everybody] });
    mesh.never(Access.of({ from: Callers.of(web), to: Callees.of(cart), paths: ['/metrics'] }), because);
    expect(problemsOf(app)).toEqual([expect.stringContaining('may reach shop/cart-v1 on port 8080 [AuthorizationPolicy istio-system/everybody]')]);
  });

  test('an adopted namespace', () => {
    const { app, mesh, web } = shop();
    const bank = new SecureNamespace(app, 'bank', { adopt: true });
    const vault = new LeastPrivilegeWorkload(bank, 'vault', { image: 'vault:1', port: 8080 });
    mesh.never(Access.of({ from: Callers.of(web), to: Callees.of(vault) }), because);
    expect(problemsOf(app)).toEqual([]);
    web.calls.to(vault, HttpCall.get('/keys'));
    expect(problemsOf(app)).toEqual([expect.stringContaining("it contradicts the call that 'shop/web' declares to 'bank/vault'")]);
  });
});

describe('is refused where it guards nothing:', () => {
  const unfounded: readonly [string, (made: Shop) => Access, string][] = [
    ['no caller', ({ db }) => Access.of({ from: Callers.of(), to: Callees.of(db) }), 'names no caller; name at least one'],
    ['no callee', ({ db }) => Access.of({ from: Callers.of(db), to: Callees.of() }), 'names no callee; name at least one'],
    ['nobody excepted', ({ db }) => Access.of({ from: Callers.everyoneBut(), to: Callees.of(db) }), 'excepts nobody'],
    ['everybody excepted', ({ db }) => Access.of({ from: Callers.everyoneBut(Callers.everyone()), to: Callees.of(db) }), 'excepts callers that cannot be told from others'],
    ['everything excepted', ({ db }) => Access.of({ from: Callers.of(db), to: Callees.everythingBut(Callees.everything()) }), 'excepts everything'],
    ['a namespace that is not known', ({ db }) => Access.of({ from: Callers.namespace('bnak'), to: Callees.of(db) }), "namespace 'bnak' is neither in these manifests nor in the mesh's 'context'"],
    ['a callee that is not known', () => Access.of({ from: Callers.everyone(), to: Callees.workload('shop', 'bd') }), "'shop/bd' has no pods in these manifests"],
    ['a caller that is not known', ({ db }) => Access.of({ from: Callers.workload('shop', 'wbe'), to: Callees.of(db) }), "'shop/wbe' has no pods in these manifests"],
    ['a namespace without workloads', () => Access.of({ from: Callers.everyone(), to: Callees.namespace('istio-system') }), "'namespace 'istio-system'' has no pods"],
    ['a port that nothing has', ({ db }) => Access.of({ from: Callers.everyone(), to: Callees.of(db), port: 3307 }), 'nothing that is called has a container port 3307 (3306)'],
    ['a port that is none', ({ db }) => Access.of({ from: Callers.everyone(), to: Callees.of(db), port: 0 }), 'port 0 is none'],
    ['another trust domain', ({ db }) => Access.of({ from: Callers.principal('td/ns/a/sa/b'), to: Callees.of(db) }), "'td/ns/a/sa/b' is of trust domain 'td'"],
    ['a principal that is none', ({ db }) => Access.of({ from: Callers.principal('web'), to: Callees.of(db) }), "principal 'web' is no identity"],
    ['no path', ({ db }) => Access.of({ from: Callers.everyone(), to: Callees.of(db), paths: [] }), 'names no path'],
    ['a path that is none', ({ db }) => Access.of({ from: Callers.everyone(), to: Callees.of(db), paths: ['a?b'] }), "path 'a?b' contains a query"],
    ['a method that is none', ({ db }) => Access.of({ from: Callers.everyone(), to: Callees.of(db), methods: ['get'] }), "method 'get' is no HTTP method"],
  ];
  test.each(unfounded)('%s', (_, access, message) => {
    const made = shop();
    made.mesh.never(access(made), because);
    expect(problemsOf(made.app).join('\n')).toContain(message);
  });

  test('a service that lives elsewhere, unless the context has it', () => {
    const refer = (context: object[]) => {
      const { app, mesh, namespace } = shop({ context });
      const vault = new ServiceReference(namespace, 'vault', { namespace: 'bank', serviceAccount: 'vault', podLabels: { app: 'vault' } });
      mesh.never(Access.of({ from: Callers.everyone(), to: Callees.of(vault) }), because);
      return problemsOf(app);
    };
    expect(refer([])).toEqual([expect.stringContaining("'shop/vault' has no pods in these manifests, nor in the mesh's 'context'")]);
    expect(refer(otherTeam('bank', 'vault'))).toEqual([]);
  });

  test('without a reason', () => {
    const { app, mesh, db } = shop();
    mesh.never(Access.of({ from: Callers.withoutIdentity(), to: Callees.of(db) }), { reason: '  ' });
    expect(problemsOf(app)).toEqual([expect.stringContaining("has no reason; say with 'reason' why it is there.")]);
  });
});

test('a mesh that nobody describes has guard rails as well', () => {
  const app = new App();
  const namespace = new SecureNamespace(app, 'shop');
  const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' });
  web.calls.to(cart, HttpCall.get('/'));
  Mesh.of(app).never(Access.of({ from: Callers.of(web), to: Callees.of(cart) }), because);
  expect(problemsOf(app)).toEqual([expect.stringContaining("it contradicts the call that 'shop/web' declares to 'shop/cart'")]);
});

test('each mesh of an app has guard rails of its own, over everything that the app writes', () => {
  const app = new App();
  const one = new SecureNamespace(app, 'one');
  const two = new SecureNamespace(app, 'two');
  const mesh = new Mesh(two, 'mesh');
  const cart = new LeastPrivilegeWorkload(one, 'cart', { image: 'cart:1', port: 8080 });
  const web = new LeastPrivilegeWorkload(two, 'web', { image: 'web:1' });
  web.calls.to(cart, HttpCall.get('/'));
  mesh.never(Access.of({ from: Callers.of(web), to: Callees.of(cart) }), because);
  expect(problemsOf(app)).toEqual([expect.stringMatching(/^\[two\/mesh\] never\(\).*'two\/web' declares to 'one\/cart'/)]);
});

test('many problems of one guard rail are counted', () => {
  const { app, mesh, namespace } = shop({ proof: ProofMode.OFF });
  for (let i = 0; i < 15; i++) {
    new LeastPrivilegeWorkload(namespace, `w${i}`, { image: 'w:1', port: 8080 });
  }
  raw(namespace, 'AuthorizationPolicy', 'open', { rules: [{}] });
  raw(namespace, 'NetworkPolicy', 'open', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] });
  mesh.never(Access.of({ from: Callers.everyone(), to: Callees.everything() }), because);
  const found = problemsOf(app).filter(line => line.includes('may reach') || line.includes('more of the kind'));
  expect(found.at(-1)).toMatch(/and \d+ more of the kind\.$/);
});

test('guard rails that hold are kept with the result', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guard-rails-'));
  try {
    const app = new App({ outdir: folder });
    const namespace = new SecureNamespace(app, 'shop');
    const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
    const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' });
    web.calls.to(cart, HttpCall.get('/cart'));
    Mesh.of(app).never(Access.of({ from: Callers.everyoneBut(Callers.of(web)), to: Callees.everything(), methods: ['GET'], port: 8080 }), because);
    app.synth();
    const { meshes } = JSON.parse(readFileSync(join(folder, 'mesh/proof.json'), 'utf8')) as { meshes: object[] };
    expect(meshes).toEqual([expect.objectContaining({
      verdict: 'proved',
      guardRails: [{ kind: 'never', from: 'everyone but shop/web', to: 'everything', methods: ['GET'], port: 8080, ...because }],
    })]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
