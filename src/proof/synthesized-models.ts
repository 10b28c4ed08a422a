import { contextOf, contextOptions } from './context';
import type { Manifest } from '../analysis/manifest';
import type { MeshModel } from '../analysis/model';
import { buildModel } from '../analysis/model';
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

  /** Manifests of a mesh, of which the last counts of those that come twice. */
  public modelOf(mesh: Mesh, manifests: readonly Manifest[]): MeshModel {
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
