import { ask, authorization, layer, networking, peerAuthentication, service, TCP, verdict, workload, world } from '../world';
import type { Json, Question } from '../world';

const web = 'cluster.local/ns/shop/sa/web';
const byHost = (...hosts: readonly string[]): Json => authorization('pay/p', { rules: [{ to: [{ operation: { hosts } }] }] });
const byIdentity = authorization('pay/p', { rules: [{ from: [{ source: { principals: ['*'] } }] }] });
const byAddress = authorization('pay/p', { rules: [{ from: [{ source: { ipBlocks: ['10.1.1.0/24'] } }] }] });
const pod = (at: string, more: Json = {}): Json => {
  const [ns, name] = at.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: ns, name, labels: { app: name }, ...more },
    spec: { serviceAccountName: name, containers: [{ name: 'app', ports: [{ containerPort: 8080 }] }] },
    status: { podIP: `10.1.1.${name.length}` },
  };
};
const annotated = (name: string, value: string): Json => workload('shop/web', { annotations: { [`traffic.sidecar.istio.io/${name}`]: value } });
function replaced(...more: readonly Json[]): Json[] {
  const named = ({ kind, metadata }: Json): string => `${kind} ${metadata.namespace}/${metadata.name}`;
  const names = more.map(named);
  return [...world().filter(one => !names.includes(named(one))), ...more];
}

describe('an identity without a pod', () => {
  const principal: Question = { from: `principal:${web}` };

  test('asks for a host by which the callee is called, with the port of its Service', () => {
    expect(verdict(world(byHost('api.pay.svc.cluster.local:80')), principal)).toBe('ALLOW');
    expect(verdict(world(byHost('api.pay.svc.cluster.local:3306')), principal)).toBe('DENY');
    expect(verdict(world(byHost('api.pay.svc.cluster.local')), principal)).toBe('DENY');
    expect(verdict(world(byHost('api')), { ...principal, host: 'api' })).toBe('ALLOW');
    expect(verdict(world(byHost('api.pay.svc.cluster.local:80')), { ...principal, host: 'api' })).toBe('DENY');
  });
  test('may choose the host', () => {
    const second = service('pay/second', [{ name: 'http', port: 81, targetPort: 8080 }], { selector: { app: 'api' } });
    expect(verdict(world(second, byHost('second.*:81', 'second.pay.svc.cluster.local:81')), principal)).toBe('ALLOW');
  });
  test('has some address for a host where no Service leads to the port', () => {
    expect(verdict(world(byHost('*:9000')), { ...principal, port: 9000 })).toBe('ALLOW');
    expect(verdict(world(byHost('10.*')), { ...principal, port: 9000 })).toBe('UNKNOWN');
    expect(verdict(world(byHost('api*')), { ...principal, port: 9000 })).toBe('DENY');
  });
  test('proves itself wherever mutual TLS can be ended', () => {
    const none = (...more: readonly Json[]): string => verdict(replaced(byIdentity, ...more), principal);
    expect(none()).toBe('ALLOW');
    expect(none(peerAuthentication('pay/d', { mtls: { mode: 'DISABLE' } }))).toBe('DENY');
    expect(none(peerAuthentication('pay/d', { selector: { matchLabels: { app: 'api' } }, mtls: { mode: 'PERMISSIVE' }, portLevelMtls: { 8080: { mode: 'DISABLE' } } }))).toBe('DENY');
    expect(none(peerAuthentication('pay/d', { selector: { matchLabels: { app: 'api' } }, mtls: { mode: 'PERMISSIVE' }, portLevelMtls: { 3306: { mode: 'DISABLE' } } }))).toBe('ALLOW');
    expect(verdict(world(byIdentity), principal, { meshConfig: { autoMtls: false } })).toBe('DENY');
    const excluded = workload('pay/api', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } });
    expect(ask(replaced(excluded, byIdentity), principal)).toMatchObject({ verdict: 'ALLOW', layer: 'interception' });
    expect(ask(replaced(workload('pay/api', { labels: { 'sidecar.istio.io/inject': 'false' } }), byIdentity), principal).verdict).toBe('ALLOW');
  });
  test('sends plaintext where mutual TLS cannot be ended', () => {
    expect(verdict(world(peerAuthentication('pay/d', { mtls: { mode: 'DISABLE' } })), principal)).toBe('ALLOW');
    expect(verdict(world(peerAuthentication('pay/d', { selector: { matchLabels: { app: 'api' } }, mtls: { mode: 'DISABLE' } })), principal)).toBe('ALLOW');
    expect(verdict(world(peerAuthentication('pay/d', { mtls: { mode: 'DISABLE' } }), peerAuthentication('pay/w', { selector: { matchLabels: { app: 'api' } }, mtls: { mode: 'PERMISSIVE' } }), byIdentity), principal)).toBe('DENY');
  });
  test('without mutual TLS is refused by STRICT with a reset', () => {
    const strict = peerAuthentication('pay/d', { mtls: { mode: 'STRICT' } });
    expect(ask(world(strict), principal, { meshConfig: { autoMtls: false } })).toMatchObject({ verdict: 'DENY', layer: 'mutualTls', sees: 'reset' });
  });
  test('has the address that it says, or one that nobody knows', () => {
    expect(verdict(world(byAddress), principal)).toBe('UNKNOWN');
    expect(verdict(world(byAddress), { ...principal, address: '10.1.1.1' })).toBe('ALLOW');
  });
  test('may send bytes', () => expect(verdict(world(byIdentity), { ...principal, ...TCP })).toBe('ALLOW'));
});

