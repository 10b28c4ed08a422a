import { ask, authorization, layer, networking, requestAuthentication, service, TCP, verdict, workload, world } from './world';
import type { Json, Question } from './world';

const web = 'cluster.local/ns/shop/sa/web';

/** A world with one policy at the callee. */
function policy(spec: Json, annotations: Json = {}): Json[] {
  return world(authorization('pay/p', spec, annotations));
}

function allowing(...rules: readonly Json[]): Json[] { return policy({ rules }); }
function denying(...rules: readonly Json[]): Json[] { return policy({ action: 'DENY', rules }); }
function from(source: Json): Json { return { from: [{ source }] }; }
function to(operation: Json): Json { return { to: [{ operation }] }; }

describe('which policies there are', () => {
  test('without any policy everybody is allowed', () => expect(verdict(world())).toBe('ALLOW'));
  test('an ALLOW policy without rules allows nobody', () => expect(verdict(policy({}))).toBe('DENY'));
  test('rules: [] allows nobody', () => expect(verdict(policy({ rules: [] }))).toBe('DENY'));
  test('rules: [{}] allows everybody', () => expect(verdict(policy({ rules: [{}] }))).toBe('ALLOW'));
  test('rules that are null are no rules', () => expect(verdict(policy({ rules: null }))).toBe('DENY'));
  test('a rule whose from is undefined is the rule {}', () => expect(verdict(policy({ rules: [{ from: undefined }] }))).toBe('ALLOW'));
  test('a missing spec allows nobody', () => expect(verdict(world({ apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'p', namespace: 'pay' } }))).toBe('DENY'));
  test('a DENY policy without rules denies nobody', () => expect(verdict(policy({ action: 'DENY' }))).toBe('ALLOW'));
  test('a DENY rule {} denies everybody', () => expect(verdict(policy({ action: 'DENY', rules: [{}] }))).toBe('DENY'));
  test('DENY comes before ALLOW', () => {
    expect(verdict(world(authorization('pay/a', { rules: [{}] }), authorization('pay/b', { action: 'DENY', rules: [{}] })))).toBe('DENY');
  });
  test('"deny all" is allow nothing: any other ALLOW opens it', () => {
    expect(verdict(world(authorization('pay/deny-all', {}), authorization('pay/open', { rules: [{}] })))).toBe('ALLOW');
  });
  test('a policy of the root namespace adds to the namespace\'s own', () => {
    expect(verdict(world(authorization('pay/nothing', {}), authorization('istio-system/open', { rules: [{}] })))).toBe('ALLOW');
  });
  test('AUDIT neither denies nor makes others be denied', () => expect(verdict(policy({ action: 'AUDIT', rules: [{}] }))).toBe('ALLOW'));
  test('a dry run of ALLOW does not deny the rest', () => expect(verdict(policy({}, { 'istio.io/dry-run': 'true' }))).toBe('ALLOW'));
  test('a dry run of DENY does not deny', () => expect(verdict(policy({ action: 'DENY', rules: [{}] }, { 'istio.io/dry-run': 'true' }))).toBe('ALLOW'));
  test('dry-run: "false" is enforced', () => expect(verdict(policy({}, { 'istio.io/dry-run': 'false' }))).toBe('DENY'));
  test('CUSTOM asks somebody whose answer no manifest tells', () => {
    const decision = ask(policy({ action: 'CUSTOM', provider: { name: 'opa' }, rules: [to({ paths: ['/admin'] })] }), { path: '/admin' });
    expect(decision.verdict).toBe('UNKNOWN');
    expect(decision.reason).toContain('opa');
  });
  test('CUSTOM does not concern requests that it does not match', () => {
    expect(verdict(policy({ action: 'CUSTOM', provider: { name: 'opa' }, rules: [to({ paths: ['/admin'] })] }), { path: '/' })).toBe('ALLOW');
  });
  test('what is denied anyhow is denied, whatever CUSTOM would say', () => {
    const custom = authorization('pay/c', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] });
    expect(verdict(world(custom, authorization('pay/d', {})))).toBe('DENY');
  });
});

