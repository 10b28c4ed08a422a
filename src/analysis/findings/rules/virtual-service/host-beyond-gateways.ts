import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { gatewaysOf, isForMesh, serves } from '../../world/bindings';
import { virtualServiceOf } from '../../world/by-name';

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server */
export const HOST_BEYOND_GATEWAYS: Rule = {
  code: 'MESH0471',
  severity: 'warning',
  aliases: [],
  title: 'host that no gateway of the VirtualService serves',
  explanation: 'Some hosts of the VirtualService are served by its gateways and this one is not: requests for it get 404, although there are routes for it.',
  fix: 'List the host at a server of the Gateway, or take it out of `hosts`.',
  *find(world) {
    if (world.model.gateways.all.length === 0) { return; }
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const route = virtualServiceOf(world, object);
      if (route === undefined || isForMesh(route)) { continue; }
      const gateways = gatewaysOf(world, route);
      // A gateway that is not shown may serve anything.
      if (gateways.length === 0 || gateways.length < route.gateways.length) { continue; }
      const isServed = (host: string): boolean => gateways.some(gateway => gateway.servers.some(server => serves(server, route, host)));
      if (!route.hosts.some(isServed)) { continue; }
      for (const at of Cursor.of(object.object, 'spec', 'hosts').items) {
        if (at.string !== undefined && at.string.includes('.') && !isServed(at.string)) {
          yield { object, path: at.path, message: `no server of ${gateways.map(({ namespace, name }) => `Gateway ${namespace}/${name}`).join(' or ')} lists ${quoted(at.string)}` };
        }
      }
    }
  },
};
