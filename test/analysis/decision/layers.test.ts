import type { Arrival } from '../../../src/analysis/decision/arrival';
import { findWorkload } from '../../../src/analysis/decision/find-workload';
import { decideAuthorization } from '../../../src/analysis/decision/layers/authorization';
import { extensionIn } from '../../../src/analysis/decision/layers/extensions';
import { decideHandshake, withoutProxy } from '../../../src/analysis/decision/layers/mutual-tls';
import { decideConnection, podPeer } from '../../../src/analysis/decision/layers/network-policies';
import { decideToken } from '../../../src/analysis/decision/layers/request-authentication';
import type { Transport } from '../../../src/analysis/decision/transport';
import { isUnknown, Unknown } from '../../../src/analysis/decision/tri';
import type { MeshModel, Workload } from '../../../src/analysis/model';
import { buildModel } from '../../../src/analysis/model';
import type { Json } from '../world';
import { ask, authorization, namespace, networking, peerAuthentication, requestAuthentication, verdict, workload, world } from '../world';

interface Scene {
  readonly model: MeshModel;
  readonly callee: Workload;
}
function scene(more: readonly Json[], name = 'pay/api'): Scene {
  const named = ({ kind, metadata }: Json): string => `${kind} ${metadata.namespace}/${metadata.name}`;
  const names = more.map(named);
  const model = buildModel([...world().filter(one => !names.includes(named(one))), ...more].map(object => ({ object })));
  const [ns, workloadName] = name.split('/');
  const callee = findWorkload(model, ns, workloadName);
  if (isUnknown(callee)) { throw new Error(callee.cause); }
  return { model, callee };
}

const web = 'spiffe://cluster.local/ns/shop/sa/web';
const own = 'spiffe://cluster.local/ns/pay/sa/api';
const object = { kind: 'DestinationRule', namespace: 'pay', name: 'd' } as any;