describe('whom a policy is attached to', () => {
  test.each([
    ['another namespace', authorization('shop/p', {}), 'ALLOW'],
    ['the root namespace', authorization('istio-system/p', {}), 'DENY'],
    ['a selector that matches', authorization('pay/p', { selector: { matchLabels: { app: 'api' } } }), 'DENY'],
    ['a selector that does not', authorization('pay/p', { selector: { matchLabels: { app: 'db' } } }), 'ALLOW'],
    ['a selector in the root namespace, which is for pods anywhere', authorization('istio-system/p', { selector: { matchLabels: { app: 'api' } } }), 'DENY'],
    ['an empty selector', authorization('pay/p', { selector: { matchLabels: {} } }), 'DENY'],
    ['a reference, which is for gateways and waypoints', authorization('pay/p', { targetRefs: [{ kind: 'Service', name: 'api' }] }), 'ALLOW'],
  ])('%s', (_, manifest, expected) => expect(verdict(world(manifest))).toBe(expected));

  test('a policy that cannot be read makes the answer unknown, not open', () => {
    const decision = ask(policy({ rules: [{ from: [{ source: { principals: 'everyone' } }] }] }));
    expect(decision.verdict).toBe('UNKNOWN');
    expect(decision.reason).toContain('principals must be a list');
  });
});

describe('identities', () => {
  test.each<[string, Json, string]>([
    ['exact', { principals: [web] }, 'ALLOW'],
    ['another', { principals: ['cluster.local/ns/shop/sa/other'] }, 'DENY'],
    ['*', { principals: ['*'] }, 'ALLOW'],
    ['prefix', { principals: ['cluster.local/ns/shop/*'] }, 'ALLOW'],
    ['suffix', { principals: ['*/sa/web'] }, 'ALLOW'],
    ['a * in the middle is a character', { principals: ['cluster.local/ns/*/sa/web'] }, 'DENY'],
    ['not', { notPrincipals: [web] }, 'DENY'],
    ['namespace', { namespaces: ['shop'] }, 'ALLOW'],
    ['a part of a namespace', { namespaces: ['sho'] }, 'DENY'],
    ['a namespace with * in the middle', { namespaces: ['s*p'] }, 'ALLOW'],
    ['a dot in a namespace is a dot', { namespaces: ['s.op'] }, 'DENY'],
    ['not the namespace', { notNamespaces: ['shop'] }, 'DENY'],
    ['service account with namespace', { serviceAccounts: ['shop/web'] }, 'ALLOW'],
    ['a bare service account is of the policy\'s namespace', { serviceAccounts: ['web'] }, 'DENY'],
    ['a part of a service account', { serviceAccounts: ['shop/we'] }, 'DENY'],
    ['not the service account', { notServiceAccounts: ['shop/web'] }, 'DENY'],
    ['trust domain', { trustDomains: ['cluster.local'] }, 'ALLOW'],
    ['a part of the trust domain', { trustDomains: ['cluster'] }, 'DENY'],
    ['trust domain, prefix', { trustDomains: ['cluster*'] }, 'ALLOW'],
    ['not the trust domain', { notTrustDomains: ['*'] }, 'DENY'],
    ['fields of a source are all asked', { principals: [web], namespaces: ['pay'] }, 'DENY'],
    ['values of a field are alternatives', { namespaces: ['pay', 'shop'] }, 'ALLOW'],
  ])('%s', (_, source, expected) => expect(verdict(allowing(from(source)))).toBe(expected));

  test.each<[string, Json, string]>([
    ['* needs an identity', { principals: ['*'] }, 'DENY'],
    ['so do namespaces', { namespaces: ['*'] }, 'DENY'],
    ['so do service accounts', { serviceAccounts: ['shop/web'] }, 'DENY'],
    ['so do trust domains', { trustDomains: ['*'] }, 'DENY'],
    ['who has none is not one of those that are excluded', { notPrincipals: [web] }, 'ALLOW'],
    ['nor of the namespaces', { notNamespaces: ['*'] }, 'ALLOW'],
    ['nor of the service accounts', { notServiceAccounts: ['shop/web'] }, 'ALLOW'],
  ])('in plaintext: %s', (_, source, expected) => expect(verdict(allowing(from(source)), { from: 'legacy/batch' })).toBe(expected));

  test('one service account for many workloads admits them all', () => {
    const manifests = [...allowing(from({ principals: ['cluster.local/ns/shop/sa/default'] })), workload('shop/a', { serviceAccount: 'default' }), workload('shop/b', { serviceAccount: 'default' })];
    expect([verdict(manifests, { from: 'shop/a' }), verdict(manifests, { from: 'shop/b' }), verdict(manifests)]).toEqual(['ALLOW', 'ALLOW', 'DENY']);
  });

  describe('trust domains', () => {
    const options = { meshConfig: { trustDomain: 'new', trustDomainAliases: ['old'] } };
    test.each<[string, Json, string]>([
      ['cluster.local stands for the mesh\'s own', { principals: [web] }, 'ALLOW'],
      ['an alias stands for it too', { principals: ['old/ns/shop/sa/web'] }, 'ALLOW'],
      ['a foreign one does not', { principals: ['foreign/ns/shop/sa/web'] }, 'DENY'],
      ['a principal of another shape is taken as written', { principals: ['cluster.local/ns/shop/*'] }, 'DENY'],
      ['aliases of trust domains', { trustDomains: ['old'] }, 'ALLOW'],
    ])('%s', (_, source, expected) => expect(verdict(allowing(from(source)), {}, options)).toBe(expected));

    test('a caller of a foreign trust domain is refused at the handshake', () => {
      expect(ask(world(), { from: 'principal:foreign/ns/a/sa/b' })).toMatchObject({ verdict: 'DENY', layer: 'mutualTls' });
    });
  });
});

