import { egress, ingress, outside, pod, verdict } from './_fixtures';
import type { Protocol } from '../../../src/analysis/network-policy';

const on = (...ports: unknown[]) => [ingress({ ports })];
const at = (ports: unknown[], port: number, protocol?: Protocol) => verdict(on(...ports), { port, protocol });

describe('ports', () => {
  test('a number is that port, over TCP unless another protocol is named', () => {
    expect(at([{ port: 80 }], 80)).toBe('ALLOW');
    expect(at([{ port: 80 }], 81)).toBe('DENY');
    expect(at([{ port: 80 }], 80, 'UDP')).toBe('DENY');
    expect(at([{ port: 53, protocol: 'UDP' }], 53, 'UDP')).toBe('ALLOW');
    expect(at([{ port: 53, protocol: 'UDP' }], 53, 'TCP')).toBe('DENY');
    expect(at([{ port: 9, protocol: 'SCTP' }], 9, 'SCTP')).toBe('ALLOW');
  });

  test('without a port it is every port of the protocol, and of no other', () => {
    expect(at([{}], 1)).toBe('ALLOW');
    expect(at([{}], 65535)).toBe('ALLOW');
    expect(at([{}], 1, 'UDP')).toBe('DENY');
    expect(at([{ protocol: 'UDP' }], 1, 'UDP')).toBe('ALLOW');
    expect(at([{ protocol: 'UDP' }], 1)).toBe('DENY');
  });

  test('endPort makes a range, both ends included', () => {
    const range = [{ port: 100, endPort: 200 }];
    expect([99, 100, 150, 200, 201].map((port) => at(range, port))).toEqual(['DENY', 'ALLOW', 'ALLOW', 'ALLOW', 'DENY']);
    expect(at([{ port: 100, endPort: 100 }], 100)).toBe('ALLOW');
  });

  test('one of several entries is enough', () => {
    expect(at([{ port: 80 }, { port: 443 }], 443)).toBe('ALLOW');
  });

  test('peers and ports of one rule must hold together, not across rules', () => {
    const policies = [ingress({ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 80 }] }, {
      from: [{ podSelector: { matchLabels: { app: 'api' } } }], ports: [{ port: 443 }],
    })];
    expect(verdict(policies, { port: 80 })).toBe('ALLOW');
    expect(verdict(policies, { port: 443 })).toBe('DENY');
    expect(verdict(policies, { port: 443, from: pod('shop/api') })).toBe('ALLOW');
  });

  test('a port number is the container\'s', () => {
    expect(at([{ port: 80 }], 8080)).toBe('DENY');
  });
});

describe('named ports', () => {
  test('a name is resolved at the destination, for ingress', () => {
    expect(at([{ port: 'http' }], 8080)).toBe('ALLOW');
    expect(at([{ port: 'http' }], 80)).toBe('DENY');
    expect(verdict(on({ port: 'http' }), { port: 9090, to: pod('shop/db', { ports: [{ name: 'http', port: 9090 }] }) })).toBe('ALLOW');
  });

  test('a name is resolved at the destination, for egress too', () => {
    const policies = [egress({ ports: [{ port: 'http' }] })];
    const to = pod('shop/db', { ports: [{ name: 'http', port: 9090 }] });
    expect(verdict(policies, { to, port: 9090 })).toBe('ALLOW');
    expect(verdict(policies, { to, port: 8080 })).toBe('DENY');
  });

  test('a name that the destination does not have admits nothing', () => {
    expect(verdict(on({ port: 'grpc' }))).toBe('DENY');
    expect(verdict(on({ port: 'http' }), { to: pod('shop/db', { ports: [] }) })).toBe('DENY');
  });

  test('a name only counts for the protocol of the container port', () => {
    const to = pod('shop/dns', { ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] });
    expect(verdict(on({ port: 'dns' }), { to, port: 53 })).toBe('DENY');
    expect(verdict(on({ port: 'dns' }), { to, port: 53, protocol: 'UDP' })).toBe('DENY');
    expect(verdict(on({ port: 'dns', protocol: 'UDP' }), { to, port: 53, protocol: 'UDP' })).toBe('ALLOW');
    expect(verdict(on({ port: 'dns', protocol: 'UDP' }), { to, port: 53, protocol: 'TCP' })).toBe('DENY');
  });

  test('one name may stand for a TCP and a UDP port', () => {
    const to = pod('shop/dns', { ports: [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns', port: 5353 }] });
    expect(verdict(on({ port: 'dns' }), { to, port: 5353 })).toBe('ALLOW');
    expect(verdict(on({ port: 'dns' }), { to, port: 53 })).toBe('DENY');
  });

  test('a name that stands for two ports of one protocol is UNKNOWN, as Kubernetes does not say which it is', () => {
    const to = pod('shop/db', { ports: [{ name: 'http', port: 1 }, { name: 'http', port: 2 }] });
    expect([1, 2, 3].map((port) => verdict(on({ port: 'http' }), { to, port }))).toEqual(['UNKNOWN', 'UNKNOWN', 'DENY']);
  });

  test('a name means nothing outside of the cluster', () => {
    expect(verdict([egress({ ports: [{ port: 'http' }] })], { to: outside('203.0.113.9') })).toBe('DENY');
  });

  test('a name is UNKNOWN if the containers are not known', () => {
    const to = pod('shop/db', { ports: undefined });
    expect(verdict(on({ port: 'http' }), { to })).toBe('UNKNOWN');
    expect(verdict(on({ port: 'http' }, { port: 8080 }), { to })).toBe('ALLOW');
  });
});
