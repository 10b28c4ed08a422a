import type { Rule } from '../../rule';
import { portProblem } from '../../validation/ports';
import { listed } from '../../validation/words';
import { apiRoutes, backendsOf } from '../../world/api-routes';
import { Hosts } from '../../world/hosts';

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference */
export const BACKEND_PORT: Rule = {
  code: 'MESH1273',
  severity: 'error',
  aliases: [],
  title: 'port that the backend does not have',
  explanation: 'The port of a backend is a port of the Service, not of its containers. Where the Service has no such port, requests get 500.',
  fix: 'Name a port of the Service.',
  *find(world) {
    for (const { route, at, kind, namespace, name } of apiRoutes(world).flatMap(backendsOf)) {
      const port = at.at('port');
      if (port.number === undefined || portProblem(port.number) !== undefined || kind !== 'Service') { continue; }
      const [service] = Hosts.of(world).named(`${name}.${namespace}.svc.${world.model.meshConfig.clusterDomain}`);
      if (service === undefined || service.ports.some(entry => entry.port === port.number)) { continue; }
      const target = service.ports.find(entry => entry.target === port.number);
      const has = `Service ${namespace}/${name} has the ports ${listed(service.ports.map(entry => String(entry.port)))}`;
      yield {
        object: route,
        path: port.path,
        message: target === undefined ? `${has}, not ${port.number}` : `${has}; ${port.number} is the container's port behind ${target.port}`,
        ...target === undefined ? {} : { fix: `Write ${target.port}.` },
      };
    }
  },
};