describe('addresses', () => {
  const block = allowing(from({ ipBlocks: ['10.0.0.0/8'] }));
  test.each<[string, Json[], string | undefined, string]>([
    ['inside', block, '10.1.2.3', 'ALLOW'],
    ['outside', block, '11.1.2.3', 'DENY'],
    ['not known', block, undefined, 'UNKNOWN'],
    ['not known, but all are meant', allowing(from({ ipBlocks: ['0.0.0.0/0'] })), undefined, 'ALLOW'],
    ['not known, but none is meant', allowing(from({ notIpBlocks: ['0.0.0.0/0'] })), undefined, 'DENY'],
    ['one address', allowing(from({ ipBlocks: ['10.1.2.3'] })), '10.1.2.3', 'ALLOW'],
    ['IPv6', allowing(from({ ipBlocks: ['fd00::/8'] })), 'fd00::1', 'ALLOW'],
    ['IPv4, which no block of IPv6 holds', allowing(from({ ipBlocks: ['::/0'] })), '10.1.2.3', 'DENY'],
    ['IPv4 written as IPv6', allowing(from({ ipBlocks: ['10.0.0.0/8'] })), '::ffff:10.1.2.3', 'ALLOW'],
    ['not known, and only those of IPv6 are meant', allowing(from({ ipBlocks: ['::/0'] })), undefined, 'UNKNOWN'],
    ['excluded', allowing(from({ notIpBlocks: ['10.0.0.0/8'] })), '10.1.2.3', 'DENY'],
    ['remote, without proxies before', allowing(from({ remoteIpBlocks: ['10.0.0.0/8'] })), '10.1.2.3', 'ALLOW'],
    ['as a condition', allowing({ when: [{ key: 'source.ip', values: ['10.0.0.0/8'] }] }), '11.0.0.1', 'DENY'],
  ])('%s', (_, manifests, address, expected) => expect(verdict(manifests, address === undefined ? {} : { address })).toBe(expected));

  test('the remote address is the last one of X-Forwarded-For', () => {
    const manifests = allowing(from({ remoteIpBlocks: ['1.2.3.4'] }));
    expect(verdict(manifests, { address: '10.0.0.1', headers: { 'x-forwarded-for': '9.9.9.9, 1.2.3.4' } })).toBe('ALLOW');
  });
});

