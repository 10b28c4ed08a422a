import { findWorkload } from '../../../src/analysis/decision/find-workload';
import { transportTo } from '../../../src/analysis/decision/transport';
import { isUnknown } from '../../../src/analysis/decision/tri';
import type { ModelOptions } from '../../../src/analysis/model';
import { buildModel } from '../../../src/analysis/model';
import type { Json } from '../world';
import { namespace, networking, peerAuthentication, service, workload, world } from '../world';

const host = 'api.pay.svc.cluster.local';

interface Case {
  readonly options?: ModelOptions;
  readonly sidecar?: boolean;
  readonly subset?: string;
  readonly host?: string;
}

/** What a sidecar of shop/web sends to pay/api on port 80 of its Service. */
function sent(more: readonly Json[], { options = {}, sidecar = true, subset, host: called = host }: Case = {}): any {
  const replaced = more.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
  const manifests = [...world().filter(({ kind, metadata }) => !replaced.includes(`${kind} ${metadata.namespace ?? ''}/${metadata.name}`)), ...more];
  const model = buildModel(manifests.map(object => ({ object })), options);
  const found = model.services.all.find(one => one.host === called);
  const callee = findWorkload(model, 'pay', 'api');
  if (found === undefined || isUnknown(callee)) { throw new Error('no api'); }
  const cluster = { service: found, port: found.ports[0], ...subset === undefined ? {} : { subset } };
  return transportTo(model, { namespace: 'shop', labels: new Map() }, cluster, callee, sidecar);
}
const kind = (more: readonly Json[], at: Case = {}): string => {
  const transport = sent(more, at);
  return isUnknown(transport) ? 'unknown' : transport.kind;
};
const rule = (trafficPolicy: Json, more: Json = {}): Json => networking('DestinationRule', 'pay/api', { host, trafficPolicy, ...more });
const tls = (mode: string, more: Json = {}): Json => ({ tls: { mode, ...more } });
const headless = service('pay/api', undefined, { clusterIP: 'None' });
const passthrough = { loadBalancer: { simple: 'PASSTHROUGH' } };

describe('what the DestinationRule says', () => {
  test.each<[string, Json, string]>([
    ['DISABLE', tls('DISABLE'), 'plaintext'], ['ISTIO_MUTUAL', tls('ISTIO_MUTUAL'), 'mutual'], ['SIMPLE', tls('SIMPLE'), 'foreign'], ['MUTUAL', tls('MUTUAL'), 'foreign'],
    ['tls: {}', { tls: {} }, 'plaintext'], ['no TLS', {}, 'mutual'],
    ['a credential, which a sidecar cannot read', tls('SIMPLE', { credentialName: 'x' }), 'plaintext'], ['a credential of a ConfigMap', tls('SIMPLE', { credentialName: 'configmap://x' }), 'foreign'],
    ['an entry for the port', { ...tls('SIMPLE'), portLevelSettings: [{ port: { number: 80 }, ...tls('DISABLE') }] }, 'plaintext'],
    ['an entry for another port', { ...tls('SIMPLE'), portLevelSettings: [{ port: { number: 81 }, ...tls('DISABLE') }] }, 'foreign'],
    ['a tunnel', { tunnel: { targetHost: 'x', targetPort: 1 } }, 'unknown'], ['the PROXY protocol', { proxyProtocol: {} }, 'unknown'],
  ])('%s', (_, policy, expected) => expect(kind([rule(policy)])).toBe(expected));

  test('is told with the rule, and what it insists on', () => {
    const mutual = sent([rule(tls('ISTIO_MUTUAL', { subjectAltNames: ['spiffe://x'] }))]);
    expect(mutual).toMatchObject({ object: { name: 'api' }, rule: 'trafficPolicy.tls', expected: ['spiffe://x'] });
    expect(mutual.serverName).toBe(`outbound_.80_._.${host}`);
    expect(sent([rule(tls('ISTIO_MUTUAL', { sni: 'api.example.com' }))]).serverName).toBe('api.example.com');
    expect(sent([rule(tls('ISTIO_MUTUAL'))])).not.toHaveProperty('expected');
    expect(sent([rule(tls('DISABLE'))])).toMatchObject({ rule: 'trafficPolicy.tls', serverName: '' });
    expect(sent([rule({ portLevelSettings: [{ port: { number: 80 }, ...tls('SIMPLE') }] })]).rule).toBe('trafficPolicy.portLevelSettings[0].tls');
  });

  test('of a subset wins over that of the host', () => {
    const subsets = [{ name: 'v1', labels: {}, trafficPolicy: tls('DISABLE') }, { name: 'v2', labels: {} }, { name: 'v3', labels: {}, trafficPolicy: { tunnel: {} } }];
    const rules = [rule(tls('SIMPLE'), { subsets })];
    expect(sent(rules, { subset: 'v1' })).toMatchObject({ kind: 'plaintext', rule: 'subsets v1: trafficPolicy.tls' });
    expect(sent(rules, { subset: 'v2' })).toMatchObject({ kind: 'foreign', rule: 'trafficPolicy.tls' });
    expect(kind(rules, { subset: 'v3' })).toBe('unknown');
    expect(kind(rules)).toBe('foreign');
  });

  test('for some workloads may name a credential', () => {
    const own = networking('DestinationRule', 'shop/api', { host, workloadSelector: { matchLabels: {} }, trafficPolicy: tls('SIMPLE', { credentialName: 'x' }) });
    expect(kind([own])).toBe('foreign');
  });

  test('where it cannot be read is unknown', () => expect(kind([rule(tls('NONSENSE'))])).toBe('unknown'));
});

