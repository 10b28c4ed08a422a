import { stringMap } from '../../../json';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { labelProblem } from '../../validation/labels';
import { listed } from '../../validation/words';
import { Inventory } from '../../world/inventory';
import { Pods } from '../../world/pods';

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry */
export const ENTRY_WITHOUT_WORKLOADS: Rule = {
  code: 'MESH0745',
  severity: 'warning',
  aliases: [],
  title: 'ServiceEntry that selects no workloads',
  explanation: 'The endpoints of the host are the pods, WorkloadEntries and machines of WorkloadGroups of this namespace that have the labels. There are none: calls get 503.',
  fix: 'Use labels of the workloads, and put the ServiceEntry into their namespace.',
  *find(world) {
    for (const object of world.objects('ServiceEntry', 'networking.istio.io')) {
      const at = Cursor.of(object.object, 'spec', 'workloadSelector', 'labels');
      const labels = stringMap(at.value);
      if (labels.size === 0 || labelProblem(at) !== undefined || !Inventory.of(world).shows(object.namespace)) { continue; }
      if (Pods.of(world).selectedBy(labels, object.namespace).length > 0) { continue; }
      yield { object, path: at.path, message: `nothing in namespace ${object.namespace} has ${listed([...labels].map(([key, value]) => `${key}=${value}`))}` };
    }
  },
};
