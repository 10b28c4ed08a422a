import { ask, authorization, namespace, networking, peerAuthentication, service, TCP, verdict, workload, world } from './world';
import type { Json, Question } from './world';

const mode = (at: string, value: string | undefined, rest: Json = {}): Json =>
  peerAuthentication(at, { mtls: value === undefined ? {} : { mode: value }, ...rest });
const rule = (at: string, tls: Json | undefined, rest: Json = {}): Json =>
  networking('DestinationRule', at, { host: 'api.pay.svc.cluster.local', ...tls === undefined ? {} : { trafficPolicy: { tls } }, ...rest });
const app = (name: string): Json => ({ selector: { matchLabels: { app: name } } });
/** Whether the callee learns who calls. */
const identified = authorization('pay/known', { rules: [{ from: [{ source: { principals: ['*'] } }] }] });

describe('what the callee demands', () => {
  const plaintext: Question = { from: 'legacy/batch' };
  test.each<[string, Json[], string]>([
    ['nothing said is PERMISSIVE', [], 'ALLOW'],
    ['the mesh\'s STRICT', [mode('istio-system/default', 'STRICT')], 'DENY'],
    ['the namespace wins over the mesh', [mode('istio-system/default', 'STRICT'), mode('pay/default', 'PERMISSIVE')], 'ALLOW'],
    ['UNSET inherits', [mode('istio-system/default', 'STRICT'), mode('pay/default', 'UNSET')], 'DENY'],
    ['mtls: {} is UNSET', [mode('istio-system/default', 'STRICT'), mode('pay/default', undefined)], 'DENY'],
    ['the workload wins over the namespace', [mode('pay/default', 'STRICT'), mode('pay/api', 'PERMISSIVE', app('api'))], 'ALLOW'],
    ['a workload\'s UNSET inherits', [mode('pay/default', 'STRICT'), mode('pay/api', 'UNSET', app('api'))], 'DENY'],
    ['a selector for others', [mode('pay/default', 'STRICT'), mode('pay/other', 'PERMISSIVE', app('db'))], 'DENY'],
    ['a selector in the root namespace is for nobody', [mode('istio-system/sel', 'STRICT', app('api'))], 'ALLOW'],
    ['an empty selector is none', [mode('pay/default', 'STRICT', { selector: { matchLabels: {} } })], 'DENY'],
    ['the port wins over the workload', [mode('pay/api', 'STRICT', { ...app('api'), portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } })], 'ALLOW'],
    ['a port\'s UNSET inherits', [mode('pay/api', 'STRICT', { ...app('api'), portLevelMtls: { 8080: { mode: 'UNSET' } } })], 'DENY'],
    ['ports are the container\'s, not the Service\'s', [mode('pay/api', 'STRICT', { ...app('api'), portLevelMtls: { 80: { mode: 'PERMISSIVE' } } })], 'DENY'],
    ['ports without a selector are ignored', [mode('pay/default', 'STRICT', { portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } })], 'DENY'],
    ['of two, the first by name: and its ports only', [
      mode('pay/a', 'STRICT', app('api')), mode('pay/b', 'PERMISSIVE', { ...app('api'), portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } }),
    ], 'DENY'],
    ['DISABLE takes plaintext', [mode('pay/default', 'DISABLE')], 'ALLOW'],
    ['a policy of another namespace', [mode('shop/default', 'STRICT')], 'ALLOW'],
  ])('%s', (_, manifests, expected) => expect(verdict(world(...manifests), plaintext)).toBe(expected));

  test('a port that no Service has is guarded too', () => {
    expect(verdict(world(mode('pay/default', 'STRICT')), { from: 'outside', port: 9999 })).toBe('DENY');
  });
  test('a policy that cannot be read is unknown', () => {
    expect(verdict(world(mode('pay/default', 'STRICTER')), plaintext)).toBe('UNKNOWN');
  });
  test('where it cannot be read whether callers show who they are, policies about identities decide nothing', () => {
    expect(verdict(world(mode('pay/default', 'STRICTER'), identified))).toBe('UNKNOWN');
  });
  test('plaintext shows nobody, whatever cannot be read', () => {
    expect(verdict(world(mode('pay/default', 'STRICTER'), identified), plaintext)).toBe('DENY');
  });
  test('where it cannot be read, policies still deny what they deny to everyone', () => {
    expect(verdict(world(mode('pay/default', 'STRICTER'), authorization('pay/nobody', {})))).toBe('DENY');
  });
});

