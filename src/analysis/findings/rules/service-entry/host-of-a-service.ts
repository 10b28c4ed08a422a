import { nameOf } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { Hosts } from '../../world/hosts';

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/ */
export const HOST_OF_A_SERVICE: Rule = {
  code: 'MESH0770',
  severity: 'warning',
  aliases: [],
  title: 'ServiceEntry for the host of a Service',
  explanation: 'A Service of the cluster has the host already. Sidecars of another namespace than the entry\'s take the Service, those of its own take the entry: one name leads to two places.',
  fix: 'Use another host, or remove one of the two.',
  *find(world) {
    for (const object of world.objects('ServiceEntry', 'networking.istio.io')) {
      for (const at of Cursor.of(object.object, 'spec', 'hosts').items) {
        const service = at.string === undefined ? undefined : Hosts.of(world).named(at.string).find(({ exposure }) => exposure !== 'entry');
        if (service !== undefined) { yield { object, path: at.path, message: `this is the host of Service ${nameOf(service)}` }; }
      }
    }
  },
};