describe('by itself', () => {
  test.each<[string, readonly Json[], Case, string]>([
    ['both sides have a proxy', [], {}, 'mutual'],
    ['the callee has none', [], { sidecar: false }, 'plaintext'],
    ['automatic mutual TLS is off', [], { options: { meshConfig: { autoMtls: false } } }, 'plaintext'],
    ['the namespace switches it off', [peerAuthentication('pay/p', { mtls: { mode: 'DISABLE' } })], {}, 'plaintext'],
    ['the mesh switches it off', [peerAuthentication('istio-system/p', { mtls: { mode: 'DISABLE' } })], {}, 'plaintext'],
    ['another namespace switches it off', [peerAuthentication('shop/p', { mtls: { mode: 'DISABLE' } })], {}, 'mutual'],
    ['the workload switches it off', [peerAuthentication('pay/p', { selector: { matchLabels: { app: 'api' } }, mtls: { mode: 'DISABLE' } })], {}, 'plaintext'],
    ['the callee\'s port switches it off', [peerAuthentication('pay/p', { selector: { matchLabels: { app: 'api' } }, portLevelMtls: { 8080: { mode: 'DISABLE' } } })], {}, 'plaintext'],
    ['another port switches it off', [peerAuthentication('pay/p', { selector: { matchLabels: { app: 'api' } }, portLevelMtls: { 80: { mode: 'DISABLE' } } })], {}, 'mutual'],
    ['the namespace\'s policy cannot be read', [peerAuthentication('pay/p', { mtls: 'x' })], {}, 'unknown'],
    ['the workload\'s policy cannot be read', [peerAuthentication('pay/p', { selector: { matchLabels: { app: 'api' } }, mtls: 'x' })], {}, 'unknown'],
    ['the callee says by a label that it has none', [workload('pay/api', { labels: { 'security.istio.io/tlsMode': 'disabled' } })], {}, 'plaintext'],
    ['the callee says by a label that it has', [workload('pay/api', { labels: { 'security.istio.io/tlsMode': 'istio' } })], {}, 'mutual'],
  ])('%s', (_, more, at, expected) => expect(kind(more, at)).toBe(expected));

  test('the server name tells port, subset and host', () => {
    expect(sent([]).serverName).toBe(`outbound_.80_._.${host}`);
    const subsets = [{ name: 'v1', labels: {} }];
    expect(sent([rule({}, { subsets })], { subset: 'v1' }).serverName).toBe(`outbound_.80_.v1_.${host}`);
    expect(sent([], { sidecar: false }).serverName).toBe('');
  });

  test('the object that switches it off is told', () => {
    expect(sent([peerAuthentication('pay/p', { mtls: { mode: 'DISABLE' } })]).object).toMatchObject({ name: 'p' });
    expect(sent([peerAuthentication('pay/p', { selector: { matchLabels: { app: 'api' } }, mtls: { mode: 'DISABLE' } })]).object).toMatchObject({ name: 'p' });
    expect(sent([], { sidecar: false })).not.toHaveProperty('object');
  });

  test('a subset has endpoints of its own, whatever the host\'s policy says of a port', () => {
    const rules = (mode: string): Json[] => [rule({ ...tls(mode), portLevelSettings: [{ port: { number: 80 } }] }, { subsets: [{ name: 'v1', labels: {} }] })];
    expect(kind(rules('DISABLE'))).toBe('plaintext');
    expect(kind(rules('ISTIO_MUTUAL'))).toBe('mutual');
    expect(kind(rules('DISABLE'), { subset: 'v1' })).toBe('mutual');
    expect(kind(rules('ISTIO_MUTUAL'), { sidecar: false })).toBe('mutual');
  });
});