describe('the handshake', () => {
  const transports: { readonly [name: string]: Transport } = {
    plaintext: { kind: 'plaintext', reason: 'r', serverName: '' },
    mutual: { kind: 'mutual', reason: 'r', serverName: '' },
    foreign: { kind: 'foreign', reason: 'r', serverName: '' },
  };
  const mode = (value: string): Json[] => [peerAuthentication('pay/p', { mtls: { mode: value } })];
  const shake = (more: readonly Json[], transport: Transport, identity: string | undefined = web, port = 8080): any => {
    const { model, callee } = scene(more);
    return decideHandshake(model, callee, port, transport, identity, '503');
  };

  test.each<[string, string, string]>([
    ['STRICT', 'plaintext', 'DENY'], ['STRICT', 'mutual', 'ALLOW'], ['STRICT', 'foreign', 'DENY'], ['PERMISSIVE', 'plaintext', 'ALLOW'], ['PERMISSIVE', 'mutual', 'ALLOW'], ['PERMISSIVE', 'foreign', 'DENY'],
    ['DISABLE', 'plaintext', 'ALLOW'], ['DISABLE', 'mutual', 'DENY'], ['DISABLE', 'foreign', 'DENY'],
  ])('%s and %s on a port for HTTP: %s', (name, kind, expected) => {
    const { verdict: said, identity } = shake(mode(name), transports[kind]);
    expect(said).toMatchObject({ verdict: expected, layer: 'mutualTls', boundary: true, object: { name: 'p' }, rule: 'mtls', ...expected === 'DENY' ? { sees: '503' } : {} });
    expect(identity).toBe(kind === 'mutual' && expected === 'ALLOW' ? web : undefined);
  });

  test('foreign TLS on a port for bytes is the application\'s to read, but for STRICT', () => {
    expect(shake([], transports.foreign, web, 3306).verdict.verdict).toBe('UNKNOWN');
    expect(shake(mode('STRICT'), transports.foreign, web, 3306).verdict.verdict).toBe('DENY');
  });
  test('what the caller\'s side says is to blame first', () => {
    for (const [name, kind] of [['STRICT', 'foreign'], ['DISABLE', 'mutual']] as const) {
      expect(shake(mode(name), { ...transports[kind], object, rule: 'tls' }).verdict).toMatchObject({ verdict: 'DENY', object: { name: 'd' }, rule: 'tls' });
    }
    expect(shake([], { ...transports.foreign, object, rule: 'tls' }, web, 3306).verdict).toMatchObject({ object: { name: 'd' }, rule: 'tls' });
  });
  test('insists on the callee\'s identity where it is told to', () => {
    expect(shake([], { ...transports.mutual, expected: ['spiffe://x', own] }).verdict.verdict).toBe('ALLOW');
    expect(shake([], { ...transports.mutual, expected: ['spiffe://x'], object, rule: 'tls' }).verdict).toMatchObject({ verdict: 'DENY', object: { name: 'd' }, rule: 'tls', sees: '503' });
  });
  test('of somebody unknown is unknown, and of a foreign trust domain refused', () => {
    const { model, callee } = scene([]);
    expect(decideHandshake(model, callee, 8080, transports.mutual, undefined, '503').verdict.verdict).toBe('UNKNOWN');
    expect(shake([], transports.mutual, 'spiffe://evil.org/ns/shop/sa/web').verdict).toMatchObject({ verdict: 'DENY', sees: '503' });
  });
  test('without policy is PERMISSIVE, and names none', () => {
    expect(shake([], transports.plaintext).verdict).not.toHaveProperty('object');
    expect(shake([], transports.plaintext).verdict.reason).toContain('no PeerAuthentication');
    expect(shake(mode('STRICT'), transports.plaintext).verdict.reason).toContain('pay/p (STRICT)');
  });
  test('is not known where a policy cannot be read', () => {
    expect(shake([peerAuthentication('pay/p', { mtls: 'x' })], transports.mutual).verdict).toMatchObject({ verdict: 'UNKNOWN', object: { name: 'p' } });
  });
  test('of the application\'s own TLS is not modelled', () => {
    const ingress = { ingress: [{ port: { number: 8080, protocol: 'HTTPS', name: 'https' }, defaultEndpoint: '127.0.0.1:8080', tls: { mode: 'SIMPLE' } }] };
    expect(shake([networking('Sidecar', 'pay/s', ingress)], transports.plaintext).verdict).toMatchObject({ verdict: 'UNKNOWN', object: { name: 's' } });
  });
  test('without proxy is none: plaintext gets in, mutual TLS does not, and other TLS nobody knows', () => {
    expect(withoutProxy(transports.plaintext, 'w', '503')).toMatchObject({ verdict: 'ALLOW', boundary: false });
    expect(withoutProxy({ ...transports.mutual, object, rule: 'tls' }, 'w', '503')).toMatchObject({ verdict: 'DENY', boundary: false, sees: '503', object, rule: 'tls' });
    expect(withoutProxy({ ...transports.foreign, object, rule: 'tls' }, 'w', '503')).toMatchObject({ verdict: 'UNKNOWN', object, rule: 'tls' });
  });
});

