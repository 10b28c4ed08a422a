import { App, Duration } from 'cdk8s';
import {
  AccessCaller, CanaryService, GrpcCall, HttpCall, IngressGateway, JwtAuthentication, JwtIssuer, LeastPrivilegeWorkload, MeshAccess, SecureNamespace,
  TcpCall, TokenLocation, WorkloadPort,
} from '../../src';
import type { AccessRequest, JwtAuthenticationProps } from '../../src';
import { Manifests, refusal } from '../_manifests';
import { linesOf } from '../bad-input/_refused';

const ISSUER = 'https://issuer.example.com';
const OURS = JwtIssuer.of({ issuer: ISSUER, jwksUri: `${ISSUER}/keys` });

const problemsOf = (app: App): string[] => linesOf(refusal(app));

interface Shop {
  readonly app: App;
  readonly web: LeastPrivilegeWorkload;
  readonly orders: LeastPrivilegeWorkload;
  readonly namespace: SecureNamespace;
}

function shop(...calls: Parameters<LeastPrivilegeWorkload['calls']['to']>[1][]): Shop {
  const app = new App();
  const namespace = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
  const orders = new LeastPrivilegeWorkload(namespace, 'orders', { image: 'orders:1', port: 8080 });
  if (calls.length > 0) { web.calls.to(orders, ...calls); }
  return { app, web, orders, namespace };
}

function verdict({ app }: Shop, request: Partial<AccessRequest>): string {
  return MeshAccess.fromApp(app).decide({
    from: AccessCaller.workload('shop', 'web-v1'), to: { namespace: 'shop', workload: 'orders-v1' }, port: 8080, method: 'GET', path: '/orders/1', ...request,
  }).verdict;
}

const user = (more: object = {}) => ({ claims: { iss: ISSUER, sub: 'me', ...more } });

