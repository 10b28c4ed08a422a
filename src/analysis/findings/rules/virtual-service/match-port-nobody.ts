import { fieldsOfRoutes, routeLists } from './routes';
import type { Rule } from '../../rule';
import { listed } from '../../validation/words';
import { gatewaysOf, isForMesh } from '../../world/bindings';
import { virtualServiceOf } from '../../world/by-name';
import { Hosts } from '../../world/hosts';
import { listenerPorts } from '../../world/listener-ports';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest */
export const MATCH_PORT_NOBODY: Rule = {
  code: 'MESH0483',
  severity: 'warning',
  aliases: [],
  title: 'match for a port on which nothing comes in',
  explanation: '`port` of a match is the port of the Service that the caller asks for, or of the Gateway\'s server; not that of a container. On this one the hosts have none.',
  fix: 'Name a port of the Service or of the Gateway.',
  *find(world) {
    if (fieldsOfRoutes(world, 'match[].port').length === 0) { return; }
    for (const { object, route } of routeLists(world)) {
      const ports = route.at('match').items.map(match => match.at('port')).filter(at => at.number !== undefined && at.number !== 0);
      const virtualService = ports.length === 0 ? undefined : virtualServiceOf(world, object);
      if (virtualService === undefined || virtualService.hosts.length === 0) { continue; }
      const gateways = gatewaysOf(world, virtualService);
      const isKnown = gateways.length === virtualService.gateways.filter(name => name !== 'mesh').length && (!isForMesh(virtualService)
        || virtualService.hosts.every(host => Hosts.of(world).find(host, object.namespace).visible.length > 0));
      const known = isKnown ? new Set(listenerPorts(world, virtualService).map(({ port }) => port)) : new Set<number>();
      if (known.size === 0) { continue; }
      for (const at of ports) {
        if (!known.has(at.number ?? 0)) { yield { object, path: at.path, message: `requests come in on port ${listed([...known].map(String))}, not on ${at.number}` }; }
      }
    }
  },
};
