import { egress, ingress, outside, pod, policy, verdict } from './_fixtures';
import { NetworkPolicies } from '../../../src/analysis/network-policy';

const web = pod('shop/web');
const db = pod('shop/db');

describe('isolation', () => {
  test('without policies everything is open', () => {
    const decision = new NetworkPolicies([]).decide(web, db, 8080);
    expect(decision.verdict).toBe('ALLOW');
    expect(decision.ingress).toMatchObject({ basis: 'NOT_ISOLATED', isolated: false, isolatedBy: [] });
    expect(decision.reason).toBe('no NetworkPolicy isolates shop/web for egress; no NetworkPolicy isolates shop/db for ingress');
  });

  test('a policy without rules admits nobody', () => {
    for (const spec of [{ podSelector: {} }, { podSelector: {}, ingress: [] }, { podSelector: {}, ingress: null }, {}, undefined, null]) {
      expect(verdict([policy(spec)])).toBe('DENY');
    }
  });

  test('a policy isolates the pods that it selects, and no others', () => {
    const only = policy({ podSelector: { matchLabels: { app: 'db' } } });
    expect(verdict([only])).toBe('DENY');
    expect(verdict([only], { to: pod('shop/cache') })).toBe('ALLOW');
  });

  test('a policy only isolates pods of its own namespace', () => {
    expect(verdict([policy({ podSelector: {} }, 'other/policy')])).toBe('ALLOW');
  });

  test('a policy that names no namespace is of the default one', () => {
    const nameless = { ...policy({ podSelector: {} }) as object, metadata: { name: 'policy' } };
    expect(verdict([nameless])).toBe('ALLOW');
    expect(verdict([nameless], { to: pod('default/db') })).toBe('DENY');
    expect(verdict([nameless], { options: { defaultNamespace: 'shop' } })).toBe('DENY');
  });

  test('an empty rule admits everyone on every port and protocol', () => {
    for (const protocol of ['TCP', 'UDP', 'SCTP'] as const) {
      expect(verdict([ingress({})], { protocol, port: 4711 })).toBe('ALLOW');
      expect(verdict([ingress({})], { protocol, port: 4711, from: outside('203.0.113.9') })).toBe('ALLOW');
    }
  });

  test('empty and missing from, to and ports ask for nothing', () => {
    for (const rule of [{ from: [], ports: [] }, { from: null, ports: null }]) expect(verdict([ingress(rule)])).toBe('ALLOW');
    for (const rule of [{ to: [], ports: [] }, { to: null, ports: null }]) expect(verdict([egress(rule)])).toBe('ALLOW');
  });

  test('policies add up: one that admits is enough, in any order', () => {
    const deny = policy({ podSelector: {} }, 'shop/deny');
    const allow = policy({ podSelector: {}, ingress: [{}] }, 'shop/allow');
    expect(verdict([deny, allow])).toBe('ALLOW');
    expect(verdict([allow, deny])).toBe('ALLOW');
  });

  test('both ends must admit: egress at the caller and ingress at the callee', () => {
    const open = [egress({}), ingress({})];
    const shut = [egress(), ingress()];
    expect(verdict([open[0], open[1]])).toBe('ALLOW');
    expect(verdict([shut[0], open[1]])).toBe('DENY');
    expect(verdict([open[0], shut[1]])).toBe('DENY');
  });

  test('the decision names the policies that isolate and the rules that admit', () => {
    const policies = [
      policy({ podSelector: {} }, 'shop/default-deny'),
      policy({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'x' } } }] }, { ports: [{ port: 8080 }] }] }, 'shop/http'),
    ];
    const index = new NetworkPolicies(policies);
    const allowed = index.decide(web, db, 8080);
    expect(allowed.ingress).toEqual({
      direction: 'Ingress',
      verdict: 'ALLOW',
      basis: 'ADMITTED',
      isolated: true,
      isolatedBy: [{ namespace: 'shop', name: 'default-deny', index: 0 }, { namespace: 'shop', name: 'http', index: 1 }],
      admittedBy: [{ namespace: 'shop', name: 'http', index: 1, direction: 'Ingress', rule: 1 }],
      causes: [],
    });
    expect(allowed.reason).toContain('ingress of shop/db admitted by NetworkPolicy shop/http ingress[1]');
    const denied = index.decide(web, db, 9090);
    expect(denied.egress.verdict).toBe('ALLOW');
    expect(denied.reason).toBe(
      'shop/db is isolated for ingress by NetworkPolicy shop/default-deny, NetworkPolicy shop/http, and no rule admits it');
    expect(index.isolating(db, 'Ingress').map(({ name }) => name)).toEqual(['default-deny', 'http']);
    expect(index.isolating(db, 'Egress')).toEqual([]);
  });

  test('from outside only ingress is asked, to the outside only egress', () => {
    const index = new NetworkPolicies([egress(), ingress({})]);
    expect(index.decide(outside('203.0.113.9'), db, 8080)).toMatchObject({ verdict: 'ALLOW', egress: { basis: 'EXTERNAL' } });
    expect(index.decide(web, outside('203.0.113.9'), 443)).toMatchObject({ verdict: 'DENY', ingress: { basis: 'EXTERNAL' } });
  });
});

describe('policyTypes', () => {
  const rules = (spec: object) => ({
    ingress: verdict([policy(spec)], { from: pod('other/web') }),
    egress: verdict([policy(spec)], { from: pod('shop/web'), to: pod('other/db') }),
  });

  test('without them, a policy is for ingress, and for egress if it has egress rules', () => {
    expect(rules({})).toEqual({ ingress: 'DENY', egress: 'ALLOW' });
    expect(rules({ policyTypes: [] })).toEqual({ ingress: 'DENY', egress: 'ALLOW' });
    expect(rules({ policyTypes: null })).toEqual({ ingress: 'DENY', egress: 'ALLOW' });
    expect(rules({ egress: [{ ports: [{ port: 1 }] }] })).toEqual({ ingress: 'DENY', egress: 'DENY' });
  });

  test('an empty list of egress rules does not make it an egress policy', () => {
    expect(rules({ egress: [] })).toEqual({ ingress: 'DENY', egress: 'ALLOW' });
    expect(rules({ egress: null })).toEqual({ ingress: 'DENY', egress: 'ALLOW' });
  });

  test('with them, what is not listed is not touched, whatever rules there are', () => {
    expect(rules({ policyTypes: ['Egress'] })).toEqual({ ingress: 'ALLOW', egress: 'DENY' });
    expect(rules({ policyTypes: ['Ingress'], egress: [{ ports: [{ port: 1 }] }] })).toEqual({ ingress: 'DENY', egress: 'ALLOW' });
    expect(rules({ policyTypes: ['Egress'], ingress: [{ ports: [{ port: 1 }] }] })).toEqual({ ingress: 'ALLOW', egress: 'DENY' });
    expect(rules({ policyTypes: ['Egress', 'Ingress'] })).toEqual({ ingress: 'DENY', egress: 'DENY' });
  });
});
