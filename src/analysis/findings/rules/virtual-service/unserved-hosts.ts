import type { Rule } from '../../rule';
import { quoted, listed } from '../../validation/words';
import { gatewaysOf, serves } from '../../world/bindings';
import { virtualServiceOf } from '../../world/by-name';

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server */
export const UNSERVED_HOSTS: Rule = {
  code: 'MESH0445',
  severity: 'warning',
  aliases: ['IST0132'],
  title: 'gateway that serves none of the hosts',
  explanation: 'A Gateway asks a VirtualService only about hosts that one of its servers lists, and that the server allows to the namespace of the VirtualService. '
    + 'Where there is none, the VirtualService does nothing at that gateway.',
  fix: 'List the hosts at a server of the Gateway, or take the Gateway out of `gateways`.',
  *find(world) {
    if (world.model.gateways.all.length === 0) { return; }
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const route = virtualServiceOf(world, object);
      if (route === undefined || route.hosts.length === 0) { continue; }
      for (const gateway of gatewaysOf(world, route)) {
        if (gateway.servers.length === 0 || gateway.servers.some(server => route.hosts.some(host => serves(server, route, host)))) { continue; }
        const served = [...new Set(gateway.servers.flatMap(server => server.hosts.map(({ namespace, host }) => quoted(namespace === '*' ? host : `${namespace}/${host}`))))];
        yield {
          object,
          path: 'spec.hosts',
          message: `Gateway ${gateway.namespace}/${gateway.name} serves ${listed(served)}, and none of ${listed(route.hosts.map(quoted))} to namespace ${object.namespace}`,
        };
      }
    }
  },
};
