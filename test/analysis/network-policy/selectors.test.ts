import { egress, ingress, outside, pod, policy, verdict } from './_fixtures';

const fromPods = (podSelector: unknown) => ingress({ from: [{ podSelector }] });
const fromNamespaces = (namespaceSelector: unknown, podSelector?: unknown) => ingress({ from: [{ namespaceSelector, podSelector }] });
const expression = (key: string, operator: string, values?: string[]) => ({ matchExpressions: [{ key, operator, values }] });

describe('podSelector', () => {
  test('alone it means pods of the policy\'s own namespace', () => {
    expect(verdict([fromPods({ matchLabels: { app: 'web' } })])).toBe('ALLOW');
    expect(verdict([fromPods({ matchLabels: { app: 'web' } })], { from: pod('other/web') })).toBe('DENY');
  });

  test('empty, it means all pods of the policy\'s own namespace', () => {
    expect(verdict([fromPods({})])).toBe('ALLOW');
    expect(verdict([fromPods({})], { from: pod('other/web') })).toBe('DENY');
  });

  test('matchLabels asks for every label, by exact value', () => {
    const both = fromPods({ matchLabels: { app: 'web', tier: 'front' } });
    expect(verdict([both])).toBe('DENY');
    expect(verdict([both], { from: pod('shop/web', { labels: { app: 'web', tier: 'front', more: 'x' } }) })).toBe('ALLOW');
    expect(verdict([fromPods({ matchLabels: { app: 'Web' } })])).toBe('DENY');
    expect(verdict([fromPods({ matchLabels: { tier: '' } })])).toBe('DENY');
    expect(verdict([fromPods({ matchLabels: { tier: '' } })], { from: pod('shop/web', { labels: { tier: '' } }) })).toBe('ALLOW');
  });

  test('In matches the listed values, and nothing without the label', () => {
    expect(verdict([fromPods(expression('app', 'In', ['api', 'web']))])).toBe('ALLOW');
    expect(verdict([fromPods(expression('app', 'In', ['api']))])).toBe('DENY');
    expect(verdict([fromPods(expression('tier', 'In', ['']))])).toBe('DENY');
  });

  test('NotIn also matches what does not have the label', () => {
    expect(verdict([fromPods(expression('app', 'NotIn', ['api']))])).toBe('ALLOW');
    expect(verdict([fromPods(expression('app', 'NotIn', ['api', 'web']))])).toBe('DENY');
    expect(verdict([fromPods(expression('tier', 'NotIn', ['front']))])).toBe('ALLOW');
  });

  test('Exists and DoesNotExist only look at the key', () => {
    expect(verdict([fromPods(expression('app', 'Exists'))])).toBe('ALLOW');
    expect(verdict([fromPods(expression('tier', 'Exists'))])).toBe('DENY');
    expect(verdict([fromPods(expression('app', 'DoesNotExist'))])).toBe('DENY');
    expect(verdict([fromPods(expression('tier', 'DoesNotExist', []))])).toBe('ALLOW');
  });

  test('a label called like a property of every object is not there unless set', () => {
    expect(verdict([fromPods(expression('constructor', 'Exists'))])).toBe('DENY');
    expect(verdict([fromPods(expression('toString', 'DoesNotExist'))])).toBe('ALLOW');
  });

  test('matchLabels and matchExpressions must hold together', () => {
    const selector = { matchLabels: { app: 'web' }, ...expression('tier', 'Exists') };
    expect(verdict([fromPods(selector)])).toBe('DENY');
    expect(verdict([fromPods(selector)], { from: pod('shop/web', { labels: { app: 'web', tier: 'x' } }) })).toBe('ALLOW');
  });

  test('a missing selector of the policy selects all pods, like an empty one', () => {
    expect(verdict([policy({ policyTypes: ['Ingress'] })])).toBe('DENY');
    expect(verdict([policy({ podSelector: null })])).toBe('DENY');
  });
});

describe('namespaceSelector', () => {
  const web = pod('other/web', { namespaceLabels: { team: 'a' } });

  test('it means all pods of the namespaces that it finds', () => {
    expect(verdict([fromNamespaces({ matchLabels: { team: 'a' } })], { from: web })).toBe('ALLOW');
    expect(verdict([fromNamespaces({ matchLabels: { team: 'b' } })], { from: web })).toBe('DENY');
  });

  test('empty, it means all namespaces, the own one too, but nobody outside', () => {
    expect(verdict([fromNamespaces({})], { from: web })).toBe('ALLOW');
    expect(verdict([fromNamespaces({})])).toBe('ALLOW');
    expect(verdict([fromNamespaces({})], { from: outside('203.0.113.9') })).toBe('DENY');
  });

  test('it does not mean the own namespace unless that has the labels', () => {
    expect(verdict([fromNamespaces({ matchLabels: { team: 'a' } })])).toBe('DENY');
  });

  test('with a podSelector in one entry, both must hold', () => {
    const both = fromNamespaces({ matchLabels: { team: 'a' } }, { matchLabels: { app: 'web' } });
    expect(verdict([both], { from: web })).toBe('ALLOW');
    expect(verdict([both], { from: { ...web, labels: { app: 'api' } } })).toBe('DENY');
    expect(verdict([both])).toBe('DENY');
  });

  test('with a podSelector in another entry, either is enough', () => {
    const either = ingress({ from: [{ namespaceSelector: { matchLabels: { team: 'a' } } }, { podSelector: { matchLabels: { app: 'web' } } }] });
    expect(verdict([either], { from: { ...web, labels: {} } })).toBe('ALLOW');
    expect(verdict([either])).toBe('ALLOW');
    expect(verdict([either], { from: pod('third/web') })).toBe('DENY');
  });

  test('every namespace has its name as a label, whatever its manifest says', () => {
    const byName = fromNamespaces({ matchLabels: { 'kubernetes.io/metadata.name': 'other' } });
    expect(verdict([byName], { from: pod('other/web') })).toBe('ALLOW');
    expect(verdict([byName], { from: pod('other/web', { namespaceLabels: undefined }) })).toBe('ALLOW');
    expect(verdict([byName], { from: pod('evil/web', { namespaceLabels: { 'kubernetes.io/metadata.name': 'other' } }) })).toBe('DENY');
  });

  test('it is UNKNOWN what it finds if the Namespace object is not at hand', () => {
    const from = pod('other/web', { namespaceLabels: undefined });
    expect(verdict([fromNamespaces({ matchLabels: { team: 'a' } })], { from })).toBe('UNKNOWN');
    expect(verdict([fromNamespaces({})], { from })).toBe('ALLOW');
    expect(verdict([fromNamespaces({ matchLabels: { team: 'a' } }, { matchLabels: { app: 'api' } })], { from })).toBe('DENY');
    expect(verdict([fromNamespaces({ matchLabels: { team: 'a' } }), policy({ ingress: [{}] }, 'shop/open')], { from })).toBe('ALLOW');
  });

  test('egress rules choose the destination', () => {
    const to = egress({ to: [{ namespaceSelector: { matchLabels: { team: 'a' } } }] });
    expect(verdict([to], { to: pod('other/db', { namespaceLabels: { team: 'a' } }) })).toBe('ALLOW');
    expect(verdict([to])).toBe('DENY');
  });
});