describe('from outside', () => {
  test('the host is the address that is called, unless it is said', () => {
    const api = pod('pay/one');
    const ask1 = (policy: Json, question: Question = {}): string => verdict(world(api, policy), { from: 'outside', to: 'pay/one', ...question });
    expect([ask1(byHost('10.1.1.3:8080')), ask1(byHost('10.1.1.3')), ask1(byHost('x'), { host: 'x' }), ask1(byHost('10.1.1.3:8080'), { host: 'x' })]).toEqual(['ALLOW', 'DENY', 'ALLOW', 'DENY']);
    expect(verdict(world(byHost('*:8080')), { from: 'outside' })).toBe('ALLOW');
    expect(verdict(world(byHost('10.*')), { from: 'outside' })).toBe('UNKNOWN');
  });
  test('nobody has an identity', () => expect(verdict(world(byIdentity), { from: 'outside' })).toBe('DENY'));
  test('STRICT resets the connection', () => {
    expect(ask(world(peerAuthentication('pay/d', { mtls: { mode: 'STRICT' } })), { from: 'outside' })).toMatchObject({ verdict: 'DENY', layer: 'mutualTls', sees: 'reset' });
  });
});

describe('a pod with an address', () => {
  const one = pod('shop/one');
  const from: Question = { from: 'shop/one' };

  test('calls from it', () => {
    expect(verdict(world(one, byAddress), from)).toBe('ALLOW');
    expect(verdict(world(one, byAddress), { ...from, address: '10.9.9.9' })).toBe('DENY');
    expect(verdict(world(byAddress))).toBe('UNKNOWN');
  });
  test('is called by it where no Service leads to the port', () => {
    const callee = pod('pay/four');
    expect(verdict(world(callee, byHost('10.1.1.4:8080')), { to: 'pay/four' })).toBe('ALLOW');
    expect(verdict(world(callee, byHost('x')), { to: 'pay/four', host: 'x' })).toBe('ALLOW');
    expect(verdict(world(byHost('10.*')), { port: 9000 })).toBe('UNKNOWN');
    expect(verdict(world(byHost('api*')), { port: 9000 })).toBe('DENY');
  });
});

