import { contextOf, contextOptions } from './context';
import type { Manifest } from '../analysis/manifest';
import type { MeshModel } from '../analysis/model';
import { areNamespaces, buildModel, withNamespaces } from '../analysis/model';
import type { Mesh } from '../mesh/mesh';
import type { SynthesizedApp } from '../private/synthesis';

interface Read {
  readonly mesh: Mesh;
  readonly manifests: readonly Manifest[];
  readonly model: MeshModel;
}

const models = new WeakMap<SynthesizedApp, SynthesizedModels>();

/** What is read in one synth: the same manifests of one mesh are read once, whoever asks. */
export class SynthesizedModels {
  public static of(app: SynthesizedApp): SynthesizedModels {
    const known = models.get(app) ?? new SynthesizedModels();
    models.set(app, known);
    return known;
  }

  private readonly reads: Read[] = [];

  /**
   * Manifests of a mesh, of which the last counts of those that come twice.
   *
   * @param before what comes before them: where it is Namespaces alone, the manifests are read once with and without it
   */
  public modelOf(mesh: Mesh, manifests: readonly Manifest[], before: readonly Manifest[] = []): MeshModel {
    if (before.length > 0) {
      const model = areNamespaces(before) ? withNamespaces(this.modelOf(mesh, manifests), before, contextOptions(mesh, contextOf(mesh))) : undefined;
      return model ?? this.modelOf(mesh, [...before, ...manifests]);
    }
    const known = this.reads.find(read => read.mesh === mesh && areSame(read.manifests, manifests));
    if (known) {
      return known.model;
    }
    const model = buildModel(manifests, contextOptions(mesh, contextOf(mesh)));
    this.reads.push({ mesh, manifests, model });
    return model;
  }
}

function areSame(some: readonly Manifest[], others: readonly Manifest[]): boolean {
  return some.length === others.length && some.every(({ object, origin }, i) =>
    object === others[i].object && origin?.constructPath === others[i].origin?.constructPath);
}
