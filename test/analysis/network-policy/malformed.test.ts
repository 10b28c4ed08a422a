import { ingress, pod, policy, verdict } from './_fixtures';
import { NetworkPolicies } from '../../../src/analysis/network-policy';

const problems = (object: unknown) => new NetworkPolicies([object]).problems().map(({ message }) => message);

describe('what the API server would not take', () => {
  const broken: [string, unknown][] = [
    ['unknown policy type', policy({ policyTypes: ['Foo'] })],
    ['unknown operator', policy({ podSelector: { matchExpressions: [{ key: 'app', operator: 'Like', values: ['web'] }] } })],
    ['In without values', policy({ podSelector: { matchExpressions: [{ key: 'app', operator: 'In' }] } })],
    ['Exists with values', policy({ podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists', values: ['x'] }] } })],
    ['label that is no string', policy({ podSelector: { matchLabels: { app: 1 } } })],
    ['selector that is a list', policy({ podSelector: [] })],
    ['peer that says nothing', ingress({ from: [{}] })],
    ['peer that is null', ingress({ from: [null] })],
    ['block beside a selector', ingress({ from: [{ podSelector: {}, ipBlock: { cidr: '0.0.0.0/0' } }] })],
    ['CIDR without prefix', ingress({ from: [{ ipBlock: { cidr: '10.0.0.1' } }] })],
    ['CIDR with a long prefix', ingress({ from: [{ ipBlock: { cidr: '10.0.0.1/33' } }] })],
    ['exception outside of the block', ingress({ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] })],
    ['exception as large as the block', ingress({ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }] })],
    ['unknown protocol', ingress({ ports: [{ protocol: 'ICMP' }] })],
    ['port 0', ingress({ ports: [{ port: 0 }] })],
    ['port that is a number in quotes', ingress({ ports: [{ port: '8080' }] })],
    ['endPort without port', ingress({ ports: [{ endPort: 90 }] })],
    ['endPort of a named port', ingress({ ports: [{ port: 'http', endPort: 90 }] })],
    ['endPort before port', ingress({ ports: [{ port: 90, endPort: 80 }] })],
    ['rules that are no list', policy({ ingress: {} })],
    ['rule that is null', ingress(null)],
    ['spec that is a list', policy([])],
  ];

  test.each(broken)('%s: it is UNKNOWN whether the policy applies, and the problem is named', (_, object) => {
    const decision = new NetworkPolicies([object]).decide(pod('shop/web'), pod('shop/db'), 80);
    expect(decision.verdict).toBe('UNKNOWN');
    expect(decision.ingress.verdict).toBe('UNKNOWN');
    expect(problems(object)).toHaveLength(1);
  });

  test('a problem names the policy, the place and the value', () => {
    expect(problems(policy({ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 'ten' } }] }] })))
      .toEqual(['NetworkPolicy shop/policy: spec.ingress[0].from[0].ipBlock.cidr: must be a CIDR, is "ten"']);
  });

  test('a sound policy beside it still decides, where it can', () => {
    const odd = policy({ policyTypes: ['Foo'] }, 'shop/odd');
    expect(verdict([odd, ingress({})], { from: pod('other/web') })).toBe('ALLOW');
    expect(verdict([odd, ingress()])).toBe('DENY');
    expect(verdict([policy({ policyTypes: ['Foo'], ingress: [{}] }, 'shop/odd'), ingress()])).toBe('UNKNOWN');
  });

  test('a broken policy that admits in any reading, or is not there, is no doubt', () => {
    expect(verdict([policy({ podSelector: {}, ingress: [{}], comment: 'x' })])).toBe('ALLOW');
  });

  test('a misspelt from may be dropped, which leaves a rule for everyone, or the policy refused', () => {
    const misspelt = policy({ podSelector: {}, ingress: [{ form: [{ podSelector: {} }] }] }, 'shop/misspelt');
    expect(problems(misspelt)).toEqual(['NetworkPolicy shop/misspelt: spec.ingress[0].form: no such field']);
    expect(verdict([misspelt, ingress()])).toBe('UNKNOWN');
  });

  test('a broken policy that does not select the pod is no doubt', () => {
    expect(verdict([policy({ podSelector: { matchLabels: { app: 'x' } }, comment: 'x' })])).toBe('ALLOW');
  });

  test('what is no networking.k8s.io/v1 NetworkPolicy is passed over', () => {
    const calico = { ...policy({ selector: 'all()' }) as object, apiVersion: 'crd.projectcalico.org/v1' };
    expect(verdict([null, undefined, 7, 'x', [], {}, { kind: 'NetworkPolicy' }, calico])).toBe('ALLOW');
  });

  test('a question about no port or another protocol is UNKNOWN', () => {
    expect(verdict([], { port: 0 })).toBe('UNKNOWN');
    expect(verdict([], { port: 1.5 })).toBe('UNKNOWN');
    expect(verdict([], { protocol: 'ICMP' as 'TCP' })).toBe('UNKNOWN');
  });
});
