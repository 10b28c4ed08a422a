import { dig, isObject, valueAt } from '../../analysis/json';
import type { Manifest } from '../../analysis/manifest';
import { DEFAULT_MESH_CONFIG } from '../../analysis/model';
import { InputError } from '../input-error';
import { readText } from '../load-manifests';
import { parseManifests } from '../parse-manifests';

/** Where istiod's settings are looked for. */
const { rootNamespace: namespace } = DEFAULT_MESH_CONFIG;

/** How the mesh is set, as manifests: a bare MeshConfig becomes the ConfigMap in which istiod has it. */
export function readMeshConfigFile(file: string): readonly Manifest[] {
  return parseManifests(file, readText(file)).map(({ object, origin }) => {
    const mesh = dig(object, 'data', 'mesh');
    if (valueAt(object, 'kind') === 'IstioOperator') { return { object, origin }; }
    if (!isObject(object) || (object.kind !== undefined && typeof mesh !== 'string')) {
      throw new InputError(`${file}: this is no mesh config; give a MeshConfig, the ConfigMap istio, or an IstioOperator`);
    }
    return { object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace }, data: { mesh: mesh ?? JSON.stringify(object) } }, origin };
  });
}
