import { isAmbient } from '../../../decision/proxies';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { Pods } from '../../world/pods';
import { rivals } from '../../world/rivals';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/ */
export const SEVERAL_FOR_ONE: Rule = {
  code: 'MESH0841',
  severity: 'error',
  aliases: ['IST0110', 'KIA0003'],
  title: 'Sidecars that select the same workload',
  explanation: 'Sidecars are not merged. Of several that select a workload, the oldest counts, and the hosts of the others stay unknown to it.',
  fix: 'Let each workload be selected by one Sidecar.',
  *find(world) {
    const pods = Pods.of(world);
    const special = world.model.sidecars.all.filter(({ workloadSelector }) => workloadSelector !== undefined && workloadSelector.size > 0);
    const found = rivals(special, ({ workloadSelector, namespace }) =>
      pods.selectedBy(workloadSelector!, namespace).filter(pod => !isAmbient(world.model, pod)));
    for (const { one: object, other, contested } of found) {
      yield { object, path: 'spec.workloadSelector', message: `Sidecar ${nameOf(other)} selects ${contested.kind} ${nameOf(contested)} too, and only one of them counts` };
    }
  },
};
