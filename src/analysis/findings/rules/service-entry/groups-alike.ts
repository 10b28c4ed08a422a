import { stringMap } from '../../../json';
import type { Element } from '../../../model';
import { byAge, nameOf } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { listed } from '../../validation/words';

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/ */
export const GROUPS_ALIKE: Rule = {
  code: 'MESH0744',
  severity: 'warning',
  aliases: ['KIA1702'],
  title: 'WorkloadGroups with the same labels',
  explanation: 'Services and policies tell machines apart by their labels: whatever selects those of one group selects those of the other.',
  fix: 'Give each group a label of its own.',
  *find(world) {
    const first = new Map<string, Element>();
    for (const object of [...world.objects('WorkloadGroup', 'networking.istio.io')].sort(byAge)) {
      const at = Cursor.of(object.object, 'spec', 'metadata', 'labels');
      const labels = [...stringMap(at.value)].map(([key, value]) => `${key}=${value}`).sort();
      if (labels.length === 0) { continue; }
      const key = JSON.stringify([object.namespace, labels]);
      const other = first.get(key);
      if (other === undefined) { first.set(key, object); continue; }
      yield { object, path: at.path, message: `WorkloadGroup ${nameOf(other)} has the labels ${listed(labels)} too` };
    }
  },
};