describe('AuthorizationPolicies', () => {
  const arrival: Arrival = {
    http: true,
    port: 8080,
    identity: web,
    peerAddress: '10.0.0.1',
    remoteAddress: '10.0.0.1',
    destinationAddress: new Unknown('?'),
    serverName: '',
    method: 'GET',
    path: '/a',
    authority: 'api',
    headers: new Map(),
  };
  const said = (policies: readonly Json[], at: Partial<Arrival> = {}): any => {
    const { model, callee } = scene(policies);
    return decideAuthorization(model, callee, { ...arrival, ...at });
  };
  const broken = { rules: [{ from: [{ source: { principals: 'x' } }] }] };
  const paths = (...list: readonly string[]): Json => ({ rules: [{ to: [{ operation: { paths: list } }] }] });
  const blocks = { rules: [{ from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }] }] };
  const nowhere = { peerAddress: new Unknown('?') };

  test('the policy and the rule that decide are told', () => {
    expect(said([authorization('pay/a', paths('/x')), authorization('pay/b', { rules: [...paths('/x').rules, ...paths('/a').rules] })])).toMatchObject({ verdict: 'ALLOW', object: { name: 'b' }, rule: 'rules[1]' });
    expect(said([authorization('pay/a', { action: 'DENY', ...paths('/a') })])).toMatchObject({ verdict: 'DENY', object: { name: 'a' }, rule: 'rules[0]', sees: '403' });
    expect(said([authorization('pay/a', { action: 'DENY', rules: [{}] })], { http: false })).toMatchObject({ verdict: 'DENY', sees: 'reset' });
    expect(said([authorization('pay/a', { action: 'CUSTOM', provider: { name: 'o' }, ...paths('/a') })])).toMatchObject({ verdict: 'UNKNOWN', object: { name: 'a' }, rule: 'rules[0]' });
  });
  test('where none allows it, one with rules is named before one that only denies, and how many more there are', () => {
    const decision = said([authorization('pay/a', {}), authorization('pay/b', paths('/x')), authorization('pay/c', {})]);
    expect(decision).toMatchObject({ verdict: 'DENY', object: { name: 'b' } });
    expect(decision.reason).toContain('pay/b nor of 2 more');
    expect(said([authorization('pay/a', {})]).reason).not.toContain('more');
    expect(said([authorization('pay/a', {})]).reason).toContain(web);
  });
  test('rules that are lost on a connection are told', () => {
    expect(said([authorization('pay/a', paths('/a')), authorization('pay/b', {})], { http: false }).reason).toContain('lost');
    expect(said([authorization('pay/a', { rules: [...paths('/a').rules, { from: [{ source: { namespaces: ['x'] } }] }] })], { http: false }).reason).toContain('lost');
    expect(said([authorization('pay/a', paths('/x'))]).reason).not.toContain('lost');
    expect(said([authorization('pay/a', { rules: [{ from: [{ source: { namespaces: ['x'] } }] }] })], { http: false }).reason).not.toContain('lost');
  });
  test('one that may match leaves it unknown, and the first that may is told', () => {
    expect(said([authorization('pay/a', { action: 'DENY', ...blocks }), authorization('pay/b', { action: 'DENY', ...blocks })], nowhere)).toMatchObject({ verdict: 'UNKNOWN', object: { name: 'a' }, rule: 'rules[0]' });
    expect(said([authorization('pay/a', paths('/x')), authorization('pay/b', blocks), authorization('pay/c', blocks)], nowhere)).toMatchObject({ verdict: 'UNKNOWN', object: { name: 'b' }, rule: 'rules[0]' });
    expect(said([authorization('pay/a', { action: 'DENY', ...blocks }), authorization('pay/b', {})], nowhere).verdict).toBe('DENY');
  });
  test('one that cannot be read leaves it unknown, whatever its action', () => {
    for (const action of ['ALLOW', 'DENY', 'CUSTOM']) {
      expect(said([authorization('pay/a', { action, provider: { name: 'o' }, ...broken })])).toMatchObject({ verdict: 'UNKNOWN', object: { name: 'a' } });
      expect(said([authorization('pay/a', { action, provider: { name: 'o' }, ...broken }), authorization('pay/b', { rules: [{}] })]).verdict).toBe('UNKNOWN');
    }
    expect(said([authorization('pay/a', { action: 'AUDIT', ...broken })]).verdict).toBe('ALLOW');
    expect(said([authorization('pay/a', { action: 'DENY', ...broken }), authorization('pay/b', { action: 'DENY', rules: [{}] })]).verdict).toBe('DENY');
    expect(said([authorization('pay/a', { action: 'DENY', ...broken }), authorization('pay/b', {})]).verdict).toBe('DENY');
    expect(said([authorization('pay/a', { action: 'DENY', ...broken }), authorization('pay/b', { action: 'DENY', ...blocks })], nowhere)).toMatchObject({ verdict: 'UNKNOWN', object: { name: 'a' } });
  });
  test('on a connection a rule that asks for HTTP is lost from ALLOW, and asks less of DENY', () => {
    const conditions = { rules: [{ when: [{ key: 'request.headers[x]', values: ['y'] }, { key: 'source.namespace', values: ['shop'] }] }] };
    const principals = { rules: [{ from: [{ source: { namespaces: ['shop'], requestPrincipals: ['*'] } }] }] };
    for (const spec of [paths('/a'), conditions, principals]) {
      expect(said([authorization('pay/a', spec)], { http: false }).verdict).toBe('DENY');
      expect(said([authorization('pay/a', { action: 'DENY', ...spec })], { http: false }).verdict).toBe('DENY');
      expect(said([authorization('pay/a', { action: 'DENY', ...spec })], { http: false, identity: undefined }).verdict).toBe(spec.rules[0].to === undefined ? 'ALLOW' : 'DENY');
    }
    expect(said([authorization('pay/a', { action: 'DENY', ...conditions })]).verdict).toBe('ALLOW');
  });
});

