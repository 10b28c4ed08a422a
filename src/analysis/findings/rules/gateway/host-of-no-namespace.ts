import type { Rule } from '../../rule';
import { isDnsLabel } from '../../validation/dns-names';
import { quoted } from '../../validation/words';
import { serversOf } from '../../world/gateway-merge';
import { Inventory } from '../../world/inventory';

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server */
export const HOST_OF_NO_NAMESPACE: Rule = {
  code: 'MESH0674',
  severity: 'warning',
  aliases: [],
  title: 'host for the routes of a namespace that is not there',
  explanation: 'With `namespace/host` a server takes routes of that namespace only. As there is no such namespace, there will be no routes.',
  fix: 'Name the namespace of the VirtualServices: `.` is the Gateway\'s own, `*` is any.',
  *find(world) {
    for (const gateway of world.model.gateways.all) {
      for (const at of serversOf(gateway).flatMap(server => server.at.at('hosts').items)) {
        const [namespace, host] = at.string?.split('/') ?? [];
        if (host === undefined || !isDnsLabel(namespace) || Inventory.of(world).mayHave(namespace)) { continue; }
        yield { object: gateway, path: at.path, message: `there is no namespace ${quoted(namespace)}` };
      }
    }
  },
};
