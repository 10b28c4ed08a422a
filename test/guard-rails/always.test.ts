import { ApiObject, JsonPatch } from 'cdk8s';
import { otherTeam, problemsOf, raw, shop } from './_shop';
import type { Shop } from './_shop';
import { Access, Callees, Callers, CanaryService, HttpCall, LeastPrivilegeWorkload, ProofMode, TcpCall } from 'cdk8s-istio';

const because = { reason: 'the shop must sell' };

describe('a guard rail that everything keeps:', () => {
  const kept: readonly [string, (made: Shop) => Access][] = [
    ['a path below a declared one', ({ web, cart }) => Access.of({ from: Callers.of(web), to: Callees.of(cart), methods: ['GET'], paths: ['/cart/items*'] })],
    ['a connection without HTTP', ({ cart, db }) => Access.of({ from: Callers.of(cart), to: Callees.of(db) })],
    ['workloads by name, and a port', () => Access.of({ from: Callers.workload('shop', 'cart-v1'), to: Callees.workload('shop', 'db-v1'), port: 3306 })],
  ];
  test.each(kept)('%s', (_, access) => {
    const made = shop();
    made.mesh.always(access(made), because);
    expect(problemsOf(made.app)).toEqual([]);
  });
});

describe('a guard rail is run into, though the proof is off, by', () => {
  const read = ({ web, cart }: Shop) => Access.of({ from: Callers.of(web), to: Callees.of(cart), methods: ['GET'], paths: ['/cart/*'] });
  const broken: readonly [string, (made: Shop) => void, RegExp][] = [
    ['a policy that leaves out a path', ({ cart }) => cart.authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/rules/0/to/0/operation/paths/0', '/cart/a*')),
      /^\[mesh\] always\(\) at test\/guard-rails\/always\.test\.ts:\d+ \("the shop must sell"\): 'GET \/cart\/' .*of shop\/web-v1 does not come through to shop\/cart-v1 on port 8080 \(cart\.shop\.svc\.cluster\.local\)/],
    ['a DENY', ({ namespace }) => raw(namespace, 'AuthorizationPolicy', 'deny', { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/cart/admin*'] } }] }] }),
      /'GET \/cart\/admin' .*\[AuthorizationPolicy shop\/deny\]/],
    ['a NetworkPolicy', ({ cart }) => cart.networkPolicy.addJsonPatch(JsonPatch.remove('/spec/ingress/0')), /does not come through/],
    ['a Sidecar', ({ web }) => web.sidecar.addJsonPatch(JsonPatch.replace('/spec/egress/0/hosts/0', '~/*')), /does not come through/],
    ['an authorizer whose answer nobody knows', ({ namespace }) => raw(namespace, 'AuthorizationPolicy', 'ask', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] }),
      /AuthorizationPolicy shop\/ask asks the authorizer opa/],
    ['a Service that no longer is', ({ cart }) => ApiObject.of(cart.service!).addJsonPatch(JsonPatch.replace('/spec/selector/app', 'other')), /no Service leads to what is called/],
  ];
  test.each(broken)('%s', (_, breakIt, message) => {
    const made = shop({ proof: ProofMode.OFF });
    breakIt(made);
    made.mesh.always(read(made), because);
    expect(problemsOf(made.app)).toEqual([expect.stringMatching(message)]);
  });

  test('a call that is not declared', () => {
    const { app, mesh, stranger, cart } = shop();
    mesh.always(Access.of({ from: Callers.of(stranger), to: Callees.of(cart), methods: ['GET'] }), because);
    expect(problemsOf(app)).toEqual([expect.stringContaining('of shop/stranger-v1 does not come through to shop/cart-v1')]);
  });

  test('one of two versions that refuses, and none that gets no traffic', () => {
    const { app, mesh, namespace, web } = shop({ proof: ProofMode.OFF });
    const reviews = new CanaryService(namespace, 'reviews', { port: 8080 });
    reviews.addVersion('v1', { image: 'reviews:1', weight: 50 });
    reviews.addVersion('v2', { image: 'reviews:2', weight: 50 });
    reviews.addVersion('v3', { image: 'reviews:3' });
    web.calls.to(reviews, HttpCall.get('/reviews'));
    mesh.always(Access.of({ from: Callers.of(web), to: Callees.of(reviews), methods: ['GET'], paths: ['/reviews'] }), because);
    const deny = (version: string) => raw(namespace, 'AuthorizationPolicy', `deny-${version}`, {
      selector: { matchLabels: { app: 'reviews', version } }, action: 'DENY', rules: [{}],
    });
    deny('v3');
    expect(problemsOf(app)).toEqual([]);
    deny('v2');
    expect(problemsOf(app)).toEqual([expect.stringMatching(/does not come through to shop\/reviews-v2 on port 8080 .*\[AuthorizationPolicy shop\/deny-v2\]/)]);
  });

  test('what another team denies', () => {
    const { app, mesh, web } = shop({ proof: ProofMode.OFF, context: otherTeam('bank', 'vault') });
    mesh.always(Access.of({ from: Callers.of(web), to: Callees.namespace('bank'), methods: ['GET'], paths: ['/'] }), because);
    expect(problemsOf(app)).toEqual([expect.stringContaining('does not come through to bank/vault on port 8080')]);
  });
});