describe('a call on behalf of a user', () => {
  function guarded(props: Partial<JwtAuthenticationProps> = {}, call = HttpCall.get('/orders/*').byUser({ issuer: ISSUER, claims: { groups: ['buyers'] } })): Shop {
    const all = shop(call);
    new JwtAuthentication(all.namespace, 'users', { issuers: [OURS], workload: all.orders, ...props });
    return all;
  }

  test('is proved, and let through with a token that fits', () => {
    const all = guarded();
    expect(() => all.app.synthYaml()).not.toThrow();
    expect(verdict(all, user({ groups: ['guests', 'buyers'] }))).toBe('ALLOW');
  });

  test('is refused without token, with a claim that does not fit, and with a token of somebody else', () => {
    const all = guarded();
    expect(verdict(all, {})).toBe('DENY');
    expect(verdict(all, user({ groups: ['guests'] }))).toBe('DENY');
    expect(verdict(all, user())).toBe('DENY');
    expect(verdict(all, { claims: { iss: 'https://other', sub: 'me', groups: ['buyers'] } })).toBe('DENY');
  });

  test('asks for the issuer, and for no more than was said', () => {
    const all = guarded({}, HttpCall.get('/orders/*').byUser({ issuer: ISSUER }));
    expect(verdict(all, user())).toBe('ALLOW');
    expect(Manifests.of(all.app).spec('AuthorizationPolicy', 'orders').rules[0].when).toEqual([{ key: 'request.auth.principal', values: [`${ISSUER}/*`] }]);
  });

  test('may ask for subjects and audiences', () => {
    const all = guarded({}, HttpCall.get('/orders/*').byUser({ issuer: ISSUER, subjects: ['me', 'team-*'], audiences: ['shop'] }));
    expect(verdict(all, user({ aud: 'shop' }))).toBe('ALLOW');
    expect(verdict(all, user({ aud: ['shop', 'other'], sub: 'team-7' }))).toBe('ALLOW');
    expect(verdict(all, user({ aud: 'shop', sub: 'you' }))).toBe('DENY');
    expect(verdict(all, user())).toBe('DENY');
  });

  test('may ask for a claim inside of another', () => {
    const all = guarded({}, HttpCall.get('/orders/*').byUser({ issuer: ISSUER, claims: { 'realm[roles]': ['admin'] } }));
    expect(verdict(all, user({ realm: { roles: ['admin'] } }))).toBe('ALLOW');
    expect(verdict(all, user({ roles: ['admin'] }))).toBe('DENY');
  });

  test('of gRPC is one too', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop');
    const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
    const orders = new LeastPrivilegeWorkload(namespace, 'orders', { image: 'orders:1', ports: [WorkloadPort.grpc(9000)] });
    web.calls.to(orders, GrpcCall.methods('shop.v1.Orders', 'Get').byUser({ issuer: ISSUER }));
    new JwtAuthentication(namespace, 'users', { issuers: [OURS], workload: orders });
    const get = { port: 9000, method: 'POST', path: '/shop.v1.Orders/Get' };
    expect(verdict({ app, namespace, web, orders }, { ...get, ...user() })).toBe('ALLOW');
    expect(verdict({ app, namespace, web, orders }, get)).toBe('DENY');
  });

  test('without anybody who verifies tokens is an error that says so', () => {
    expect(problemsOf(shop(HttpCall.get('/orders/*').byUser({ issuer: ISSUER })).app))
      .toContainEqual(expect.stringContaining('no RequestAuthentication accepts a token that meets its conditions at shop/orders'));
  });

  test('for another audience than those that are accepted needs a token for both', () => {
    const issuer = JwtIssuer.of({ issuer: ISSUER, jwksUri: `${ISSUER}/keys`, audiences: ['shop'] });
    const all = guarded({ issuers: [issuer] }, HttpCall.get('/orders/*').byUser({ issuer: ISSUER, audiences: ['other'] }));
    expect([user({ aud: ['shop', 'other'] }), user({ aud: 'shop' }), user({ aud: 'other' })].map(one => verdict(all, one))).toEqual(['ALLOW', 'DENY', 'DENY']);
  });

  test('whose conditions contradict each other is an error', () => {
    const call = HttpCall.get('/orders/*').byUser({ issuer: ISSUER }).byUser({ issuer: 'https://other' });
    expect(problemsOf(guarded({}, call).app)).toContainEqual(expect.stringContaining('no request can be the declared call'));
  });
});