describe('what the caller sends, against what the callee demands', () => {
  const client: readonly (readonly [string, Json[], Question])[] = [
    ['no proxy', [], { from: 'legacy/batch' }],
    ['automatic', [], {}],
    ['DISABLE', [rule('pay/api', { mode: 'DISABLE' })], {}],
    ['ISTIO_MUTUAL', [rule('pay/api', { mode: 'ISTIO_MUTUAL' })], {}],
    ['SIMPLE', [rule('pay/api', { mode: 'SIMPLE' })], {}],
  ];
  const expected: { readonly [client: string]: readonly string[] } = {
    //               DISABLE  PERMISSIVE STRICT
    'no proxy': ['plain', 'plain', 'DENY'],
    'automatic': ['plain', 'mutual', 'mutual'],
    'DISABLE': ['plain', 'plain', 'DENY'],
    'ISTIO_MUTUAL': ['DENY', 'mutual', 'mutual'],
    'SIMPLE': ['DENY', 'DENY', 'DENY'],
  };
  const cases = client.flatMap(([name, manifests, question]) => ['DISABLE', 'PERMISSIVE', 'STRICT'].map((server, i) =>
    [name, server, expected[name][i], manifests, question] as const));
  test.each(cases)('%s to %s: %s', (_, server, outcome, manifests, question) => {
    const all = world(...manifests, mode('pay/api', server, app('api')));
    const got = verdict(all, question) === 'DENY' ? 'DENY' : verdict([...all, identified], question) === 'ALLOW' ? 'mutual' : 'plain';
    expect(got).toBe(outcome);
  });

  test('to a workload without proxy, automatic is plaintext and ISTIO_MUTUAL fails', () => {
    expect(verdict(world(), { to: 'legacy/batch' })).toBe('ALLOW');
    expect(verdict(world(networking('DestinationRule', 'legacy/b', { host: 'batch.legacy.svc.cluster.local', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } })), { to: 'legacy/batch' })).toBe('DENY');
  });
  test('the namespace\'s DISABLE hides the workload\'s STRICT from callers: they send plaintext and are refused', () => {
    expect(ask(world(mode('pay/default', 'DISABLE'), mode('pay/api', 'STRICT', app('api'))))).toMatchObject({ verdict: 'DENY', layer: 'mutualTls', sees: '503' });
  });
  test('TLS that is not the mesh\'s, to a TCP port, is the application\'s to judge', () => {
    expect(verdict(world(rule('pay/api', { mode: 'SIMPLE' })), TCP)).toBe('UNKNOWN');
    expect(verdict(world(rule('pay/api', { mode: 'SIMPLE' }), mode('pay/default', 'STRICT')), TCP)).toBe('DENY');
  });
  test('without automatic mutual TLS there is no identity', () => {
    expect(verdict(world(identified), {}, { meshConfig: { autoMtls: false } })).toBe('DENY');
  });
  test('a headless Service with one pod without proxy gets plaintext for all', () => {
    const headless = [service('pay/api', [{ name: 'http', port: 8080 }], { clusterIP: 'None' }), identified];
    expect(verdict(world(...headless))).toBe('ALLOW');
    expect(verdict(world(...headless, workload('pay/bare', { labels: { 'app': 'api', 'sidecar.istio.io/inject': 'false' } })))).toBe('DENY');
  });
  test('a pod that is labelled tlsMode disabled gets plaintext', () => {
    expect(verdict(world(workload('pay/api', { labels: { 'security.istio.io/tlsMode': 'disabled' } }), identified))).toBe('DENY');
  });
  test('STRICT denies who comes around the proxies', () => {
    expect(ask(world(mode('pay/default', 'STRICT')), { from: 'outside' })).toMatchObject({ verdict: 'DENY', layer: 'mutualTls', sees: 'reset' });
  });
});

