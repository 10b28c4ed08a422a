import type { Rule } from '../../rule';
import { listed } from '../../validation/words';
import { destinationsOf } from '../../world/destinations';
import { listenerPorts } from '../../world/listener-ports';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
export const UNDECIDED_PORT: Rule = {
  code: 'MESH0442',
  severity: 'error',
  aliases: ['IST0112'],
  title: 'destination of several ports without a port',
  explanation: 'A destination without port takes the only port of its Service. Where there are several, it takes the one on which the request came in; if the '
    + 'destination has no such port, which is usual behind a gateway, callers get 503.',
  fix: 'Say which port is meant by `port.number`.',
  *find(world) {
    for (const { object, virtualService, at, host, port, services: [service] } of destinationsOf(world)) {
      if (service === undefined || port !== undefined || service.ports.length < 2) { continue; }
      const own = new Set(service.ports.map(entry => entry.port));
      const missing = listenerPorts(world, virtualService).filter(entry => !own.has(entry.port));
      const has = `${host} has the ports ${listed([...own].map(String))}, and none is chosen`;
      yield missing.length === 0
        ? { object, path: at.path, severity: 'warning', message: `${has}, so that it is the caller's` }
        : { object, path: at.path, message: `${has}: what comes in on port ${listed([...new Set(missing.map(entry => String(entry.port)))])} finds nothing` };
    }
  },
};
