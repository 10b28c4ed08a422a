import { importedServices, writtenImports } from './imports';
import type { Rule } from '../../rule';
import { SIDECAR } from '../../validation/kinds';
import { areThere } from '../../validation/places';
import { listed } from '../../validation/words';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener */
export const PORT_IMPORTS_NOTHING: Rule = {
  code: 'MESH0872',
  severity: 'warning',
  aliases: [],
  title: 'egress listener for a port that the host does not have',
  explanation: 'A listener with a port imports of its hosts only that port of the Service, which is not the container\'s. The Service has no such port, so nothing is imported.',
  fix: 'Name a port of the Service, or leave `port` out.',
  *find(world) {
    if (!areThere(world, SIDECAR, 'spec.egress[].port.number')) { return; }
    for (const written of writtenImports(world)) {
      const port = written.listener.at('port', 'number').number;
      if (port === undefined || port === 0 || written.host.startsWith('*') || written.listener.at('port', 'protocol').string?.toUpperCase() === 'HTTP_PROXY') { continue; }
      const services = importedServices(world, written);
      if (services.length === 0 || services.some(({ ports }) => ports.some(entry => entry.port === port))) { continue; }
      yield {
        object: written.object,
        path: written.at.path,
        message: `${services[0].host} has the ports ${listed(services[0].ports.map(entry => String(entry.port)))}, and the listener is for ${port}`,
      };
    }
  },
};