describe('a token is demanded', () => {
  test('of every request, also where somebody else allows everything', () => {
    const all = shop(HttpCall.get('/orders/*').byUser({ issuer: ISSUER }));
    new JwtAuthentication(all.namespace, 'users', { issuers: [OURS], workload: all.orders });
    expect(Manifests.of(all.app).spec('AuthorizationPolicy', 'users-token')).toEqual({
      selector: { matchLabels: { app: 'orders' } },
      action: 'DENY',
      rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }], to: [{ operation: { ports: ['8080'] } }] }],
    });
  });

  test('in a whole namespace, without a selector', () => {
    const all = shop(HttpCall.get('/orders/*').byUser({ issuer: ISSUER }));
    new JwtAuthentication(all.namespace, 'users', { issuers: [OURS] });
    expect(Manifests.of(all.app).spec('RequestAuthentication', 'users')).toEqual({ jwtRules: [{ issuer: ISSUER, jwksUri: `${ISSUER}/keys` }] });
    expect(Manifests.of(all.app).spec('AuthorizationPolicy', 'users-token').selector).toBeUndefined();
    expect(verdict(all, user())).toBe('ALLOW');
  });

  test('but for the paths that are open without', () => {
    const all = shop(HttpCall.get('/orders/*').byUser({ issuer: ISSUER }), HttpCall.get('/healthz'));
    new JwtAuthentication(all.namespace, 'users', { issuers: [OURS], workload: all.orders, pathsWithoutToken: ['/healthz'] });
    expect(verdict(all, { path: '/healthz' })).toBe('ALLOW');
    expect(verdict(all, {})).toBe('DENY');
  });

  test('unless one is not required: then plain calls pass without, and none with a bad one', () => {
    const all = shop(HttpCall.get('/orders/*'));
    new JwtAuthentication(all.namespace, 'users', { issuers: [OURS], workload: all.orders, requireToken: false });
    expect(verdict(all, {})).toBe('ALLOW');
    expect(verdict(all, { claims: { iss: 'https://other', sub: 'me' } })).toBe('DENY');
    expect(Manifests.of(all.app).names('AuthorizationPolicy')).not.toContain('users-token');
  });

  test('and a plain call to it is an error that says what to do', () => {
    const all = shop(HttpCall.get('/orders/*'));
    new JwtAuthentication(all.namespace, 'users', { issuers: [OURS], workload: all.orders });
    expect(problemsOf(all.app)).toContainEqual(expect.stringContaining("the call of 'shop/web' to 'shop/orders' is declared without user; add byUser()"));
  });

  test('of a canary, at every version', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop');
    const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
    const orders = new CanaryService(namespace, 'orders', { port: 8080 });
    orders.addVersion('v1', { image: 'orders:1', weight: 90 });
    orders.addVersion('v2', { image: 'orders:2', weight: 10 });
    web.calls.to(orders, HttpCall.get('/orders/*').byUser({ issuer: ISSUER }));
    new JwtAuthentication(namespace, 'users', { issuers: [OURS], workload: orders });
    for (const version of ['orders-v1', 'orders-v2']) {
      const ask = (more: object) => MeshAccess.fromApp(app).decide({
        from: AccessCaller.workload('shop', 'web-v1'), to: { namespace: 'shop', workload: version }, port: 8080, method: 'GET', path: '/orders/1', ...more,
      }).verdict;
      expect([ask(user()), ask({})]).toEqual(['ALLOW', 'DENY']);
    }
  });
});

describe('at a gateway', () => {
  function exposed(props: Partial<JwtAuthenticationProps> = {}, hosts = ['shop.example.com']): { all: Shop; gateway: IngressGateway } {
    const all = shop();
    const gateway = new IngressGateway(all.namespace, 'entrance', { hosts });
    gateway.expose(all.web, HttpCall.get('/*'));
    new JwtAuthentication(all.namespace, 'users', { issuers: [OURS], gateway, ...props });
    return { all, gateway };
  }
  const ask = (all: Shop, more: object) => MeshAccess.fromApp(all.app).decide({
    from: AccessCaller.internet(), to: { namespace: 'shop', workload: 'web-v1' }, port: 8080, method: 'GET', path: '/', host: 'shop.example.com', ...more,
  }).verdict;

  test('requests without token are refused, and those with one come in', () => {
    const { all } = exposed();
    expect(ask(all, user())).toBe('ALLOW');
    expect(ask(all, {})).toBe('DENY');
    expect(ask(all, { host: 'shop.example.com:8443' })).toBe('DENY');
  });

  test('the objects stand where the gateway runs, select its pods, and pass the token on', () => {
    const { all } = exposed();
    const found = Manifests.of(all.app).get('RequestAuthentication', 'users', 'istio-system');
    expect(found.spec.selector).toEqual({ matchLabels: { istio: 'ingressgateway' } });
    expect(found.spec.jwtRules[0].forwardOriginalToken).toBe(true);
    expect(Manifests.of(all.app).spec('AuthorizationPolicy', 'users-token', 'istio-system').rules[0].to[0].operation)
      .toEqual({ hosts: ['shop.example.com', 'shop.example.com:*'] });
  });

  test('a token may be demanded again behind it', () => {
    const all = shop();
    const gateway = new IngressGateway(all.namespace, 'entrance', { hosts: ['shop.example.com'] });
    gateway.expose(all.web, HttpCall.get('/*').byUser({ issuer: ISSUER }));
    new JwtAuthentication(all.namespace, 'users', { issuers: [OURS], gateway });
    new JwtAuthentication(all.namespace, 'users-of-web', { issuers: [OURS], workload: all.web });
    expect(ask(all, user())).toBe('ALLOW');
    expect(ask(all, {})).toBe('DENY');
  });

  test('for a wildcard it cannot be demanded, since a port in the host would get around it', () => {
    expect(problemsOf(exposed({}, ['*.example.com']).all.app)).toContainEqual(expect.stringContaining('would get around the policy'));
    expect(problemsOf(exposed({ requireToken: false }, ['*.example.com']).all.app)).toEqual([]);
  });
});