describe('operations', () => {
  test.each<[string, Json, Question, string]>([
    ['method', { methods: ['GET'] }, {}, 'ALLOW'],
    ['methods are case-sensitive', { methods: ['get'] }, {}, 'DENY'],
    ['method prefix', { methods: ['P*'] }, { method: 'POST' }, 'ALLOW'],
    ['not the method', { notMethods: ['GET'] }, {}, 'DENY'],
    ['path', { paths: ['/a'] }, { path: '/a' }, 'ALLOW'],
    ['the query does not count', { paths: ['/a'] }, { path: '/a?b=c' }, 'ALLOW'],
    ['a path is not a prefix', { paths: ['/a'] }, { path: '/a/b' }, 'DENY'],
    ['path prefix', { paths: ['/a*'] }, { path: '/ab' }, 'ALLOW'],
    ['path suffix', { paths: ['*.css'] }, { path: '/x.css' }, 'ALLOW'],
    ['paths are case-sensitive', { paths: ['/a'] }, { path: '/A' }, 'DENY'],
    ['any path', { paths: ['*'] }, {}, 'ALLOW'],
    ['template: one segment', { paths: ['/a/{*}'] }, { path: '/a/b' }, 'ALLOW'],
    ['template: not two segments', { paths: ['/a/{*}'] }, { path: '/a/b/c' }, 'DENY'],
    ['template: not an empty segment', { paths: ['/a/{*}'] }, { path: '/a/' }, 'DENY'],
    ['template: rest', { paths: ['/a/{**}'] }, { path: '/a/b/c' }, 'ALLOW'],
    ['template: an empty rest', { paths: ['/a/{**}'] }, { path: '/a/' }, 'ALLOW'],
    ['template: rest wants its slash', { paths: ['/a/{**}'] }, { path: '/a' }, 'DENY'],
    ['template: dots are dots', { paths: ['/a.b/{*}'] }, { path: '/axb/c' }, 'DENY'],
    ['template: within', { paths: ['/{*}/x'] }, { path: '/a/x' }, 'ALLOW'],
    ['not the path', { notPaths: ['/a*'] }, { path: '/a' }, 'DENY'],
    ['port of the container', { ports: ['8080'] }, {}, 'ALLOW'],
    ['not the port of the Service', { ports: ['80'] }, {}, 'DENY'],
    ['not this port', { notPorts: ['8080'] }, {}, 'DENY'],
    ['host with its port', { hosts: ['api.pay.svc.cluster.local:80'] }, {}, 'ALLOW'],
    ['a host without port is another host', { hosts: ['api.pay.svc.cluster.local'] }, {}, 'DENY'],
    ['hosts are not case-sensitive', { hosts: ['API.pay.svc.cluster.local*'] }, {}, 'ALLOW'],
    ['short host as it was asked for', { hosts: ['api.pay'] }, { host: 'api.pay' }, 'ALLOW'],
    ['not the host', { notHosts: ['api*'] }, {}, 'DENY'],
    ['fields of an operation are all asked', { methods: ['GET'], paths: ['/b'] }, { path: '/a' }, 'DENY'],
  ])('%s', (_, operation, question, expected) => expect(verdict(allowing(to(operation)), question)).toBe(expected));

  test('"- from" and "- to" as two rules are alternatives, which is wider', () => {
    const both = { ...from({ namespaces: ['pay'] }), ...to({ methods: ['GET'] }) };
    expect(verdict(allowing(both))).toBe('DENY');
    expect(verdict(allowing(from({ namespaces: ['pay'] }), to({ methods: ['GET'] })))).toBe('ALLOW');
  });
});

describe('paths are normalized before they are compared', () => {
  const admin = denying(to({ paths: ['/admin'] }));
  test.each([
    ['/admin', 'BASE', 'DENY'],
    ['/x/../admin', 'BASE', 'DENY'],
    ['/x/../admin', 'NONE', 'ALLOW'],
    ['/./admin', 'BASE', 'DENY'],
    ['/x/%2e%2e/admin', 'BASE', 'DENY'],
    ['/x\\..\\admin', 'BASE', 'DENY'],
    ['//admin', 'BASE', 'ALLOW'],
    ['//admin', 'MERGE_SLASHES', 'DENY'],
    ['/%2fadmin', 'MERGE_SLASHES', 'ALLOW'],
    ['/%2fadmin', 'DECODE_AND_MERGE_SLASHES', 'DENY'],
    ['/admin;x', 'BASE', 'ALLOW'],
    ['/Admin', 'BASE', 'ALLOW'],
    ['/adm%69n', 'BASE', 'UNKNOWN'],
  ] as const)('%s with %s', (path, pathNormalization, expected) => {
    expect(verdict(admin, { path }, { meshConfig: { pathNormalization } })).toBe(expected);
  });
  test('an ALLOW with paths is the safe shape: what it does not list is denied', () => {
    expect(verdict(allowing(to({ paths: ['/public'] })), { path: '//public' })).toBe('DENY');
  });
});

