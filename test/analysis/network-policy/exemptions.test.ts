import { egress, ingress, outside, pod, verdict } from './_fixtures';
import { NetworkPolicies } from '../../../src/analysis/network-policy';

const shut = [ingress(), egress()];
const web = pod('shop/web');

describe('a pod and itself', () => {
  test('a pod always reaches itself', () => {
    const decision = new NetworkPolicies(shut).decide(web, web, 8080);
    expect(decision).toMatchObject({ verdict: 'ALLOW', reason: 'a pod always reaches itself', ingress: { basis: 'SELF', isolated: true } });
    expect(verdict(shut, { from: web, to: pod('shop/web', { labels: {} }) })).toBe('ALLOW');
  });

  test('a pod of the same name in another namespace is another pod', () => {
    expect(verdict(shut, { from: pod('other/web'), to: web })).toBe('DENY');
  });

  test('from one replica to another the policies hold', () => {
    const replicas = pod('shop/web', { replicated: true });
    expect(verdict(shut, { from: replicas, to: replicas })).toBe('DENY');
  });
});

describe('a pod\'s own node', () => {
  test('is always admitted, both ways', () => {
    expect(verdict(shut, { from: outside(undefined, { ownNode: true }), to: web })).toBe('ALLOW');
    expect(verdict(shut, { from: web, to: outside(undefined, { ownNode: true }) })).toBe('ALLOW');
    const placed = pod('shop/web', { node: 'n1' });
    expect(verdict(shut, { from: outside('10.0.0.1', { node: 'n1' }), to: placed })).toBe('ALLOW');
  });

  test('another node is not', () => {
    expect(verdict(shut, { from: outside('10.0.0.2', { node: 'n2' }), to: pod('shop/web', { node: 'n1' }) })).toBe('DENY');
    expect(verdict(shut, { from: outside('10.0.0.2'), to: web })).toBe('DENY');
  });

  test('a node is UNKNOWN if the pod\'s place is not known, unless rules admit it', () => {
    const node = outside('10.0.0.1', { node: 'n1' });
    expect(verdict(shut, { from: node, to: web })).toBe('UNKNOWN');
    expect(verdict([ingress({ from: [{ ipBlock: { cidr: '10.0.0.0/24' } }] })], { from: node, to: web })).toBe('ALLOW');
  });
});

describe('pods on the host network', () => {
  const host = pod('shop/agent', { hostNetwork: true, node: 'n1', addresses: ['10.0.0.1'] });
  const there = pod('shop/web', { node: 'n2' });

  test('are UNKNOWN where it matters whether the plugin sees them as pods', () => {
    expect(verdict([ingress({ from: [{ podSelector: {} }] })], { from: host, to: there })).toBe('UNKNOWN');
    expect(verdict([ingress()], { from: there, to: host })).toBe('UNKNOWN');
    expect(new NetworkPolicies([ingress()]).decide(there, host, 80).causes)
      .toEqual(['shop/agent is on the host network, where policies apply or not as the network plugin likes']);
  });

  test('are decided where it does not', () => {
    expect(verdict([ingress({ from: [{ podSelector: {} }, { ipBlock: { cidr: '10.0.0.1/32' } }] })], { from: host, to: there })).toBe('ALLOW');
    expect(verdict([ingress({ from: [{ podSelector: { matchLabels: { app: 'x' } } }] })], { from: host, to: there })).toBe('DENY');
    expect(verdict([ingress({})], { from: there, to: host })).toBe('ALLOW');
    expect(verdict([], { from: there, to: host })).toBe('ALLOW');
  });

  test('are admitted on their own node, and never surely denied where the node is not known', () => {
    expect(verdict(shut, { from: host, to: pod('shop/web', { node: 'n1' }) })).toBe('ALLOW');
    expect(verdict([ingress()], { from: host, to: web })).toBe('UNKNOWN');
    expect(verdict([ingress({ ports: [{ port: 8080 }] })], { from: host, to: web })).toBe('ALLOW');
  });
});