describe('tokens', () => {
  const token = (policies: readonly Json[], claims: unknown, headers: Json = {}, http = true): any => {
    const { model, callee } = scene(policies);
    const request = { from: { kind: 'outside' as const }, to: { namespace: 'pay', workload: 'api' }, port: 8080, headers: new Map(Object.entries(headers)), ...claims === undefined ? {} : { claims } };
    return decideToken(model, callee, request, http);
  };
  const rules = (...jwtRules: readonly Json[]): Json[] => [requestAuthentication('pay/r', { jwtRules })];
  const alice = { iss: 'id', sub: 'alice' };
  const elsewhere = { issuer: 'id', fromHeaders: [{ name: 'X-Token' }] };

  test.each<[string, readonly Json[], unknown, string, string | undefined]>([
    ['no policy', [], alice, 'ALLOW', undefined], ['a policy without rules', rules(), alice, 'ALLOW', undefined], ['no token', rules({ issuer: 'id' }), undefined, 'ALLOW', undefined],
    ['its issuer', rules({ issuer: 'x' }, { issuer: 'id' }), alice, 'ALLOW', 'jwtRules[1]'], ['no rule for its issuer', rules({ issuer: 'x' }), alice, 'DENY', 'jwtRules[0]'],
    ['no issuer', rules({ issuer: 'id' }), { sub: 'alice' }, 'DENY', 'jwtRules[0]'], ['its audience', rules({ issuer: 'id', audiences: ['a', 'b'] }), { ...alice, aud: 'b' }, 'ALLOW', 'jwtRules[0]'],
    ['one of its audiences', rules({ issuer: 'id', audiences: ['a'] }), { ...alice, aud: [5, 'x', 'a'] }, 'ALLOW', 'jwtRules[0]'], ['no audience', rules({ issuer: 'id', audiences: ['a'] }), alice, 'DENY', 'jwtRules[0]'],
    ['another audience, where a second rule takes any', rules({ issuer: 'id', audiences: ['a'] }, { issuer: 'id' }), { ...alice, aud: 'z' }, 'ALLOW', 'jwtRules[1]'],
    ['an audience with scheme and slash', rules({ issuer: 'id', audiences: ['https://a/'] }), { ...alice, aud: 'a' }, 'ALLOW', 'jwtRules[0]'], ['an audience with http', rules({ issuer: 'id', audiences: ['a'] }), { ...alice, aud: 'http://a' }, 'ALLOW', 'jwtRules[0]'],
    ['an audience with a slash within', rules({ issuer: 'id', audiences: ['a/b'] }), { ...alice, aud: 'ab' }, 'DENY', 'jwtRules[0]'], ['an audience with a scheme within', rules({ issuer: 'id', audiences: ['xhttps://a'] }), { ...alice, aud: 'xa' }, 'DENY', 'jwtRules[0]'],
    ['any issuer whose key is known', rules({}), alice, 'UNKNOWN', 'jwtRules[0]'], ['claims that are no object', rules({ issuer: 'id' }), 'x', 'UNKNOWN', undefined],
    ['a place of its own', rules(elsewhere), alice, 'UNKNOWN', 'jwtRules[0]'], ['only places of their own, for others', rules({ ...elsewhere, issuer: 'x' }), alice, 'UNKNOWN', undefined],
    ['a place of its own, and the usual one for others', rules({ issuer: 'x' }, elsewhere), alice, 'UNKNOWN', 'jwtRules[1]'],
  ])('%s', (_, policies, claims, expected, path) => {
    const { verdict: said } = token(policies, claims);
    expect(said.verdict).toBe(expected);
    expect(said.rule?.replace('spec.', '')).toBe(path);
    if (expected === 'DENY') { expect(said.sees).toBe(said.reason.includes('audience') ? '403' : '401'); }
  });

  test('are claims for policies afterwards', () => {
    expect(token(rules({ issuer: 'id' }), { ...alice, scope: 'a b' }).claims).toEqual({ ...alice, scope: ['a', 'b'] });
    expect(token(rules({ issuer: 'id', spaceDelimitedClaims: ['groups'] }), { ...alice, groups: 'a b' }).claims.groups).toEqual(['a', 'b']);
    expect(token(rules({ spaceDelimitedClaims: ['groups'] }), { ...alice, groups: 'a b' }).claims.groups).toEqual(['a', 'b']);
    expect(token([], alice)).not.toHaveProperty('claims');
    expect(token(rules({ issuer: 'x' }), alice)).not.toHaveProperty('claims');
    expect(token(rules({ issuer: 'id' }), alice, {}, false)).not.toHaveProperty('claims');
    expect(token(rules({ issuer: 'id' }), alice).mayBeMissing).toBeUndefined();
  });
  test('in places of their own may be missing, unless the request has the header', () => {
    expect(token(rules({ ...elsewhere, spaceDelimitedClaims: ['groups'] }), { ...alice, groups: 'a b' })).toMatchObject({ mayBeMissing: true, claims: { groups: ['a', 'b'] } });
    expect(token(rules(elsewhere), alice, { 'x-token': 't' })).toMatchObject({ verdict: { verdict: 'ALLOW' } });
  });
  test('that are not told leave it unknown, where a rule looks at the usual place', () => {
    const asked = token(rules(elsewhere, { issuer: 'id' }), undefined, { authorization: 'Bearer x' });
    expect([asked.verdict.verdict, isUnknown(asked.claims)]).toEqual(['UNKNOWN', true]);
    expect(token(rules(elsewhere), undefined, { authorization: 'Bearer x' }).verdict.verdict).toBe('ALLOW');
  });
  test('under a policy that cannot be read are unknown, on HTTP', () => {
    const policies = [requestAuthentication('pay/r', { jwtRules: 'x' })];
    const asked = token(policies, undefined);
    expect([asked.verdict.verdict, asked.verdict.object.name, isUnknown(asked.claims)]).toEqual(['UNKNOWN', 'r', true]);
    expect(token(policies, undefined, {}, false).verdict.verdict).toBe('ALLOW');
  });
});