describe('a pod and itself', () => {
  const strict = peerAuthentication('pay/d', { mtls: { mode: 'STRICT' } });
  const self = (manifest: Json, port = 9000): string => verdict(replaced(manifest, strict), { from: 'pay/api', to: 'pay/api', port });

  test.each<[string, Json, string]>([
    ['one pod by default', workload('pay/api'), 'ALLOW'], ['one replica', workload('pay/api', { replicas: 1 }), 'ALLOW'], ['two replicas', workload('pay/api', { replicas: 2 }), 'DENY'],
    ['no replica', workload('pay/api', { replicas: 0 }), 'DENY'],
    ['a StatefulSet', workload('pay/api', { kind: 'StatefulSet' }), 'ALLOW'], ['a ReplicaSet', workload('pay/api', { kind: 'ReplicaSet' }), 'ALLOW'], ['a DaemonSet, which has one on every node', workload('pay/api', { kind: 'DaemonSet' }), 'DENY'],
    ['a Rollout', { ...workload('pay/api', { kind: 'Rollout' }), apiVersion: 'argoproj.io/v1alpha1' }, 'ALLOW'],
  ])('%s, on a port of no Service', (_, manifest, expected) => {
    const manifests = manifest.kind === 'Deployment' ? replaced(manifest, strict) : [...replaced(strict).filter(({ kind, metadata }) => kind !== 'Deployment' || metadata.name !== 'api'), manifest];
    expect(verdict(manifests, { from: 'pay/api', to: 'pay/api', port: 9000 })).toBe(expected);
  });
  test('a Pod is one pod', () => {
    const manifests = [...world(strict).filter(({ kind, metadata }) => kind !== 'Deployment' || metadata.name !== 'api'), pod('pay/api')];
    expect(verdict(manifests, { from: 'pay/api', to: 'pay/api', port: 9000 })).toBe('ALLOW');
  });
  test('by its Service it meets its proxies', () => {
    expect(self(workload('pay/api'), 8080)).toBe('ALLOW');
    expect(verdict(replaced(workload('pay/api'), authorization('pay/p', {})), { from: 'pay/api', to: 'pay/api' })).toBe('DENY');
    expect(verdict(replaced(workload('pay/api'), authorization('pay/p', {})), { from: 'pay/api', to: 'pay/api', port: 9000 })).toBe('ALLOW');
  });
  test('another pod is not itself', () => expect(verdict(replaced(strict), { port: 9000 })).toBe('DENY'));
});

describe('the port that is called', () => {
  const two = service('pay/api', [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'http-alt', port: 81, targetPort: 8080 }, { name: 'udp', port: 53, targetPort: 8080, protocol: 'UDP' }]);
  const only = (port: number): Json => authorization('pay/p', { rules: [{ when: [{ key: 'connection.sni', values: [`outbound_.${port}_*`] }] }] });

  test('is any that leads to the callee', () => {
    expect([verdict(replaced(two, only(80))), verdict(replaced(two, only(81))), verdict(replaced(two, only(53)))]).toEqual(['ALLOW', 'ALLOW', 'DENY']);
  });
  test('is the one that the host names', () => {
    expect(verdict(replaced(two, only(81)), { host: 'api.pay:81' })).toBe('ALLOW');
    expect(verdict(replaced(two, only(80)), { host: 'api.pay:81' })).toBe('DENY');
  });
  test('is one that leads to the callee where the host names none, or one that the Service lacks', () => {
    expect(verdict(replaced(two, only(81)), { host: 'api.pay' })).toBe('ALLOW');
    expect(verdict(replaced(two, only(81)), { host: 'api.pay:7' })).toBe('ALLOW');
    expect(verdict(replaced(two, only(53)), { host: 'api.pay' })).toBe('DENY');
  });
  test('may lead to another port of the callee', () => {
    expect(ask(world(), { host: 'api.pay:3306' })).toMatchObject({ verdict: 'DENY', layer: 'routing' });
    expect(ask(world(), { host: 'api.pay', port: 9000 })).toMatchObject({ verdict: 'DENY', layer: 'routing' });
  });
  test('of UDP is no way', () => {
    const udp = service('pay/api', [{ name: 'udp', port: 53, targetPort: 9000, protocol: 'UDP' }]);
    expect(ask(replaced(udp, byIdentity), { port: 9000 })).toMatchObject({ verdict: 'DENY', layer: 'authorizationPolicy' });
    expect(ask(replaced(udp), { port: 9000 }).layers.some(({ reason }) => reason.includes('no Service maps to port 9000'))).toBe(true);
  });
});

