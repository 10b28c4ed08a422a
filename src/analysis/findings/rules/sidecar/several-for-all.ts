import { byAge, nameOf } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { rivals } from '../../world/rivals';
import { isAmbientNamespace } from '../../world/waypoints';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/ */
export const SEVERAL_FOR_ALL: Rule = {
  code: 'MESH0840',
  severity: 'error',
  aliases: ['IST0111', 'KIA0002'],
  title: 'Sidecars for a whole namespace',
  explanation: 'Sidecars are not merged. Of several without selector in a namespace, only the oldest counts: which one that is depends on the order of their creation.',
  fix: 'Merge them into one, or give each a `workloadSelector`.',
  *find(world) {
    const general = world.objects('Sidecar', 'networking.istio.io').filter(({ object, namespace }) =>
      Cursor.of(object, 'spec', 'workloadSelector', 'labels').entries.length === 0 && !isAmbientNamespace(world, namespace)).sort(byAge);
    for (const { one: object, other } of rivals(general, ({ namespace }) => [namespace])) {
      yield { object, message: `Sidecar ${nameOf(other)} is for all workloads of the namespace too, and only one of them counts` };
    }
  },
};