describe('where the proxy does not know the pod', () => {
  const second = (more: Json = {}): Json => workload('pay/api2', { labels: { app: 'api', ...more } });

  test.each<[string, readonly Json[], string]>([
    ['every pod has a proxy', [headless], 'mutual'],
    ['of several, too', [headless, second()], 'mutual'],
    ['one has none', [headless, second({ 'sidecar.istio.io/inject': 'false' })], 'plaintext'],
    ['one says by a label that it has none', [headless, second({ 'security.istio.io/tlsMode': 'disabled' })], 'plaintext'],
    ['of one it is not known', [headless, workload('pay/api2', { labels: { app: 'api' }, annotations: { 'inject.istio.io/templates': 'x' } })], 'unknown'],
    ['of one it is not known, and one has none', [headless, workload('pay/a', { labels: { app: 'api' }, annotations: { 'inject.istio.io/templates': 'x' } }), second({ 'sidecar.istio.io/inject': 'false' })], 'plaintext'],
    ['one without the port does not count', [service('pay/api', [{ name: 'http', port: 80, targetPort: 'http' }], { clusterIP: 'None' }), workload('pay/api2', { labels: { 'app': 'api', 'sidecar.istio.io/inject': 'false' }, ports: [] })], 'mutual'],
    ['one of another Service does not count', [headless, workload('pay/other', { labels: { 'sidecar.istio.io/inject': 'false' } })], 'mutual'],
    ['its address is passed through', [rule(passthrough), second({ 'sidecar.istio.io/inject': 'false' })], 'plaintext'],
    ['its address is passed through on the port', [rule({ portLevelSettings: [{ port: { number: 80 }, ...passthrough }] }), second({ 'sidecar.istio.io/inject': 'false' })], 'plaintext'],
    ['its address is passed through on another port', [rule({ portLevelSettings: [{ port: { number: 81 }, ...passthrough }] }), second({ 'sidecar.istio.io/inject': 'false' })], 'mutual'],
    ['but with an address of its own', [second({ 'sidecar.istio.io/inject': 'false' })], 'mutual'],
    ['endpoints are not in the manifests', [{ ...headless, spec: { ...headless.spec, selector: undefined } }], 'unknown'],
    ['a pod of another namespace does not count', [headless, namespace('far', {}), workload('far/api')], 'mutual'],
  ])('%s', (_, more, expected) => expect(kind(more)).toBe(expected));

  test('a ServiceEntry finds its endpoints as it says', () => {
    const entry = (spec: Json): Json[] => [
      networking('ServiceEntry', 'pay/e', { hosts: ['x.org'], ports: [{ number: 8080, name: 'http', protocol: 'HTTP' }], workloadSelector: { labels: { app: 'api' } }, location: 'MESH_INTERNAL', ...spec }),
      workload('pay/api2', { labels: { 'app': 'api', 'sidecar.istio.io/inject': 'false' } }),
    ];
    expect(kind(entry({ resolution: 'NONE' }), { host: 'x.org' })).toBe('plaintext');
    expect(kind(entry({ resolution: 'STATIC' }), { host: 'x.org' })).toBe('mutual');
    expect(kind(entry({ resolution: 'STATIC', location: 'MESH_EXTERNAL' }), { host: 'x.org' })).toBe('plaintext');
  });
});
