import { isAmbient } from '../../../decision/proxies';
import type { Sidecar, Workload } from '../../../model';
import type { Rule } from '../../rule';
import { nameOf } from '../../world/by-name';
import { Pods } from '../../world/pods';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/ */
export const SEVERAL_FOR_ONE: Rule = {
  code: 'MESH0841',
  severity: 'error',
  aliases: ['IST0110', 'KIA0003'],
  title: 'Sidecars that select the same workload',
  explanation: 'Sidecars are not merged. Of several that select a workload, the oldest counts, and the hosts of the others stay unknown to it.',
  fix: 'Let each workload be selected by one Sidecar.',
  *find(world) {
    const first = new Map<Workload, Sidecar>();
    // The oldest first.
    for (const sidecar of world.model.sidecars.all) {
      if (sidecar.workloadSelector === undefined || sidecar.workloadSelector.size === 0) { continue; }
      let told = false;
      for (const pod of Pods.of(world).selectedBy(sidecar.workloadSelector, sidecar.namespace)) {
        const other = first.get(pod);
        if (other === undefined) { first.set(pod, sidecar); continue; }
        if (told || isAmbient(world.model, pod)) { continue; }
        told = true;
        yield { object: sidecar, path: 'spec.workloadSelector', message: `Sidecar ${nameOf(other)} selects ${pod.kind} ${nameOf(pod)} too, and only one of them counts` };
      }
    }
  },
};