describe('conditions', () => {
  test.each<[string, Json, Question, string]>([
    ['header', { key: 'request.headers[x-team]', values: ['a'] }, { headers: { 'X-Team': 'a' } }, 'ALLOW'],
    ['header that is missing', { key: 'request.headers[x-team]', values: ['*'] }, {}, 'DENY'],
    ['header that is there', { key: 'request.headers[x-team]', values: ['*'] }, { headers: { 'x-team': '' } }, 'ALLOW'],
    ['not a header', { key: 'request.headers[x-team]', notValues: ['a'] }, {}, 'ALLOW'],
    ['no header at all', { key: 'request.headers[x-team]', notValues: ['*'] }, { headers: { 'x-team': 'b' } }, 'DENY'],
    ['a header that proxies add', { key: 'request.headers[x-forwarded-proto]', values: ['http'] }, {}, 'UNKNOWN'],
    ['namespace', { key: 'source.namespace', values: ['sh*'] }, {}, 'ALLOW'],
    ['principal', { key: 'source.principal', notValues: [web] }, {}, 'DENY'],
    ['service account', { key: 'source.serviceAccount', values: ['shop/web'] }, {}, 'ALLOW'],
    ['trust domain', { key: 'source.trustDomain', values: ['cluster.local'] }, {}, 'ALLOW'],
    ['port', { key: 'destination.port', values: ['8080'] }, {}, 'ALLOW'],
    ['port excluded', { key: 'destination.port', notValues: ['8080'] }, {}, 'DENY'],
    ['address of the callee', { key: 'destination.ip', values: ['10.0.0.0/8'] }, {}, 'UNKNOWN'],
    ['server name', { key: 'connection.sni', values: ['outbound_.80_._.api.pay.svc.cluster.local'] }, {}, 'ALLOW'],
    ['server name in plaintext', { key: 'connection.sni', values: ['*'] }, { from: 'legacy/batch' }, 'DENY'],
    ['metadata of filters', { key: 'experimental.envoy.filters.a.b[c]', values: ['d'] }, {}, 'UNKNOWN'],
    ['values and notValues', { key: 'source.namespace', values: ['*'], notValues: ['shop'] }, {}, 'DENY'],
  ])('%s', (_, condition, question, expected) => expect(verdict(allowing({ when: [condition] }), question)).toBe(expected));

  test('all conditions are asked, with every alternative', () => {
    const rule = { from: [{ source: { namespaces: ['pay'] } }, { source: { namespaces: ['shop'] } }], when: [{ key: 'request.headers[x-a]', values: ['1'] }, { key: 'request.headers[x-b]', values: ['2'] }] };
    expect(verdict(allowing(rule), { headers: { 'x-a': '1' } })).toBe('DENY');
    expect(verdict(allowing(rule), { headers: { 'x-a': '1', 'x-b': '2' } })).toBe('ALLOW');
  });
});

