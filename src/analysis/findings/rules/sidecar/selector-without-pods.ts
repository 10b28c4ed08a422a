import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { labelProblem } from '../../validation/labels';
import { listed } from '../../validation/words';
import { Inventory } from '../../world/inventory';
import { Pods } from '../../world/pods';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#WorkloadSelector */
export const SIDECAR_WITHOUT_PODS: Rule = {
  code: 'MESH0842',
  severity: 'warning',
  aliases: ['IST0101', 'KIA0004'],
  title: 'Sidecar that selects no pods',
  explanation: 'A Sidecar with a selector is for pods of its own namespace. Where none has the labels, it does nothing, and the workload that it was meant for knows the whole mesh.',
  fix: 'Use labels of the pods, and put the Sidecar into their namespace.',
  *find(world) {
    for (const sidecar of world.model.sidecars.all) {
      const { workloadSelector: selector, namespace } = sidecar;
      // In the root namespace it is another mistake.
      if (selector === undefined || selector.size === 0 || namespace === world.model.meshConfig.rootNamespace) { continue; }
      if (!Inventory.of(world).shows(namespace) || labelProblem(Cursor.of(sidecar.object, 'spec', 'workloadSelector', 'labels')) !== undefined) { continue; }
      if (Pods.of(world).selectedBy(selector, namespace).length > 0) { continue; }
      yield { object: sidecar, path: 'spec.workloadSelector', message: `no pod of namespace ${namespace} has ${listed([...selector].map(([key, value]) => `${key}=${value}`))}` };
    }
  },
};
