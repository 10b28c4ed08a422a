import fc from 'fast-check';
import * as arbitrary from './_arbitraries';
import { naiveAllows, type NaivePod } from './_naive';
import type { PodPeer } from '../../../src/analysis/network-policy';
import { NetworkPolicies } from '../../../src/analysis/network-policy';

const asPeer = ({ address, ...pod }: NaivePod): PodPeer => ({ kind: 'pod', ...pod, addresses: [address] });
const world = fc.record({ pods: arbitrary.pods, policies: arbitrary.policies, port: arbitrary.port, protocol: arbitrary.protocol });

describe('beside a second reading of the documentation', () => {
  test('every pair of pods gets the same answer', () => {
    fc.assert(fc.property(world, ({ pods, policies, port, protocol }) => {
      const index = new NetworkPolicies(policies);
      const peers = pods.map(asPeer);
      pods.forEach((from, i) => pods.forEach((to, j) => {
        expect(index.decide(peers[i], peers[j], port, protocol).verdict)
          .toBe(naiveAllows(policies, from, to, port, protocol) ? 'ALLOW' : 'DENY');
      }));
    }), { numRuns: 1000 });
  });

  test('all allowed ports are those that are allowed one by one', () => {
    fc.assert(fc.property(world, ({ pods, policies, protocol }) => {
      const index = new NetworkPolicies(policies);
      const [from, to] = [pods[0], pods[pods.length - 1]];
      const access = index.allowedPorts(asPeer(from), asPeer(to))[protocol];
      expect(access.unknown).toEqual([]);
      for (const port of [1, 78, 79, 80, 81, 82, 442, 443, 444, 8079, 8080, 8081, 65535]) {
        expect(access.allowed.some(({ first, last }) => first <= port && port <= last))
          .toBe(naiveAllows(policies, from, to, port, protocol));
      }
      access.allowed.forEach(({ first, last }, i) => {
        expect(first).toBeLessThanOrEqual(last);
        if (i > 0) expect(first).toBeGreaterThan(access.allowed[i - 1].last + 1);
      });
    }), { numRuns: 500 });
  });
});

describe('what must hold whatever the policies', () => {
  test('without its address, a pod gets its answer or UNKNOWN, never another', () => {
    fc.assert(fc.property(world, ({ pods, policies, port, protocol }) => {
      const index = new NetworkPolicies(policies);
      for (const from of pods) {
        for (const to of pods) {
          const { verdict } = index.decide({ ...asPeer(from), addresses: undefined }, { ...asPeer(to), addresses: undefined }, port, protocol);
          if (verdict !== 'UNKNOWN') expect(verdict).toBe(naiveAllows(policies, from, to, port, protocol) ? 'ALLOW' : 'DENY');
        }
      }
    }), { numRuns: 500 });
  });

  test('without its namespace\'s labels or its ports, a pod gets its answer or UNKNOWN, never another', () => {
    fc.assert(fc.property(world, ({ pods, policies, port, protocol }) => {
      const index = new NetworkPolicies(policies);
      const blind = (pod: NaivePod): PodPeer => ({ ...asPeer(pod), namespaceLabels: undefined, ports: undefined });
      for (const from of pods) {
        for (const to of pods) {
          const { verdict } = index.decide(blind(from), blind(to), port, protocol);
          if (verdict !== 'UNKNOWN') expect(verdict).toBe(naiveAllows(policies, from, to, port, protocol) ? 'ALLOW' : 'DENY');
        }
      }
    }), { numRuns: 500 });
  });

  test('an UNKNOWN has a cause, and a decision no other', () => {
    fc.assert(fc.property(world, ({ pods, policies, port, protocol }) => {
      const index = new NetworkPolicies(policies);
      const [from, to] = [pods[0], pods[pods.length - 1]].map((pod) => ({ ...asPeer(pod), addresses: undefined, ports: undefined }));
      const { verdict, causes } = index.decide(from, to, port, protocol);
      expect(causes.length > 0).toBe(verdict === 'UNKNOWN');
    }), { numRuns: 500 });
  });

  test('the order of policies does not matter', () => {
    fc.assert(fc.property(world, ({ pods, policies, port, protocol }) => {
      const [from, to] = [asPeer(pods[0]), asPeer(pods[pods.length - 1])];
      expect(new NetworkPolicies([...policies].reverse()).decide(from, to, port, protocol).verdict)
        .toBe(new NetworkPolicies(policies).decide(from, to, port, protocol).verdict);
    }), { numRuns: 300 });
  });
});
