import { fixtures } from './findings/_fixtures';
import type { Manifest } from '../../src/analysis/manifest';
import { buildModel, withNamespaces } from '../../src/analysis/model';

const namespace = (name: string, labels: object = {}): Manifest => ({ object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } } });
const before = [namespace('istio-system'), namespace('bookinfo'), namespace('elsewhere', { 'istio-injection': 'enabled' }), namespace('shop')];

test('Namespaces before manifests are as if all were read together', () => {
  for (const { manifests, options } of fixtures()) {
    const together = buildModel([...before, ...manifests], options);
    const added = withNamespaces(buildModel(manifests, options), before, options);
    expect(added).toEqual(together);
    expect([...added!.namespaces.keys()]).toEqual([...together.namespaces.keys()]);
  }
});

test('what is no Namespace, or more than one of a name, is read together', () => {
  const model = buildModel([]);
  expect(withNamespaces(model, [{ object: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews' } } }], {})).toBeUndefined();
  expect(withNamespaces(model, [namespace('shop'), namespace('shop')], {})).toBeUndefined();
  expect(withNamespaces(model, [namespace('shop', { 'istio-injection': 1 })], {})).toBeUndefined();
  const odd = buildModel([{ object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', namespace: 'odd' } } }]);
  expect(withNamespaces(odd, [namespace('shop')], {})).toBeUndefined();
});
