import { servers } from './servers';
import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { addressProblem } from '../../../validation/addresses';
import { portProblem } from '../../../validation/ports';
import { isUnixSocket, unixSocketProblem } from '../../../validation/unix-sockets';

export const MALFORMED_LISTENER: Rule = {
  code: 'MESH0605',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'server that cannot listen',
  explanation: 'A server listens on a port from 1 to 65535, at an address if one is given, or on a socket of Unix and then no port. Istio refuses others.',
  fix: 'Give the number of the port; leave bind out to listen everywhere.',
  *find(world) {
    for (const { object, at } of servers(world)) {
      const [bind, number] = [at.at('bind'), at.at('port', 'number')];
      const problem = problemOf(bind.string ?? '', number);
      if (problem !== undefined) { yield { object, path: (number.exists ? number : at.at('port')).path, message: problem }; }
      const wrongBind = bind.string === undefined || bind.string === '' ? undefined : isUnixSocket(bind.string) ? unixSocketProblem(bind.string) : addressProblem(bind.string);
      if (wrongBind !== undefined) { yield { object, path: bind.path, message: wrongBind }; }
    }
  },
};

function problemOf(bind: string, number: Cursor): string | undefined {
  const port = number.number ?? 0;
  if (isUnixSocket(bind)) { return port === 0 ? undefined : `a socket of Unix has no port ${port}, but 0`; }
  return number.exists && number.number === undefined ? undefined : portProblem(port);
}
