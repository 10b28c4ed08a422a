import { destinations } from './destinations';
import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { portProblem } from '../../../validation/ports';

export const PORT_OUT_OF_RANGE: Rule = {
  code: 'MESH0415',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'number that no port has',
  explanation: 'Ports are numbered from 1 to 65535. Istio refuses a VirtualService that matches, redirects to or sends to another one.',
  fix: 'Give the number of a port of the Service; leave a destination\'s port out if the Service has one only.',
  *find(world) {
    for (const { object, at } of destinations(world)) {
      const port = at.at('port');
      const message = port.exists ? portProblem(port.at('number').number ?? 0) : undefined;
      if (message !== undefined && port.object !== undefined) { yield { object, path: port.path, message }; }
    }
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec.http[].redirect.port', ...['http', 'tls', 'tcp'].map(protocol => `spec.${protocol}[].match[].port`))) {
      // Zero is none.
      const message = at.number === undefined || at.number === 0 ? undefined : portProblem(at.number);
      if (message !== undefined) { yield { object, path: at.path, message }; }
    }
  },
};
