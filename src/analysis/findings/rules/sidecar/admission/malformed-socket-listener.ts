import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { SIDECAR } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { isUnixSocket, unixSocketProblem } from '../../../validation/unix-sockets';
import { quoted } from '../../../validation/words';

export const MALFORMED_SOCKET_LISTENER: Rule = {
  code: 'MESH0811',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'egress listener of port 0 that is no socket',
  explanation: 'A listener of egress with port 0, or with a port without a number, is a socket of Unix of its own, and captures nothing. Istio refuses it otherwise.',
  fix: 'Give the number of the port, or bind to unix:///path.',
  *find(world) {
    for (const { object, at } of places(world, SIDECAR, 'spec.egress')) {
      const seen = new Set<string>();
      for (const listener of at.items) {
        const bind = listener.at('bind').string ?? '';
        if (listener.at('port').object === undefined || (listener.at('port', 'number').number ?? 0) !== 0) { continue; }
        const message = problemOf(listener, bind) ?? (seen.has(bind) ? `there is a listener at ${quoted(bind)} already` : undefined);
        if (message !== undefined) { yield { object, path: listener.path, message }; }
        seen.add(bind);
      }
    }
  },
};

function problemOf(listener: Cursor, bind: string): string | undefined {
  const mode = listener.at('captureMode').string ?? 'DEFAULT';
  if (!isUnixSocket(bind)) { return 'port 0 needs a bind such as unix:///path'; }
  return unixSocketProblem(bind) ?? (['DEFAULT', 'NONE'].includes(mode) ? undefined : `a socket of Unix has no captureMode ${mode}`);
}