describe('an EnvoyFilter', () => {
  const filter = (at: string, context: string | undefined, more: Json = {}): Json => networking('EnvoyFilter', at, { configPatches: [{ applyTo: 'HTTP_FILTER', ...context === undefined ? {} : { match: { context } }, patch: {} }], ...more });
  const found = (more: readonly Json[], context: 'SIDECAR_INBOUND' | 'SIDECAR_OUTBOUND' | 'GATEWAY' = 'SIDECAR_INBOUND', at = { namespace: 'pay', labels: new Map([['app', 'api']]) }): string | undefined =>
    extensionIn(scene(more).model, at, context)?.name;

  test.each<[string, readonly Json[], string | undefined]>([
    ['none', [], undefined], ['of the namespace', [filter('pay/f', 'SIDECAR_INBOUND')], 'f'], ['of any direction', [filter('pay/f', 'ANY')], 'f'], ['without direction', [filter('pay/f', undefined)], 'f'],
    ['of the other direction', [filter('pay/f', 'SIDECAR_OUTBOUND')], undefined], ['of another namespace', [filter('shop/f', 'ANY')], undefined], ['of the root namespace', [filter('istio-system/f', 'ANY')], 'f'],
    ['for the workload', [filter('pay/f', 'ANY', { workloadSelector: { labels: { app: 'api' } } })], 'f'], ['for another workload', [filter('pay/f', 'ANY', { workloadSelector: { labels: { app: 'db' } } })], undefined],
    ['for gateways and waypoints', [filter('pay/f', 'ANY', { targetRefs: [{ kind: 'Gateway', name: 'g' }] })], undefined],
    ['that cannot be read', [networking('EnvoyFilter', 'pay/f', { configPatches: 'x' })], 'f'],
    ['of which one part is of the direction', [networking('EnvoyFilter', 'pay/f', { configPatches: [{ match: { context: 'GATEWAY' } }, { match: { context: 'SIDECAR_INBOUND' } }] })], 'f'],
  ])('%s', (_, more, expected) => expect(found(more)).toBe(expected));

  test('of the root namespace is there once', () => {
    expect(found([filter('istio-system/f', 'ANY')], 'GATEWAY', { namespace: 'istio-system', labels: new Map([['app', 'x']]) })).toBe('f');
  });
  test('at the callee leaves unknown what it admits, and what it does not the layers before deny', () => {
    const inbound = filter('pay/f', 'SIDECAR_INBOUND');
    const decision = ask(world(inbound));
    expect(decision).toMatchObject({ verdict: 'UNKNOWN', layer: 'authorizationPolicy', object: { name: 'f' } });
    expect(decision.layers.map(({ layer }) => layer)).toContain('mutualTls');
    expect(verdict(world(inbound, peerAuthentication('pay/p', { mtls: { mode: 'STRICT' } })), { from: 'outside' })).toBe('UNKNOWN');
    expect(ask(world(inbound, peerAuthentication('pay/p', { mtls: { mode: 'STRICT' } })), { from: 'outside' }).layers.map(({ layer }) => layer)).not.toContain('mutualTls');
    expect(verdict(world(inbound, authorization('pay/p', {})))).toBe('UNKNOWN');
  });
});

