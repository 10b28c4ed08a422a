import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { Inventory } from '../../world/inventory';

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/ */
export const GROUP_ACCOUNT: Rule = {
  code: 'MESH0743',
  severity: 'warning',
  aliases: ['KIA1701'],
  title: 'machines with a service account that does not exist',
  explanation: 'Machines of a WorkloadGroup prove their identity by a token of its service account. Without the ServiceAccount there is no token, and they cannot join the mesh.',
  fix: 'Create the ServiceAccount in the namespace of the WorkloadGroup.',
  *find(world) {
    if (world.objects('WorkloadGroup', 'networking.istio.io').length === 0) { return; }
    const known = new Set([
      ...world.objects('ServiceAccount', '').map(({ namespace, name }) => `${namespace}/${name}`),
      ...world.model.workloads.all.filter(({ outsideCluster }) => !outsideCluster).map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
    ]);
    for (const object of world.objects('WorkloadGroup', 'networking.istio.io')) {
      const at = Cursor.of(object.object, 'spec', 'template', 'serviceAccount');
      if (at.string === undefined || at.string === '' || at.string === 'default' || known.has(`${object.namespace}/${at.string}`) || !Inventory.of(world).shows(object.namespace)) { continue; }
      yield { object, path: at.path, message: `namespace ${object.namespace} has no ServiceAccount ${quoted(at.string)}` };
    }
  },
};
