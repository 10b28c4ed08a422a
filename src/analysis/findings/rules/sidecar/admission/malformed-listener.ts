import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { addressProblem } from '../../../validation/addresses';
import { dnsLabelProblem } from '../../../validation/dns-names';
import { SIDECAR } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { portProblem } from '../../../validation/ports';
import { protocolProblem } from '../../../validation/protocols';

export const MALFORMED_SIDECAR_LISTENER: Rule = {
  code: 'MESH0803',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'listener that cannot be',
  explanation: 'A listener has a port from 1 to 65535, whose name is a DNS label and whose protocol Istio knows, and it binds to an address. Istio refuses others.',
  fix: 'Write the port as the Service or the container has it; leave bind out.',
  *find(world) {
    for (const { object, at } of places(world, SIDECAR, 'spec.ingress[]', 'spec.egress[]')) {
      if (!at.at('port').exists && !at.at('bind').exists) { continue; }
      const [name, protocol, number, bind] = [at.at('port', 'name'), at.at('port', 'protocol'), at.at('port', 'number'), at.at('bind')];
      const wrong = (where: Cursor, check: (text: string) => string | undefined) =>
        where.string === undefined || where.string === '' ? [] : [{ where, message: check(where.string) }];
      // A listener of egress at port 0 is a socket of Unix.
      const isSocket = at.path.startsWith('spec.egress') && (number.number ?? 0) === 0;
      const problems = [
        ...wrong(name, dnsLabelProblem), ...wrong(protocol, protocolProblem), ...isSocket ? [] : wrong(bind, addressProblem),
        ...isSocket || at.at('port').object === undefined || (number.exists && number.number === undefined) ? [] : [{ where: number, message: portProblem(number.number ?? 0) }],
      ];
      for (const { where, message } of problems) {
        if (message !== undefined) { yield { object, path: where.path, message }; }
      }
    }
  },
};