describe('HTTP fields on a port that is not HTTP', () => {
  test('an ALLOW rule with one of them is lost, and nobody is allowed', () => {
    const decision = ask(allowing(to({ methods: ['GET'] })), TCP);
    expect(decision).toMatchObject({ verdict: 'DENY', layer: 'authorizationPolicy', sees: 'reset' });
    expect(decision.reason).toContain('lost');
  });
  test('its other alternatives are lost with it', () => {
    expect(verdict(allowing({ to: [{ operation: { ports: ['3306'] } }, { operation: { paths: ['/x'] } }] }), TCP)).toBe('DENY');
  });
  test('other rules stay', () => expect(verdict(allowing(to({ methods: ['GET'] }), to({ ports: ['3306'] })), TCP)).toBe('ALLOW'));
  test('a condition on a header loses the rule too', () => expect(verdict(allowing({ when: [{ key: 'request.headers[a]', values: ['b'] }] }), TCP)).toBe('DENY'));
  test('from a DENY rule only the field is lost: it denies the whole port', () => {
    expect(verdict(denying(to({ paths: ['/admin'] })), TCP)).toBe('DENY');
    expect(verdict(denying(to({ paths: ['/admin'] })))).toBe('ALLOW');
  });
  test('what a DENY rule asks of the connection stays', () => expect(verdict(denying(to({ paths: ['/admin'], ports: ['8080'] })), TCP)).toBe('ALLOW'));
  test('what notPaths excludes is not excluded there', () => expect(verdict(denying(to({ notPaths: ['/x'] })), TCP)).toBe('DENY'));
  test('CUSTOM widens like DENY', () => {
    expect(verdict(policy({ action: 'CUSTOM', provider: { name: 'opa' }, rules: [to({ paths: ['/admin'] })] }), TCP)).toBe('UNKNOWN');
  });
  test('principals and ports are enough for TCP', () => {
    expect(verdict(allowing({ ...from({ principals: [web] }), ...to({ ports: ['3306'] }) }), TCP)).toBe('ALLOW');
  });
});

describe('which way a port is read', () => {
  const ports = (...list: Json[]): Json[] => world(service('pay/api', list), authorization('pay/p', { rules: [to({ methods: ['GET'] })] }));
  test.each<[string, Json, Question, string]>([
    ['name http-x', { name: 'http-x', port: 80, targetPort: 8080 }, {}, 'ALLOW'],
    ['name grpc', { name: 'grpc', port: 80, targetPort: 8080 }, {}, 'ALLOW'],
    ['appProtocol wins over the name', { name: 'tcp', appProtocol: 'http', port: 80, targetPort: 8080 }, {}, 'ALLOW'],
    ['appProtocol kubernetes.io/h2c', { name: 'x', appProtocol: 'kubernetes.io/h2c', port: 80, targetPort: 8080 }, {}, 'ALLOW'],
    ['name tcp', { name: 'tcp', port: 80, targetPort: 8080 }, {}, 'DENY'],
    ['a name that says nothing is looked into', { name: 'web', port: 80, targetPort: 8080 }, {}, 'ALLOW'],
    ['bytes to a port that is looked into', { name: 'web', port: 80, targetPort: 8080 }, { method: null }, 'DENY'],
    ['the well-known port of MySQL is TCP', { port: 3306, targetPort: 8080 }, {}, 'DENY'],
    ['a named target port', { name: 'http', port: 80, targetPort: 'http' }, {}, 'ALLOW'],
  ])('%s', (_, port, question, expected) => expect(verdict(ports(port), question)).toBe(expected));

  test('a port of no Service is looked into, and still guarded', () => {
    const manifests = world(authorization('pay/p', { rules: [to({ methods: ['GET'] })] }));
    expect(verdict(manifests, { port: 9999 })).toBe('ALLOW');
    expect(verdict(manifests, { port: 9999, method: 'POST' })).toBe('DENY');
    expect(verdict(manifests, { port: 9999, method: null })).toBe('DENY');
  });
  test('of two Services the older one decides', () => {
    const tcp: Json = { ...service('pay/a-tcp', [{ name: 'tcp', port: 80, targetPort: 8080 }]), spec: { selector: { app: 'api' }, ports: [{ name: 'tcp', port: 80, targetPort: 8080 }] } };
    const old = { ...tcp, metadata: { ...tcp.metadata, name: 'z-tcp', creationTimestamp: '2020-01-01T00:00:00Z' } };
    const rule = authorization('pay/p', { rules: [to({ methods: ['GET'] })] });
    expect(verdict(world(rule, tcp))).toBe('DENY');
    expect(verdict(world(rule, { ...tcp, metadata: { ...tcp.metadata, name: 'z-tcp' } }))).toBe('ALLOW');
    expect(verdict(world(rule, old))).toBe('DENY');
  });
  test('bytes that are not HTTP are refused by a port that is', () => {
    expect(ask(world(), { method: null })).toMatchObject({ verdict: 'DENY', layer: 'routing', sees: 'reset' });
  });
});

