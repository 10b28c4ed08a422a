import type { Rule } from '../../rule';
import { listed } from '../../validation/words';
import { destinationsOf } from '../../world/destinations';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
export const MISSING_PORT: Rule = {
  code: 'MESH0472',
  severity: 'error',
  aliases: ['IST0101'],
  title: 'port that the destination does not have',
  explanation: 'A destination\'s port is a port of the Service, not of its containers. Where the Service has no such port, requests are answered with 503.',
  fix: 'Name a port of the Service.',
  *find(world) {
    for (const { object, at, host, port, services } of destinationsOf(world)) {
      if (port === undefined || services.length === 0 || services.some(service => service.ports.some(entry => entry.port === port))) { continue; }
      const [service] = services;
      const target = service.ports.find(entry => entry.target === port);
      const has = service.ports.length === 0 ? 'has no ports' : `has ${service.ports.length === 1 ? 'only port' : 'the ports'} ${listed(service.ports.map(entry => String(entry.port)))}`;
      yield {
        object,
        path: at.at('port', 'number').path,
        message: `${host} ${has}${target === undefined ? `, not ${port}` : `; ${port} is the container's port behind ${target.port}`}`,
        ...target === undefined ? {} : { fix: `Write ${target.port}.` },
      };
    }
  },
};
