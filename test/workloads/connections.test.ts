import { App, JsonPatch } from 'cdk8s';
import { Deployment, NetworkPolicyPort, PodConnectionsIsolation } from 'cdk8s-plus-27';
import { Manifests, refusal } from '../_manifests';
import { CanaryService, HttpCall, LeastPrivilegeWorkload, SecureNamespace } from 'cdk8s-istio';

/* cdk8s-plus' connections write NetworkPolicies beside ours, and NetworkPolicies add up. */

interface Shop { readonly app: App; readonly shop: SecureNamespace; readonly web: LeastPrivilegeWorkload; readonly cart: LeastPrivilegeWorkload }

function shop(): Shop {
  const app = new App();
  const namespace = new SecureNamespace(app, 'shop');
  return {
    app,
    shop: namespace,
    web: new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' }),
    cart: new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 }),
  };
}

const on = (port: number) => ({ ports: [NetworkPolicyPort.tcp(port)] });

/** The peers of cdk8s-plus' policies. */
function peers(app: App): string[] {
  const policies = Manifests.of(app).all.filter(({ kind, metadata: { name } }) => kind === 'NetworkPolicy' && name.includes('-allow'));
  return policies.flatMap(({ spec: { ingress = [], egress = [] } }) =>
    [...ingress.flatMap((rule: any) => rule.from), ...egress.flatMap((rule: any) => rule.to)])
    .map(({ podSelector: { matchLabels: { app: name, version, ...rest } } }) => `${name} ${version} ${Object.keys(rest).join()}`);
}

describe("cdk8s-plus' connections", () => {
  it('that open what a call declares are no widening: they know pods by our labels too', () => {
    const { app, web, cart } = shop();
    web.calls.to(cart, HttpCall.get('/cart'));
    web.deployment.connections.allowTo(cart.deployment, on(8080));
    expect(refusal(app)).toBe('');
    expect(peers(app)).toEqual(['cart v1 cdk8s.io/metadata.addr', 'web v1 cdk8s.io/metadata.addr']);
  });

  it.each([
    ['without a call', (_: Shop) => {}, ({ web, cart }: Shop) => web.deployment.connections.allowTo(cart.deployment, on(8080))],
    ['on another port', ({ web, cart }: Shop) => web.calls.to(cart, HttpCall.get('/cart')), ({ web, cart }: Shop) => web.deployment.connections.allowTo(cart.deployment, on(9090))],
    ['the other way around', ({ web, cart }: Shop) => web.calls.to(cart, HttpCall.get('/cart')), ({ web, cart }: Shop) => cart.deployment.connections.allowTo(web.deployment, on(8080))],
    ['for the caller alone', (_: Shop) => {}, ({ web, cart }: Shop) => web.deployment.connections.allowTo(cart.deployment, { ...on(8080), isolation: PodConnectionsIsolation.POD })],
  ])('that open more are an error that names the policy: %s', (_, declare, connect) => {
    const all = shop();
    declare(all);
    connect(all);
    expect(refusal(all.app)).toMatch(/safety: NetworkPolicy shop\/(web|cart)-deployment-allow\w+ opens shop\/(web|cart)-v1 (from|to) pods with app=(web|cart), version=v1/);
  });

  it('of an existing workload are known likewise', () => {
    const { app, shop: namespace, cart } = shop();
    const existing = new Deployment(namespace, 'search-deployment', { containers: [{ image: 'search:1' }] });
    const search = new LeastPrivilegeWorkload(namespace, 'search', { workload: existing });
    existing.connections.allowTo(cart.deployment, on(8080));
    expect(refusal(app)).toContain('opens shop/search-deployment to pods with app=cart');
    search.calls.to(cart, HttpCall.get('/cart'));
    expect(refusal(app)).toBe('');
  });

  it('of a version are those of this version alone', () => {
    const { app, shop: namespace, web } = shop();
    const reviews = new CanaryService(namespace, 'reviews', { port: 9080 });
    const v1 = reviews.addVersion('v1', { image: 'reviews:1', weight: 100 });
    const v2 = reviews.addVersion('v2', { image: 'reviews:2' });
    web.calls.to(v1, HttpCall.get('/'));
    web.deployment.connections.allowTo(v1.deployment, on(9080));
    expect(refusal(app)).toBe('');
    web.deployment.connections.allowTo(v2.deployment, on(9080));
    expect(refusal(app)).toContain('app=reviews, version=v2');
  });

  it('to pods that nobody declared are an error too', () => {
    const { app, shop: namespace, web } = shop();
    web.deployment.connections.allowTo(new Deployment(namespace, 'stranger', { containers: [{ image: 'x:1' }] }), on(80));
    expect(refusal(app)).toMatch(/opens shop\/web-v1 to pods with cdk8s.io\/metadata.addr=shop-stranger-\w+ of namespaces/);
  });

  it('that only isolate open nothing, and are left alone', () => {
    const { app, web, cart } = shop();
    web.calls.to(cart, HttpCall.get('/cart'));
    web.deployment.connections.isolate();
    expect(refusal(app)).toBe('');
    expect(Manifests.of(app).names('NetworkPolicy')).toContain('web-deployment-defaultdenyall');
  });

  it('do not repeat what is wrong with the pods', () => {
    const { app, web, cart } = shop();
    web.calls.to(cart, HttpCall.get('/cart'));
    web.deployment.connections.allowTo(cart.deployment, on(8080));
    cart.apiObject.addJsonPatch(JsonPatch.test('/spec/replicas', 7));
    expect(refusal(app).match(/a JSON patch cannot be applied to Deployment 'cart-v1'/g)).toHaveLength(1);
  });

  it('say the same in every synth', () => {
    const { app, web, cart } = shop();
    web.calls.to(cart, HttpCall.get('/cart'));
    web.deployment.connections.allowTo(cart.deployment, on(8080));
    expect(app.synthYaml()).toBe(app.synthYaml());
  });
});
