import { hasSidecar } from '../../../decision/proxies';
import type { Rule } from '../../rule';
import { asksForAmbient } from '../../world/waypoints';

const MODE = 'istio.io/dataplane-mode';

/** @see https://istio.io/latest/docs/ambient/usage/add-workloads/ */
export const AMBIENT_AND_SIDECAR: Rule = {
  code: 'MESH0247',
  severity: 'error',
  aliases: ['KIA1311', 'KIA1316'],
  title: 'workload of two data planes',
  explanation: 'Labels put the pods into ambient mode and ask for a sidecar as well. A pod has one of them; a sidecar keeps the pod out of ambient mode, whatever the labels say.',
  fix: 'Keep one: label pods with sidecars istio.io/dataplane-mode: none, or the others sidecar.istio.io/inject: "false".',
  *find(world) {
    for (const object of world.model.workloads.all) {
      const own = object.labels.get(MODE);
      const ambient = own === 'ambient' || (asksForAmbient(world, object.namespace) && own !== 'none');
      if (!ambient || object.outsideCluster || hasSidecar(world.model, object) !== true) { continue; }
      yield { object, message: 'its pods are to be in ambient mode, and to have a sidecar' };
    }
  },
};