describe('NetworkPolicies', () => {
  const policy = (at: string, spec: Json): Json => ({ ...networking('NetworkPolicy', at, { podSelector: {}, ...spec }), apiVersion: 'networking.k8s.io/v1' });
  const connect = (more: readonly Json[], address?: string): any => {
    const { model, callee } = scene(more);
    const { callee: caller } = scene(more, 'shop/web');
    return decideConnection(model, podPeer(model, caller, address), callee, 8080);
  };

  test('the side that stops it is named, with its policy', () => {
    expect(connect([policy('shop/out', { policyTypes: ['Egress'] })])).toMatchObject({ verdict: 'DENY', object: { name: 'out' }, sees: 'timeout' });
    expect(connect([policy('shop/out', { policyTypes: ['Egress'], egress: [{}] }), policy('pay/in', {})])).toMatchObject({ verdict: 'DENY', object: { name: 'in' } });
  });
  test('of those that admit it the callee\'s rule is named first', () => {
    expect(connect([policy('pay/in', { ingress: [{ ports: [{ port: 1 }] }, {}] }), policy('shop/out', { policyTypes: ['Egress'], egress: [{}] })])).toMatchObject({ verdict: 'ALLOW', object: { name: 'in' }, rule: 'ingress[1]' });
    expect(connect([policy('shop/out', { policyTypes: ['Egress'], egress: [{}] })])).toMatchObject({ verdict: 'ALLOW', object: { name: 'out' }, rule: 'egress[0]' });
    expect(connect([policy('shop/in', {})])).not.toHaveProperty('object');
  });
  test('what is not known is told with its causes', () => {
    const block = connect([policy('pay/in', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] })]);
    expect(block).toMatchObject({ verdict: 'UNKNOWN', object: { name: 'in' } });
    expect(block.reason).toContain('; ');
  });
  test('an address counts where it is known', () => {
    const blocks = [policy('pay/in', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] })];
    expect([connect(blocks, '10.1.1.1').verdict, connect(blocks, '11.1.1.1').verdict, connect(blocks).verdict]).toEqual(['ALLOW', 'DENY', 'UNKNOWN']);
  });
  test('a workload is any of its pods, a Pod is one', () => {
    const { model, callee } = scene([namespace('lab', { team: 'a' }), workload('lab/x', { ports: [{ name: 'http', containerPort: 80 }, { containerPort: 81 }] }), {
      apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'lab', name: 'one', labels: { app: 'one' } }, spec: { containers: [] }, status: { podIP: '10.1.1.1' },
    }], 'lab/x');
    expect(podPeer(model, callee)).toMatchObject({ kind: 'pod', namespace: 'lab', name: 'x', labels: { app: 'x' }, replicated: true, ports: [{ name: 'http', port: 80 }], namespaceLabels: { team: 'a' } });
    expect(podPeer(model, callee)).not.toHaveProperty('addresses');
    expect(podPeer(model, callee)).toHaveProperty('ports.length', 1);
    expect(podPeer(model, callee, '10.2.2.2')).toHaveProperty('addresses', ['10.2.2.2']);
    expect(podPeer(model, callee)).not.toHaveProperty('addresses');
    const one = findWorkload(model, 'lab', 'one');
    if (isUnknown(one)) { throw new Error(one.cause); }
    expect(podPeer(model, one)).toMatchObject({ replicated: false, addresses: ['10.1.1.1'] });
    expect(podPeer(model, one)).toBe(podPeer(model, one));
  });
});
