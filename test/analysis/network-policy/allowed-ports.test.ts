import { egress, ingress, pod, policy } from './_fixtures';
import { NetworkPolicies } from '../../../src/analysis/network-policy';

const web = pod('shop/web');
const db = pod('shop/db');
const all = { allowed: [{ first: 1, last: 65535 }], unknown: [] };
const none = { allowed: [], unknown: [] };

describe('all allowed ports at once', () => {
  test('without policies all of them', () => {
    expect(new NetworkPolicies([]).allowedPorts(web, db)).toEqual({ TCP: all, UDP: all, SCTP: all });
  });

  test('isolated without rules, none', () => {
    expect(new NetworkPolicies([ingress()]).allowedPorts(web, db)).toEqual({ TCP: none, UDP: none, SCTP: none });
  });

  test('a pod and itself, all', () => {
    expect(new NetworkPolicies([ingress()]).allowedPorts(db, db).TCP).toEqual(all);
  });

  test('touching and overlapping ranges become one, sorted', () => {
    const ports = [{ port: 443 }, { port: 80, endPort: 90 }, { port: 85, endPort: 99 }, { port: 100 }, { port: 'http' }, { port: 53, protocol: 'UDP' }];
    const access = new NetworkPolicies([ingress({ ports })]).allowedPorts(web, db);
    expect(access.TCP.allowed).toEqual([{ first: 80, last: 100 }, { first: 443, last: 443 }, { first: 8080, last: 8080 }]);
    expect(access.UDP.allowed).toEqual([{ first: 53, last: 53 }]);
    expect(access.SCTP).toEqual(none);
  });

  test('both ends are intersected', () => {
    const access = new NetworkPolicies([
      egress({ ports: [{ port: 50, endPort: 100 }] }),
      policy({ ingress: [{ ports: [{ port: 90, endPort: 65535 }] }] }, 'shop/in'),
    ]).allowedPorts(web, db);
    expect(access.TCP).toEqual({ allowed: [{ first: 90, last: 100 }], unknown: [] });
    expect(access.UDP).toEqual(none);
  });

  test('what is not known is told apart', () => {
    const access = new NetworkPolicies([
      ingress({ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 80, endPort: 89 }] }, { ports: [{ port: 85 }] }),
    ]).allowedPorts(web, db);
    expect(access.TCP).toEqual({
      allowed: [{ first: 85, last: 85 }],
      unknown: [{ first: 80, last: 84 }, { first: 86, last: 89 }],
    });
  });
});
