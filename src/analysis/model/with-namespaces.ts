import type { Manifest } from '../manifest';
import { buildModel } from './build-model';
import type { ModelOptions } from './mesh-config';
import type { MeshModel } from './mesh-model';
import { valueAt } from '../json';

/** Whether manifests are Namespaces and nothing else. */
export function areNamespaces(manifests: readonly Manifest[]): boolean {
  return manifests.every(({ object }) => valueAt(object, 'apiVersion') === 'v1' && valueAt(object, 'kind') === 'Namespace');
}

/**
 * What `buildModel` makes of Namespaces and the manifests of a model after them, without reading those again; undefined where it
 * would have to.
 *
 * @param model of the manifests alone, with the same options
 */
export function withNamespaces(model: MeshModel, manifests: readonly Manifest[], options: ModelOptions): MeshModel | undefined {
  const { namespaces, problems } = buildModel(manifests, options);
  if (!areNamespaces(manifests) || problems.length > 0 || namespaces.size !== manifests.length) { return undefined; }
  const all = new Map(namespaces);
  for (const [name, { element }] of namespaces) {
    const later = model.namespaces.get(name)?.element;
    if (later === undefined) { continue; }
    // One that has a namespace of its own is another object, and does not replace this one.
    if (later.namespace !== element?.namespace) { return undefined; }
    all.delete(name);
  }
  for (const [name, namespace] of model.namespaces) {
    if (!all.has(name)) { all.set(name, namespace); }
  }
  return { ...model, namespaces: all };
}