describe('issuers', () => {
  const rule = (issuer: JwtIssuer) => {
    const all = shop(HttpCall.get('/orders/*').byUser({ issuer: issuer.issuer }));
    new JwtAuthentication(all.namespace, 'users', { issuers: [issuer], workload: all.orders });
    return Manifests.of(all.app).spec('RequestAuthentication', 'users').jwtRules[0];
  };

  test('Google and Firebase are known', () => {
    expect(rule(JwtIssuer.google({ audiences: ['shop.apps.googleusercontent.com'] }))).toMatchObject({
      issuer: 'https://accounts.google.com', audiences: ['shop.apps.googleusercontent.com'],
    });
    expect(rule(JwtIssuer.firebase('my-project'))).toMatchObject({ issuer: 'https://securetoken.google.com/my-project', audiences: ['my-project'] });
  });

  test('everything that is said of tokens is written', () => {
    expect(rule(JwtIssuer.of({
      issuer: ISSUER,
      jwks: JSON.stringify({ keys: [{ kty: 'RSA', n: 'abc', e: 'AQAB' }] }),
      audiences: ['shop'],
      locations: [TokenLocation.header('x-token', 'JWT '), TokenLocation.parameter('token'), TokenLocation.cookie('session')],
      claimToHeaders: { sub: 'x-user', email: 'x-email' },
      payloadHeader: 'x-payload',
      forwardToken: true,
      spaceDelimitedClaims: ['roles'],
      fetchTimeout: Duration.seconds(3),
    }))).toEqual({
      issuer: ISSUER,
      jwks: '{"keys":[{"kty":"RSA","n":"abc","e":"AQAB"}]}',
      audiences: ['shop'],
      fromHeaders: [{ name: 'x-token', prefix: 'JWT ' }],
      fromParams: ['token'],
      fromCookies: ['session'],
      outputPayloadToHeader: 'x-payload',
      forwardOriginalToken: true,
      outputClaimToHeaders: [{ header: 'x-email', claim: 'email' }, { header: 'x-user', claim: 'sub' }],
      spaceDelimitedClaims: ['roles'],
      timeout: '3000ms',
    });
  });
});

