import { isAmbient } from '../../../decision/proxies';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { Pods } from '../../world/pods';
import { isAmbientNamespace } from '../../world/waypoints';

/** @see https://istio.io/latest/docs/ambient/usage/ */
export const AMBIENT_SIDECAR: Rule = {
  code: 'MESH0846',
  severity: 'warning',
  aliases: ['IST0167'],
  title: 'Sidecar in the ambient mesh',
  explanation: 'Workloads of the ambient mesh have no sidecar, and what a Sidecar says of them is not heard: they reach every service of the mesh.',
  fix: 'Remove it; say what may be called by AuthorizationPolicies and NetworkPolicies.',
  *find(world) {
    for (const sidecar of world.model.sidecars.all) {
      if (isAmbientNamespace(world, sidecar.namespace)) {
        yield { object: sidecar, message: `namespace ${sidecar.namespace} is in the ambient mesh` };
        continue;
      }
      const pods = sidecar.workloadSelector === undefined ? [] : Pods.of(world).selectedBy(sidecar.workloadSelector, sidecar.namespace);
      const ambient = pods.find(pod => isAmbient(world.model, pod));
      if (ambient !== undefined) { yield { object: sidecar, path: 'spec.workloadSelector', message: `${ambient.kind} ${nameOf(ambient)} is in the ambient mesh` }; }
    }
  },
};
