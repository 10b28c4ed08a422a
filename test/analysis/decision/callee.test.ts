import { ask, authorization, layer, namespace, networking, peerAuthentication, requestAuthentication, TCP, verdict, workload, world } from '../world';
import type { Json, Question } from '../world';

const inject = (name: string, annotations: Json): Json => workload(name, { annotations });
function replaced(...more: readonly Json[]): Json[] {
  const named = ({ kind, metadata }: Json): string => `${kind} ${metadata.namespace}/${metadata.name}`;
  const names = more.map(named);
  return [...world().filter(one => !names.includes(named(one))), ...more];
}
const when = (key: string, ...values: readonly string[]): Json => authorization('pay/p', { rules: [{ when: [{ key, values }] }] });
const layersOf = (manifests: readonly Json[], question: Question = {}): readonly string[] => ask(manifests, question).layers.map(one => `${one.layer} ${one.verdict}`);

describe('a callee', () => {
  test('without sidecar enforces nothing of the mesh', () => {
    const bare = replaced(workload('pay/api', { labels: { 'sidecar.istio.io/inject': 'false' } }), authorization('pay/p', {}));
    expect(layersOf(bare)).toContain('mutualTls ALLOW');
    expect(layersOf(bare).some(one => one.startsWith('authorizationPolicy'))).toBe(false);
    expect(ask(bare).layers.find(one => one.layer === 'mutualTls')?.boundary).toBe(false);
  });
  test('in ambient mode is not modelled', () => {
    const ambient = replaced(workload('legacy/batch', { labels: { 'istio.io/dataplane-mode': 'ambient' } }));
    expect(layersOf(ambient, { to: 'legacy/batch' })).toEqual(expect.arrayContaining(['interception ALLOW', 'authorizationPolicy UNKNOWN']));
  });
  test('whose port goes around its sidecar says by what', () => {
    const decision = ask(replaced(inject('pay/api', { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' }), authorization('pay/p', {})), { from: 'outside' });
    expect(decision.verdict).toBe('ALLOW');
    expect(decision.layers[0]).toMatchObject({ layer: 'interception', object: { name: 'api' }, rule: 'traffic.sidecar.istio.io/excludeInboundPorts' });
    expect(decision.layers[0].reason).toContain('(traffic.sidecar.istio.io/excludeInboundPorts)');
    expect(ask(world(), { from: 'outside', port: 15020 }).layers[0].reason).not.toContain('(');
  });
  test('of which it is not known what its sidecar gets is unknown, with the annotation', () => {
    const decision = ask(replaced(inject('pay/api', { 'traffic.sidecar.istio.io/excludeInboundPorts': 'x' })), { from: 'outside' });
    expect(decision).toMatchObject({ verdict: 'UNKNOWN', layer: 'interception', object: { name: 'api' } });
    expect(decision.reason).toMatch(/not a port \(traffic\.sidecar/);
  });
  test('with an EnvoyFilter says what its handshake admits, and nothing else', () => {
    const filter = networking('EnvoyFilter', 'pay/f', { configPatches: [{ match: { context: 'SIDECAR_INBOUND' } }] });
    const layers = layersOf(world(filter, authorization('pay/p', { rules: [{}] }), requestAuthentication('pay/r', { jwtRules: [{ issuer: 'i' }] })));
    expect(layers.filter(one => !/^(interception|sidecar|routing|networkPolicy)/.test(one))).toEqual(['mutualTls ALLOW', 'authorizationPolicy UNKNOWN']);
    const refused = layersOf(world(filter, peerAuthentication('pay/d', { mtls: { mode: 'STRICT' } })), { from: 'outside' });
    expect(refused.some(one => one.startsWith('mutualTls'))).toBe(false);
  });
  test('resets bytes on a port for HTTP', () => {
    const decision = ask(world(), { from: 'outside', method: null });
    expect(decision).toMatchObject({ verdict: 'DENY', layer: 'routing', sees: 'reset', object: { kind: 'Service', name: 'api' } });
    expect(layer(decision, 'mutualTls')).toBe('ALLOW');
  });
});

describe('policies are asked', () => {
  test('about the address of the callee', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'pay', name: 'one', labels: { app: 'one' } }, spec: { containers: [] }, status: { podIP: '10.1.1.1' } };
    expect(verdict(world(pod, when('destination.ip', '10.1.1.1')), { to: 'pay/one' })).toBe('ALLOW');
    expect(verdict(world(pod, when('destination.ip', '10.1.1.2')), { to: 'pay/one' })).toBe('DENY');
    expect(verdict(world(when('destination.ip', '10.1.1.1')))).toBe('UNKNOWN');
  });
  test('about the server\'s name, which plaintext does not have', () => {
    expect(verdict(world(when('connection.sni', 'outbound_.80_._.api.pay.svc.cluster.local')))).toBe('ALLOW');
    expect(verdict(world(when('connection.sni', '')), { from: 'legacy/batch' })).toBe('ALLOW');
    expect(verdict(world(when('connection.sni', '*')), { from: 'legacy/batch' })).toBe('DENY');
  });
  test('about the path /, where the request names none', () => {
    const root = authorization('pay/p', { rules: [{ to: [{ operation: { paths: ['/'] } }] }] });
    expect([verdict(world(root)), verdict(world(root), { from: 'outside' }), verdict(world(root), { path: '/a' })]).toEqual(['ALLOW', 'ALLOW', 'DENY']);
  });
  test('about the last address of X-Forwarded-For on HTTP, and the peer\'s on a connection', () => {
    const remote = authorization('pay/p', { rules: [{ from: [{ source: { remoteIpBlocks: ['1.2.3.4'] } }] }] });
    const headers = { 'x-forwarded-for': '5.6.7.8,1.2.3.4' };
    expect(verdict(world(remote), { headers, address: '10.0.0.1' })).toBe('ALLOW');
    expect(verdict(world(remote), { headers: { 'x-forwarded-for': '1.2.3.4,5.6.7.8' }, address: '10.0.0.1' })).toBe('DENY');
    expect(verdict(world(remote), { ...TCP, address: '1.2.3.4' })).toBe('ALLOW');
    expect(verdict(world(remote), { headers: { 'x-forwarded-for': 'nobody' }, address: '1.2.3.4' })).toBe('UNKNOWN');
  });
  test('with the token and without, where it may be missing', () => {
    const elsewhere = requestAuthentication('pay/r', { jwtRules: [{ issuer: 'i', fromHeaders: [{ name: 'x-token' }] }] });
    const question = { claims: { iss: 'i', sub: 's' } };
    const principals = (action: string): Json => authorization('pay/p', { action, rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] });
    expect(layer(ask(world(elsewhere, principals('ALLOW')), question), 'authorizationPolicy')).toBe('UNKNOWN');
    expect(layer(ask(world(elsewhere, principals('DENY')), question), 'authorizationPolicy')).toBe('UNKNOWN');
    expect(layer(ask(world(elsewhere, authorization('pay/p', {})), question), 'authorizationPolicy')).toBe('DENY');
    expect(layer(ask(world(elsewhere, authorization('pay/p', { rules: [{}] })), question), 'authorizationPolicy')).toBe('ALLOW');
  });
  test('with the identity and without, where it is not known whether it is proven', () => {
    const broken = peerAuthentication('pay/d', { mtls: 'x' });
    const principals = (action: string): Json => authorization('pay/p', { action, rules: [{ from: [{ source: { principals: ['*'] } }] }] });
    const said = (more: Json, question: Question = {}): string | undefined => layer(ask(world(broken, more), question), 'authorizationPolicy');
    const proving = { from: 'principal:cluster.local/ns/shop/sa/web' };
    expect([principals('ALLOW'), principals('DENY'), authorization('pay/p', {}), authorization('pay/p', { rules: [{}] })].map(one => said(one, proving)))
      .toEqual(['UNKNOWN', 'UNKNOWN', 'DENY', 'ALLOW']);
    expect(verdict(world(broken, principals('DENY')))).toBe('UNKNOWN');
    expect([said(principals('ALLOW'), { from: 'legacy/batch' }), said(principals('DENY'), { from: 'outside' })]).toEqual(['DENY', 'ALLOW']);
  });
});

test('a namespace that nobody knows leaves both cases open', () => {
  const lab = workload('lab/x');
  expect(verdict(world(lab, authorization('lab/p', {})), { to: 'lab/x' })).toBe('UNKNOWN');
  expect(verdict(world(lab), { to: 'lab/x' })).toBe('ALLOW');
  expect(verdict(world(lab, namespace('lab'), authorization('lab/p', {})), { to: 'lab/x' })).toBe('DENY');
  expect(ask(world(lab, authorization('lab/p', {})), { to: 'lab/x' }).reason).toContain('lab');
});