describe('tokens', () => {
  const claims = { iss: 'https://issuer', sub: 'me', aud: 'us', groups: ['a', 'b'], scope: 'read write', nested: { deep: 'x' } };
  const tokens = (rule: Json, ...more: Json[]): Json[] => world(requestAuthentication('pay/r', { jwtRules: [rule] }), ...more);
  const issuer = { issuer: 'https://issuer' };
  const wanting = (source: Json): Json => authorization('pay/p', { rules: [from(source)] });

  test('alone they are not required: a request without token passes', () => expect(verdict(tokens(issuer))).toBe('ALLOW'));
  test('a token of another issuer is refused', () => {
    expect(ask(tokens(issuer), { claims: { iss: 'other' } })).toMatchObject({ verdict: 'DENY', layer: 'requestAuthentication', sees: '401' });
  });
  test('a token for others is refused', () => {
    expect(ask(tokens({ ...issuer, audiences: ['them'] }), { claims })).toMatchObject({ verdict: 'DENY', sees: '403' });
    expect(verdict(tokens({ ...issuer, audiences: ['https://us/'] }), { claims })).toBe('ALLOW');
  });
  test('requiring a principal requires a token', () => {
    expect(verdict(tokens(issuer, wanting({ requestPrincipals: ['*'] })))).toBe('DENY');
    expect(verdict(tokens(issuer, wanting({ requestPrincipals: ['*'] })), { claims })).toBe('ALLOW');
  });
  test('a token that nobody verifies says nothing', () => {
    expect(verdict(world(wanting({ requestPrincipals: ['*'] })), { claims })).toBe('DENY');
  });
  test('a token that may be taken, whoever issued it, may be asked for', () => {
    expect(verdict(tokens({}, wanting({ requestPrincipals: ['*'] })), { claims })).toBe('UNKNOWN');
    expect(verdict(tokens({}, wanting({ requestPrincipals: ['nobody/*'] })), { claims })).toBe('DENY');
  });
  test('without principal, notRequestPrincipals holds', () => expect(verdict(tokens(issuer, wanting({ notRequestPrincipals: ['*'] })))).toBe('ALLOW'));
  test('an Authorization header of which nothing is said is unknown', () => {
    expect(verdict(tokens(issuer), { headers: { authorization: 'Bearer x' } })).toBe('UNKNOWN');
    expect(verdict(tokens(issuer, wanting({ requestPrincipals: ['*'] })), { headers: { authorization: 'Bearer x' } })).toBe('UNKNOWN');
    expect(verdict(tokens(issuer, wanting({ namespaces: ['other'] })), { headers: { authorization: 'Bearer x' } })).toBe('DENY');
  });
  test.each<[string, Json, Json, string]>([
    ['a header that the request has', { fromHeaders: [{ name: 'X-Token' }] }, { 'x-token': 'Bearer x' }, 'ALLOW'],
    ['a header that it has not', { fromHeaders: [{ name: 'X-Token' }] }, {}, 'UNKNOWN'],
    ['a cookie', { fromCookies: ['session'] }, {}, 'UNKNOWN'],
    ['the usual header by its name', { fromHeaders: [{ name: 'Authorization', prefix: 'Bearer ' }] }, {}, 'ALLOW'],
  ])('a rule that looks for the token in %s', (_, places, headers, expected) => {
    expect(verdict(tokens({ ...issuer, ...places }, wanting({ requestPrincipals: ['*'] })), { claims, headers })).toBe(expected);
  });
  test('a token that may be where nobody looks changes nothing for who is refused with and without it', () => {
    const elsewhere = { ...issuer, fromCookies: ['session'] };
    expect(verdict(tokens(elsewhere, wanting({ requestPrincipals: ['other/*'] })), { claims })).toBe('DENY');
    expect(verdict(tokens(elsewhere, wanting({ notRequestPrincipals: ['*'] })), { claims })).toBe('UNKNOWN');
  });
  test('where it cannot be read whose tokens count, policies about users decide nothing', () => {
    const broken = requestAuthentication('pay/r', { jwtRules: 'all' });
    expect(verdict(world(broken, wanting({ requestPrincipals: ['*'] })), { claims })).toBe('UNKNOWN');
  });
  test('a rule for another workload is not asked', () => {
    expect(verdict(world(requestAuthentication('pay/r', { selector: { matchLabels: { app: 'db' } }, jwtRules: [issuer] })), { claims: { iss: 'other' } })).toBe('ALLOW');
  });
  test.each<[string, string]>([
    ['https://issuer/me', 'ALLOW'], ['https://issuer/*', 'ALLOW'], ['*/me', 'ALLOW'], ['*issuer/me', 'ALLOW'], ['https://issuer/m*', 'ALLOW'],
    ['https://issuer/you', 'DENY'], ['https://other/*', 'DENY'], ['*e', 'ALLOW'], ['https:*', 'ALLOW'],
  ])('request principal %s', (principal, expected) => {
    expect(verdict(tokens(issuer, wanting({ requestPrincipals: [principal] })), { claims })).toBe(expected);
  });
  test.each<[string, string[], string]>([
    ['request.auth.audiences', ['us'], 'ALLOW'],
    ['request.auth.claims[groups]', ['b'], 'ALLOW'],
    ['request.auth.claims[groups]', ['c'], 'DENY'],
    ['request.auth.claims[nested][deep]', ['x'], 'ALLOW'],
    ['request.auth.claims[scope]', ['write'], 'ALLOW'],
    ['request.auth.claims[missing]', ['*'], 'DENY'],
    ['request.auth.presenter', ['*'], 'DENY'],
    ['request.auth.principal', ['https://issuer/me'], 'ALLOW'],
  ])('condition %s of %s', (key, values, expected) => {
    expect(verdict(tokens(issuer, authorization('pay/p', { rules: [{ when: [{ key, values }] }] })), { claims })).toBe(expected);
  });
});