describe('around the caller\'s sidecar', () => {
  test('there is neither Sidecar nor identity', () => {
    const bound = networking('Sidecar', 'shop/s', { egress: [{ hosts: ['./*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } });
    expect(verdict(replaced(annotated('excludeOutboundPorts', '80'), bound))).toBe('ALLOW');
    expect(verdict(replaced(annotated('excludeOutboundPorts', '80'), byIdentity))).toBe('DENY');
    expect(verdict(replaced(annotated('excludeOutboundPorts', '8080'), byIdentity))).toBe('ALLOW');
    const decision = ask(replaced(annotated('excludeOutboundPorts', '80')));
    expect(decision.layers.map(({ layer: name }) => name)).toContain('interception');
    expect(decision.layers.some(({ object, rule }) => object?.name === 'web' && rule === 'traffic.sidecar.istio.io/excludeOutboundPorts')).toBe(true);
  });
  test('by the address of the Service', () => {
    const addressed = service('pay/api', undefined, { clusterIP: '10.5.0.1' });
    expect(verdict(replaced(annotated('excludeOutboundIPRanges', '10.5.0.0/16'), addressed, byIdentity))).toBe('DENY');
    expect(verdict(replaced(annotated('excludeOutboundIPRanges', '10.6.0.0/16'), addressed, byIdentity))).toBe('ALLOW');
    expect(verdict(replaced(annotated('excludeOutboundIPRanges', '10.6.0.0/16'), byIdentity))).toBe('UNKNOWN');
  });
  test('by the address of the pod where no Service leads to the port', () => {
    const callee = pod('pay/four');
    expect(verdict(replaced(annotated('excludeOutboundIPRanges', '10.1.1.4'), callee, byIdentity), { to: 'pay/four' })).toBe('DENY');
    expect(ask(replaced(annotated('excludeOutboundIPRanges', '10.1.1.4'), callee), { to: 'pay/four' }).layers[0].reason).toContain('goes around the caller\'s sidecar');
  });
  test('what nobody can read leaves it open', () => {
    expect(verdict(replaced(annotated('excludeOutboundPorts', 'x'), byIdentity))).toBe('UNKNOWN');
    expect(verdict(replaced(annotated('excludeOutboundPorts', 'x'), authorization('pay/p', {})))).toBe('DENY');
    expect(verdict(replaced(annotated('excludeOutboundPorts', 'x')))).toBe('UNKNOWN');
  });
});

describe('a caller in ambient mode', () => {
  test('is not modelled', () => {
    const ambient = workload('legacy/batch', { labels: { 'istio.io/dataplane-mode': 'ambient' } });
    const decision = ask(replaced(ambient), { from: 'legacy/batch' });
    expect(decision).toMatchObject({ verdict: 'UNKNOWN', layer: 'interception' });
    expect(verdict(replaced(ambient, authorization('pay/p', {})), { from: 'legacy/batch' })).toBe('DENY');
  });
});

describe('a share of which is not known where it goes', () => {
  const plain = { ...service('pay/plain'), spec: { ports: [{ name: 'http', port: 80 }] } };
  const half = (subset: Json): Json => networking('VirtualService', 'pay/r', { hosts: ['api.pay.svc.cluster.local'], http: [{ route: [{ destination: { host: 'api', ...subset }, weight: 50 }, { destination: { host: 'plain' }, weight: 50 }] }] });

  test('leaves what the rest does allowed, and else unknown', () => {
    expect(verdict(world(plain, half({})))).toBe('ALLOW');
    const denied = ask(world(plain, half({}), authorization('pay/p', {})));
    expect(denied.verdict).toBe('DENY');
    const unknown = ask(world(plain, half({ subset: 'v9' })));
    expect([unknown.verdict, layer(unknown, 'routing')]).toEqual(['UNKNOWN', 'UNKNOWN']);
  });
});
