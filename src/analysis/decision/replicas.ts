import { dig } from '../json';
import type { MeshModel, Workload } from '../model';

/** Kinds whose number of pods stands in them. */
const SCALED = ['Deployment', 'StatefulSet', 'ReplicaSet', 'Rollout'];

/** Kinds that change it; they name what they scale alike. */
const SCALERS = ['HorizontalPodAutoscaler', 'ScaledObject'];

const scaled = new WeakMap<MeshModel, ReadonlySet<string>>();

/** Is there never a second pod beside it, as far as manifests tell? */
export function isOnePod(model: MeshModel, { kind, namespace, name, object }: Workload): boolean {
  const replicas = dig(object, 'spec', 'replicas') ?? 1;
  return kind === 'Pod' || (SCALED.includes(kind) && replicas === 1 && !scaledIn(model).has(`${namespace}/${kind}/${name}`));
}

function scaledIn(model: MeshModel): ReadonlySet<string> {
  let known = scaled.get(model);
  if (known === undefined) {
    known = new Set(model.others.filter(({ kind }) => SCALERS.includes(kind)).map(({ namespace, object }) => {
      const target = dig(object, 'spec', 'scaleTargetRef');
      return `${namespace}/${String(dig(target, 'kind') ?? 'Deployment')}/${String(dig(target, 'name'))}`;
    }));
    scaled.set(model, known);
  }
  return known;
}