test('the layer that denies is named with its object, its rule and what the caller sees', () => {
  const decision = ask(denying(to({ paths: ['/a'] }), to({ paths: ['/b'] })), { path: '/b' });
  expect(decision).toMatchObject({ verdict: 'DENY', layer: 'authorizationPolicy', rule: 'rules[1]', sees: '403', object: { kind: 'AuthorizationPolicy', name: 'p' } });
  expect(layer(decision, 'mutualTls')).toBe('ALLOW');
});

test('an EnvoyFilter or plugin in the callee\'s way makes it unknown', () => {
  const filter = (context: string): Json => networking('EnvoyFilter', 'pay/f', { configPatches: [{ applyTo: 'HTTP_FILTER', match: { context }, patch: {} }] });
  expect(verdict(world(filter('SIDECAR_INBOUND')))).toBe('UNKNOWN');
  expect(verdict(world(filter('GATEWAY')))).toBe('ALLOW');
  expect(verdict(world(filter('SIDECAR_OUTBOUND')))).toBe('ALLOW');
  expect(verdict(world({ apiVersion: 'extensions.istio.io/v1alpha1', kind: 'WasmPlugin', metadata: { name: 'w', namespace: 'pay' }, spec: {} }))).toBe('UNKNOWN');
});

describe('a policy with parts that nobody knows is unknown, not wider', () => {
  const source = (fields: Json): Json => ({ rules: [{ from: [{ source: fields }] }] });
  test.each<[string, Json]>([
    ['a misspelt field beside others', source({ namespaces: ['shop'], notPrincipal: ['cluster.local/ns/shop/sa/web'] })],
    ['a misspelt field alone', source({ principal: ['*'] })],
    ['a source that asks for nothing', source({})],
    ['a source with an empty list', source({ principals: [] })],
    ['an operation that asks for nothing', { rules: [{ to: [{ operation: { methods: [] } }] }] }],
    ['a source without its key', { rules: [{ from: [{ principals: ['*'] }] }] }],
    ['a condition of a rule under another name', { rules: [{ if: [{ key: 'source.namespace', values: ['pay'] }] }] }],
    ['a selector by expressions', { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['api'] }] }, rules: [{}] }],
  ])('%s', (_, spec) => expect(verdict(world(authorization('pay/p', spec)))).toBe('UNKNOWN'));
  test('a rule without parts still admits everything, and null is the same as nothing', () => {
    expect(verdict(world(authorization('pay/p', { rules: [{}] })))).toBe('ALLOW');
    expect(verdict(world(authorization('pay/p', { rules: [{ from: null }], provider: null })))).toBe('ALLOW');
  });
});