describe('contradictions name both:', () => {
  test('a never that forbids what an always demands', () => {
    const { app, mesh, web, cart } = shop();
    mesh.never(Access.of({ from: Callers.everyone(), to: Callees.of(cart), paths: ['/cart/admin*'] }), { reason: 'admins only' });
    mesh.always(Access.of({ from: Callers.of(web), to: Callees.of(cart), methods: ['GET'], paths: ['/cart/*'] }), because);
    expect(problemsOf(app)).toEqual([
      expect.stringMatching(/^\[mesh\] never\(\) .*\("admins only"\): it contradicts the call that 'shop\/web' declares to 'shop\/cart'/),
      expect.stringMatching(/^\[mesh\] always\(\) .*\("the shop must sell"\): it contradicts never\(\) at .* \("admins only"\), which forbids some of what shop\/web-v1 sends/),
    ]);
  });

  test('no contradiction where they only touch', () => {
    const { app, mesh, web, cart } = shop();
    mesh.never(Access.of({ from: Callers.everyoneBut(Callers.of(web)), to: Callees.of(cart) }), { reason: 'web only' });
    mesh.never(Access.of({ from: Callers.of(web), to: Callees.of(cart), methods: ['POST'] }), { reason: 'nothing is written' });
    mesh.always(Access.of({ from: Callers.of(web), to: Callees.of(cart), methods: ['GET'], paths: ['/cart/*'] }), because);
    expect(problemsOf(app)).toEqual([]);
  });
});

describe('is refused where it cannot be followed:', () => {
  test.each([
    ['everyone', Callers.everyone()], ['whoever has no identity', Callers.withoutIdentity()], ['the outside', Callers.outside()],
  ])('%s', (_, from) => {
    const { app, mesh, web } = shop();
    mesh.always(Access.of({ from, to: Callees.of(web) }), because);
    expect(problemsOf(app)).toEqual([expect.stringContaining('is about callers whose pods are not known')]);
  });

  test('a gateway of the platform, whose pods no manifest shows', () => {
    const { app, mesh, web, gateway } = shop();
    mesh.always(Access.of({ from: Callers.of(gateway), to: Callees.of(web), methods: ['GET'], paths: ['/'] }), because);
    expect(problemsOf(app)).toEqual([expect.stringContaining("'shop/edge' has no pods in these manifests")]);
  });

  test('a service that has no port', () => {
    const { app, mesh, namespace, web } = shop();
    const job = new LeastPrivilegeWorkload(namespace, 'job', { image: 'job:1' });
    job.calls.to(web, HttpCall.get('/'));
    mesh.always(Access.of({ from: Callers.of(web), to: Callees.of(job) }), because);
    expect(problemsOf(app)).toEqual([expect.stringContaining('no Service leads to what is called')]);
  });
});

test('a port without HTTP takes requests for what they are, bytes', () => {
  const { app, mesh, cart, db } = shop();
  cart.calls.to(db, TcpCall.port());
  mesh.always(Access.of({ from: Callers.of(cart), to: Callees.of(db), methods: ['GET'] }), because);
  expect(problemsOf(app)).toEqual([]);
});
