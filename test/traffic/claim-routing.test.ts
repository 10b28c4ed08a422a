import { App } from 'cdk8s';
import type { HttpMatchOptions } from '../../src';
import {
  AccessCaller, CanaryService, HttpCall, HttpMatch, IngressGateway, JwtAuthentication, JwtIssuer, LeastPrivilegeWorkload, MeshAccess, SecureNamespace,
} from '../../src';
import { Manifests, refusal } from '../_manifests';

class Shop {
  public readonly app = new App();
  public readonly namespace = new SecureNamespace(this.app, 'shop');
  public readonly web = new LeastPrivilegeWorkload(this.namespace, 'web', { image: 'web:1', port: 8080 });
  public readonly orders = new CanaryService(this.namespace, 'orders', { port: 8080 });
  public readonly v1 = this.orders.addVersion('v1', { image: 'orders:1', weight: 100 });
  public readonly v2 = this.orders.addVersion('v2', { image: 'orders:2' });
  public readonly gateway = new IngressGateway(this.namespace, 'public', { hosts: ['shop.example.com'] });

  public constructor(verified = true) {
    this.web.calls.to(this.orders, HttpCall.get('/orders'));
    this.gateway.expose(this.orders, HttpCall.get('/orders'));
    if (verified) {
      new JwtAuthentication(this.namespace, 'login', {
        gateway: this.gateway, requireToken: false, issuers: [JwtIssuer.of({ issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/keys' })],
      });
    }
  }

  public route(match: HttpMatch): this {
    this.orders.traffic.routeTo(match, this.v2);
    return this;
  }

  public http(name: string): any[] {
    return Manifests.of(this.app).spec('VirtualService', name).http;
  }
}

const AT = (shop: Shop, claims: HttpMatchOptions['claims']): HttpMatch => HttpMatch.of({ claims, gateway: shop.gateway });

describe('requests are routed by claims of their users', () => {
  test('at the gateway that verifies the token, and nowhere else', () => {
    const shop = new Shop();
    shop.route(HttpMatch.claim('realm[roles]', 'beta').and(HttpMatch.gateway(shop.gateway)));
    const [first, second] = shop.http('public');
    expect(first.match[0].headers).toEqual({ '@request.auth.claims[realm][roles]': { exact: 'beta' } });
    expect([first.route[0].destination.subset, second.route[0].destination.subset]).toEqual(['v2', 'v1']);
    expect(JSON.stringify(shop.http('orders'))).not.toContain('@request');
  });

  test('by the case of their names, beside headers', () => {
    const shop = new Shop();
    shop.route(HttpMatch.of({ claims: { tenantId: { prefix: 'eu-' } }, headers: { 'X-Beta': { exact: '1' } }, gateway: shop.gateway }));
    expect(shop.http('public')[0].match[0].headers).toEqual({ '@request.auth.claims[tenantId]': { prefix: 'eu-' }, 'x-beta': { exact: '1' } });
  });

  describe('from outside', () => {
    const verdicts = (shop: Shop, claims?: object): string[] => ['orders-v1', 'orders-v2'].map(workload => MeshAccess.fromApp(shop.app).decide({
      from: AccessCaller.internet(),
      to: { namespace: 'shop', workload },
      host: 'shop.example.com',
      port: 8080,
      method: 'GET',
      path: '/orders',
      ...claims ? { claims: { iss: 'https://login.example.com', sub: 'me', ...claims } } : {},
    }).verdict);
    const [V1, V2] = [['ALLOW', 'DENY'], ['DENY', 'ALLOW']];

    test('to the version for the users whose token has the claim', () => {
      const shop = new Shop();
      expect(verdicts(shop)).toEqual(V1);
      shop.route(AT(shop, { group: { exact: 'beta' } }));
      expect(verdicts(shop, { group: 'beta' })).toEqual(V2);
      expect(verdicts(shop, { group: ['alpha', 'beta'] })).toEqual(V2);
      expect(verdicts(shop, { group: 'betas' })).toEqual(V1);
      expect(verdicts(shop, { Group: 'beta' })).toEqual(V1);
      expect(verdicts(shop)).toEqual(V1);
    });

    test('by a claim inside of another, and by the beginning of one', () => {
      const shop = new Shop();
      shop.route(AT(shop, { 'realm[roles]': { prefix: 'be' } }));
      expect(verdicts(shop, { realm: { roles: ['alpha', 'beta'] } })).toEqual(V2);
      expect(verdicts(shop, { roles: 'beta' })).toEqual(V1);
    });

    test('not by a token that is not verified', () => {
      const shop = new Shop();
      shop.route(AT(shop, { group: { exact: 'beta' } }));
      expect(verdicts(shop, { iss: 'https://other.example.com', group: 'beta' })).toEqual(['DENY', 'DENY']);
    });
  });

  test.each<[string, (shop: Shop) => HttpMatch, string]>([
    ['without a gateway', () => HttpMatch.claim('group', 'beta'), "claim '[group]' is known to gateways only; add HttpMatch.gateway()"],
    ['by a claim without name', shop => AT(shop, { '': { exact: 'a' } }), "'' is no claim's name"],
    ['by a claim with half a name', shop => AT(shop, { 'a[b': { exact: 'a' } }), "'a[b' is no claim's name"],
    ['by the presence of a claim', shop => AT(shop, { group: { present: true } }), "claim 'group' is matched by 'present'"],
    ['by nothing of a claim', shop => AT(shop, { group: {} }), "claim 'group' is matched by nothing"],
    ['by a claim written as a header', () => HttpMatch.header('@request.auth.claims.group', 'beta'), "is not a header's name"],
  ])('but not %s', (_, match, problem) => {
    const shop = new Shop();
    expect(refusal(shop.route(match(shop)).app)).toContain(problem);
  });

  test('but not where the gateway verifies no token, in rules and in features', () => {
    const problem = "claim '[group]' is asked for at gateway 'shop/public', where no token is verified";
    const ruled = new Shop(false);
    ruled.route(AT(ruled, { group: { exact: 'beta' } }));
    const failing = new Shop(false);
    failing.orders.traffic.abort(503, { percentage: 10, when: AT(failing, { group: { exact: 'beta' } }) });
    expect([refusal(ruled.app), refusal(failing.app)]).toEqual([expect.stringContaining(problem), expect.stringContaining(problem)]);
  });
});