describe('what is refused', () => {
  const refused = (props: Partial<JwtAuthenticationProps>, call = HttpCall.get('/orders/*').byUser({ issuer: ISSUER })): string => {
    const all = shop(call);
    new JwtAuthentication(all.namespace, 'users', { issuers: [OURS], workload: all.orders, ...props });
    return problemsOf(all.app).join('\n');
  };
  const issuer = (options: object) => ({ issuers: [JwtIssuer.of({ issuer: ISSUER, ...options })] });
  const keys = (...list: object[]) => JSON.stringify({ keys: list });

  test.each<[string, Partial<JwtAuthenticationProps>, string]>([
    ['nobody', { issuers: [] }, 'accepts tokens of nobody'],
    ['an issuer without keys', issuer({}), 'has no keys'],
    ['keys twice', issuer({ jwks: keys({ kty: 'RSA' }), jwksUri: 'https://a' }), "has both 'jwksUri' and 'jwks'"],
    ['a private key', issuer({ jwks: keys({ kty: 'RSA', n: 'a', e: 'b', d: 'secret' }) }), "holds private material ('d')"],
    ['a shared secret', issuer({ jwks: keys({ kty: 'oct', k: 'secret' }) }), "holds private material ('k')"],
    ['no key', issuer({ jwks: keys() }), 'has no key'],
    ['a key set that is no JSON', issuer({ jwks: 'keys' }), 'is not JSON'],
    ['no key set', issuer({ jwks: 'null' }), 'has no key'],
    ['a key that is none', issuer({ jwks: '{"keys":[1]}' }), "has no 'kty'"],
    ['another URL', issuer({ jwksUri: 'ftp://keys' }), 'is no https URL'],
    ['an empty issuer', { issuers: [JwtIssuer.of({ issuer: '', jwksUri: 'https://a' })] }, 'is no issuer'],
    ['no audience', issuer({ jwksUri: 'https://a', audiences: [] }), "'audiences' is empty"],
    ['no place', issuer({ jwksUri: 'https://a', locations: [] }), "'locations' is empty"],
    ['a place that is none', issuer({ jwksUri: 'https://a', locations: [TokenLocation.header('x y')] }), 'is no name of a header'],
    ['a header that is none', issuer({ jwksUri: 'https://a', claimToHeaders: { sub: 'x y' } }), 'is no header that a claim can be copied to'],
    ['the same issuer twice', { issuers: [OURS, OURS] }, 'is named twice'],
    ['no time for its keys', issuer({ jwksUri: 'https://a', fetchTimeout: Duration.millis(0) }), 'below 1 ms'],
    ['any path without token', { pathsWithoutToken: ['*'] }, 'is every path'],
    ['a path that is none', { pathsWithoutToken: ['orders'] }, "'orders'"],
    ['paths without token where none is required', { pathsWithoutToken: ['/a'], requireToken: false }, 'leave out one of'],
  ])('%s', (_, props, expected) => expect(refused(props)).toContain(expected));

  test.each<[string, Parameters<HttpCall['byUser']>[0], string]>([
    ['no issuer', { issuer: '' }, 'is no issuer'],
    ['a pattern of issuers', { issuer: 'https://*' }, 'is no issuer'],
    ['no subject', { issuer: ISSUER, subjects: [] }, 'names no value'],
    ['the end of a subject', { issuer: ISSUER, subjects: ['*me'] }, 'cannot be compared'],
    ['no value of a claim', { issuer: ISSUER, claims: { groups: [] } }, "claim 'groups' names no value"],
    ['an asterisk in the middle', { issuer: ISSUER, claims: { groups: ['a*b'] } }, 'asterisk in its middle'],
    ['a claim that is none', { issuer: ISSUER, claims: { 'a[b': ['c'] } }, "is no claim's name"],
  ])('a user with %s', (_, one, expected) => expect(refused({}, HttpCall.get('/orders/*').byUser(one))).toContain(expected));

  test('two for the same pods', () => {
    const all = shop(HttpCall.get('/orders/*').byUser({ issuer: ISSUER }));
    new JwtAuthentication(all.namespace, 'users', { issuers: [OURS], workload: all.orders });
    new JwtAuthentication(all.namespace, 'others', { issuers: [OURS], workload: all.orders });
    expect(problemsOf(all.app).join()).toContain('name all issuers in one JwtAuthentication');
  });

  test('pods that speak no HTTP, and a port that others speak HTTP on', () => {
    const all = shop();
    const sql = new LeastPrivilegeWorkload(all.namespace, 'sql', { image: 'sql:1', ports: [WorkloadPort.tcp(8080)] });
    all.web.calls.to(sql, TcpCall.port());
    new JwtAuthentication(all.namespace, 'users', { issuers: [OURS], workload: sql });
    new JwtAuthentication(all.namespace, 'everyone', { issuers: [OURS] });
    const problems = problemsOf(all.app).join('\n');
    expect(problems).toContain('without a port that speaks HTTP');
    expect(problems).toContain('would close port 8080');
  });
});
