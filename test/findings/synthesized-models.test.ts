import { App } from 'cdk8s';
import { Mesh } from '../../src';
import type { Manifest } from '../../src/analysis/manifest';
import { SynthesizedApp } from '../../src/private/synthesis';
import { SynthesizedModels } from '../../src/proof/synthesized-models';

const namespace = (name: string, constructPath = name): Manifest => ({ object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, origin: { constructPath } });

describe('what is read in one synth', () => {
  const mesh = new Mesh(new App(), 'mesh');
  const [one, other] = [namespace('one'), namespace('other')];
  const isSame = (first: readonly Manifest[], second: readonly Manifest[], another = mesh): boolean => {
    const models = SynthesizedModels.of(new SynthesizedApp([]));
    return models.modelOf(mesh, first) === models.modelOf(another, second);
  };

  test('is read once where it is the same', () => {
    expect(isSame([one, other], [{ ...one }, { ...other }])).toBe(true);
  });

  test('is read again where objects, their order, their places or the mesh are others', () => {
    expect(isSame([one, other], [one])).toBe(false);
    expect(isSame([one, other], [other, one])).toBe(false);
    expect(isSame([one], [{ object: one.object, origin: { constructPath: 'elsewhere' } }])).toBe(false);
    expect(isSame([one], [{ object: { ...one.object as object }, origin: { constructPath: 'one' } }])).toBe(false);
    expect(isSame([one], [one], new Mesh(new App(), 'another', { trustDomain: 'example.org' }))).toBe(false);
  });

  test('is read once with and without Namespaces before it', () => {
    const models = SynthesizedModels.of(new SynthesizedApp([]));
    const alone = models.modelOf(mesh, [one]);
    const both = models.modelOf(mesh, [one], [{ object: other.object }]);
    expect([...both.namespaces.keys()]).toEqual(['other', 'one']);
    expect(both.workloads === alone.workloads).toBe(true);
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews', namespace: 'one' } };
    expect(models.modelOf(mesh, [one], [{ object: service }]).services.all.length).toBe(1);
  });

  test('is of that synth alone', () => {
    const model = SynthesizedModels.of(new SynthesizedApp([])).modelOf(mesh, [one]);
    expect(SynthesizedModels.of(new SynthesizedApp([])).modelOf(mesh, [one]) === model).toBe(false);
  });
});
