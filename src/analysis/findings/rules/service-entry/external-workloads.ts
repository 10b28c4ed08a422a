import { hasSidecar } from '../../../decision/proxies';
import { stringMap } from '../../../json';
import { nameOf } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { Pods } from '../../world/pods';

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Location */
export const EXTERNAL_WORKLOADS: Rule = {
  code: 'MESH0771',
  severity: 'warning',
  aliases: [],
  title: 'workloads of the mesh behind a host that counts as external',
  explanation: 'Unless it is said, a ServiceEntry is MESH_EXTERNAL, and to external hosts proxies send plaintext without identity. The selected workloads are in the mesh: under STRICT '
    + 'they refuse it, and policies do not know the caller.',
  fix: 'Set `location: MESH_INTERNAL`.',
  *find(world) {
    for (const object of world.objects('ServiceEntry', 'networking.istio.io')) {
      const spec = Cursor.of(object.object, 'spec');
      const labels = stringMap(spec.at('workloadSelector', 'labels').value);
      if (labels.size === 0 || (spec.at('location').string ?? 'MESH_EXTERNAL') !== 'MESH_EXTERNAL') { continue; }
      const inside = Pods.of(world).selectedBy(labels, object.namespace).find(pod => hasSidecar(world.model, pod) === true);
      if (inside !== undefined) { yield { object, path: spec.at('location').path, message: `${inside.kind} ${nameOf(inside)}, which it selects, has a sidecar` }; }
    }
  },
};