describe('which DestinationRule a caller follows', () => {
  test('a rule of the caller\'s namespace for other workloads hides the Service\'s all the same', () => {
    const off = { trafficPolicy: { tls: { mode: 'DISABLE' } } };
    const api = { host: 'api.pay.svc.cluster.local' };
    const mine = (name: string): Json => networking('DestinationRule', 'shop/d', { ...api, workloadSelector: { matchLabels: { app: name } }, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } });
    const strict = peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } });
    expect(verdict(world(networking('DestinationRule', 'pay/d', { ...api, ...off }), strict))).toBe('DENY');
    expect(verdict(world(networking('DestinationRule', 'pay/d', { ...api, ...off }), mine('web'), strict))).toBe('ALLOW');
    expect(verdict(world(networking('DestinationRule', 'pay/d', { ...api, ...off }), mine('other'), strict))).toBe('ALLOW');
  });
  const off = { mode: 'DISABLE' };
  const on = { mode: 'ISTIO_MUTUAL' };
  const sends = (...manifests: Json[]): string => verdict(world(identified, ...manifests)) === 'ALLOW' ? 'mutual' : 'plain';
  test.each<[string, Json[], string]>([
    ['tls: {} is DISABLE', [rule('pay/api', {})], 'plain'],
    ['the Service\'s namespace', [rule('pay/api', off)], 'plain'],
    ['the root namespace', [rule('istio-system/api', off)], 'plain'],
    ['another namespace is not asked', [rule('legacy/api', off)], 'mutual'],
    ['the caller\'s namespace wins', [rule('shop/api', off), rule('pay/api', on)], 'plain'],
    ['any wildcard of the caller\'s namespace wins over an exact rule of the Service\'s', [rule('shop/all', off, { host: '*.cluster.local' }), rule('pay/api', on)], 'plain'],
    ['the Service\'s namespace wins over the root', [rule('istio-system/api', off), rule('pay/api', on)], 'mutual'],
    ['the more specific host of a namespace wins', [rule('pay/all', off, { host: '*.pay.svc.cluster.local' }), rule('pay/api', on)], 'mutual'],
    ['not exported', [rule('pay/api', off, { exportTo: ['.'] })], 'mutual'],
    ['an invisible specific rule hides a visible wildcard', [rule('pay/all', off, { host: '*.pay.svc.cluster.local' }), rule('pay/api', on, { exportTo: ['legacy'] })], 'mutual'],
    ['of two for a host the first by name keeps its policy', [rule('pay/a', off), rule('pay/b', on)], 'plain'],
    ['of groups that are exported differently the one that began last counts', [
      rule('pay/a', on, { exportTo: ['shop'] }), rule('pay/b', off, { exportTo: ['*'] }), rule('pay/c', on, { exportTo: ['shop'] }),
    ], 'plain'],
    ['a later one gives a policy where there was none', [rule('pay/a', undefined), rule('pay/b', off)], 'plain'],
    ['the port wins', [rule('pay/api', undefined, { trafficPolicy: { tls: off, portLevelSettings: [{ port: { number: 80 }, tls: on }] } })], 'mutual'],
    ['another port does not', [rule('pay/api', undefined, { trafficPolicy: { tls: off, portLevelSettings: [{ port: { number: 3306 }, tls: on }] } })], 'plain'],
    ['a short host is of the rule\'s own namespace', [rule('pay/api', off, { host: 'api' })], 'plain'],
    ['a short host elsewhere is another host', [rule('shop/api', off, { host: 'api' })], 'mutual'],
    ['a dotted short host is no host', [rule('pay/api', off, { host: 'api.pay' })], 'mutual'],
    ['a workload selector for the caller', [rule('shop/api', off, { workloadSelector: { matchLabels: { app: 'web' } } })], 'plain'],
    ['a workload selector for others', [rule('shop/api', off, { workloadSelector: { matchLabels: { app: 'other' } } })], 'mutual'],
    ['a rule with workload selector stays in its namespace', [rule('pay/api', off, { workloadSelector: { matchLabels: { app: 'web' } } })], 'mutual'],
    ['SIMPLE with a credential that a sidecar cannot read is plaintext', [rule('pay/api', { mode: 'SIMPLE', credentialName: 'c' })], 'plain'],
  ])('%s: %s', (_, manifests, expected) => expect(sends(...manifests)).toBe(expected));

  test('a tunnel is not modelled', () => {
    expect(verdict(world(rule('pay/api', undefined, { trafficPolicy: { tunnel: { targetHost: 'x', targetPort: 1 } } })))).toBe('UNKNOWN');
  });
});

describe('a principal without a pod', () => {
  const principal = 'principal:cluster.local/ns/shop/sa/web';
  test('is known where the callee can end mutual TLS', () => expect(verdict(world(identified), { from: principal })).toBe('ALLOW'));
  test('may be written with its scheme', () => expect(verdict(world(identified), { from: 'principal:spiffe://cluster.local/ns/shop/sa/web' })).toBe('ALLOW'));
  test('is not known where it cannot', () => expect(verdict(world(identified, mode('pay/default', 'DISABLE')), { from: principal })).toBe('DENY'));
  test('is asked for the callee\'s layers only', () => {
    expect(ask(world(), { from: principal }).layers.map(entry => entry.layer)).toEqual(['interception', 'mutualTls', 'requestAuthentication', 'authorizationPolicy']);
  });
});

test('a pod without service account is "default"', () => {
  const bare = { ...workload('shop/bare'), spec: { template: { metadata: { labels: { app: 'bare' } }, spec: { containers: [] } } } };
  const policy = authorization('pay/p', { rules: [{ from: [{ source: { serviceAccounts: ['shop/default'] } }] }] });
  expect(verdict(world(bare, policy), { from: 'shop/bare' })).toBe('ALLOW');
});

test('identity depends on the caller\'s namespace being injected', () => {
  const other = [namespace('lab', { 'istio-injection': 'disabled' }), workload('lab/x'), identified];
  expect(verdict(world(...other), { from: 'lab/x' })).toBe('DENY');
});

test('mutual TLS to a name that the callee does not have fails', () => {
  const names = (...subjectAltNames: string[]): Json => rule('pay/api', { mode: 'ISTIO_MUTUAL', subjectAltNames });
  expect(ask(world(names('spiffe://cluster.local/ns/pay/sa/other')))).toMatchObject({ verdict: 'DENY', layer: 'mutualTls', sees: '503', object: { kind: 'DestinationRule' } });
  expect(verdict(world(names('spiffe://cluster.local/ns/pay/sa/other', 'spiffe://cluster.local/ns/pay/sa/api')))).toBe('ALLOW');
});

test.each([
  ['a misspelt level', { mTLS: { mode: 'STRICT' } }],
  ['a misspelt mode', { mtls: { mod: 'STRICT' } }],
])('a PeerAuthentication with %s is unknown', (_, spec) => {
  expect(verdict(world(peerAuthentication('pay/default', spec)))).toBe('UNKNOWN');
});
