import type { Labels } from '../../../model';
import type { Rule } from '../../rule';
import { listed } from '../../validation/words';
import { Pods } from '../../world/pods';

const NOTHING: Labels = new Map();

/** @see https://istio.io/latest/docs/reference/config/networking/workload-entry/ */
export const IDLE_WORKLOAD_ENTRY: Rule = {
  code: 'MESH0775',
  severity: 'info',
  aliases: [],
  title: 'machine that nothing leads to',
  explanation: 'A WorkloadEntry, or a machine of a WorkloadGroup, is called by way of a Service or ServiceEntry of its namespace that selects it by its labels. None does.',
  fix: 'Add a Service or a ServiceEntry whose selector has the labels.',
  *find(world) {
    const { model } = world;
    if (!model.workloads.all.some(({ outsideCluster }) => outsideCluster)) { return; }
    const selecting = model.services.all.filter(({ selector }) => selector !== undefined);
    const selected = new Set(selecting.flatMap(({ selector = NOTHING, namespace }) => Pods.of(world).selectedBy(selector, namespace)));
    for (const machine of model.workloads.all) {
      if (!machine.outsideCluster || selected.has(machine)) { continue; }
      const labels = [...machine.labels].map(([key, value]) => `${key}=${value}`);
      yield { object: machine, message: labels.length === 0 ? 'it has no labels to select it by' : `no Service and no ServiceEntry of namespace ${machine.namespace} selects ${listed(labels)}` };
    }
  },
};
