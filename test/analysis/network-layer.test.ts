import { ask, layer, namespace, TCP, verdict, workload, world } from './world';
import type { Json } from './world';

const policy = (at: string, spec: Json): Json => {
  const [ns, name] = at.split('/');
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: ns }, spec };
};
const fromShop = { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }] };

describe('NetworkPolicy', () => {
  test.each<[string, Json[], string]>([
    ['none', [], 'ALLOW'],
    ['ingress from nobody', [policy('pay/p', { podSelector: {}, ingress: [] })], 'DENY'],
    ['ingress from the caller\'s namespace', [policy('pay/p', { podSelector: {}, ingress: [fromShop] })], 'ALLOW'],
    ['ingress to another port', [policy('pay/p', { podSelector: {}, ingress: [{ ...fromShop, ports: [{ port: 3306 }] }] })], 'DENY'],
    ['ports are the container\'s', [policy('pay/p', { podSelector: {}, ingress: [{ ...fromShop, ports: [{ port: 80 }] }] })], 'DENY'],
    ['a named port', [policy('pay/p', { podSelector: {}, ingress: [{ ...fromShop, ports: [{ port: 'http' }] }] })], 'ALLOW'],
    ['egress to nobody', [policy('shop/p', { podSelector: {}, policyTypes: ['Egress'] })], 'DENY'],
    ['both sides have to agree', [policy('shop/p', { podSelector: {}, policyTypes: ['Egress'], egress: [{}] }), policy('pay/p', { podSelector: {} })], 'DENY'],
    ['for other pods', [policy('pay/p', { podSelector: { matchLabels: { app: 'db' } } })], 'ALLOW'],
  ])('%s', (_, manifests, expected) => {
    expect(verdict(world(...manifests))).toBe(expected);
    expect(layer(ask(world(...manifests)), 'networkPolicy')).toBe(expected);
  });

  test('guards what goes around the sidecar', () => {
    const excluded = workload('pay/api', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } });
    expect(verdict(world(excluded, policy('pay/p', { podSelector: {} })), { from: 'outside' })).toBe('DENY');
  });
  test('names the policy, and the caller waits', () => {
    expect(ask(world(policy('pay/p', { podSelector: {} })))).toMatchObject({ verdict: 'DENY', layer: 'networkPolicy', sees: 'timeout', object: { kind: 'NetworkPolicy', name: 'p' } });
  });
  test('is a boundary', () => {
    expect(ask(world()).layers.find(entry => entry.layer === 'networkPolicy')?.boundary).toBe(true);
  });
  test('judges outside callers by their address', () => {
    const blocks = policy('pay/p', { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }] });
    expect(verdict(world(blocks), { from: 'outside', address: '10.2.0.1' })).toBe('ALLOW');
    expect(verdict(world(blocks), { from: 'outside', address: '10.1.0.1' })).toBe('DENY');
    expect(verdict(world(blocks), { from: 'outside' })).toBe('UNKNOWN');
  });
  test('asks labels of a namespace that is not in the manifests', () => {
    const labelled = policy('pay/p', { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'a' } } }] }] });
    expect(verdict(world(labelled, workload('lab/x')), { from: 'lab/x' })).toBe('UNKNOWN');
    expect(verdict(world(labelled, namespace('lab', { team: 'a' }), workload('lab/x')), { from: 'lab/x' })).toBe('ALLOW');
  });
  test('is not asked for a principal without a pod', () => {
    expect(verdict(world(policy('pay/p', { podSelector: {} })), { from: 'principal:cluster.local/ns/shop/sa/web' })).toBe('ALLOW');
  });
  test('reads TCP by default', () => {
    expect(verdict(world(policy('pay/p', { podSelector: {}, ingress: [{ ports: [{ port: 3306, protocol: 'UDP' }] }] })), TCP)).toBe('DENY');
  });
});
