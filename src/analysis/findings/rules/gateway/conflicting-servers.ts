import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { droppedServers } from '../../world/gateway-merge';

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server */
export const CONFLICTING_SERVERS: Rule = {
  code: 'MESH0645',
  severity: 'error',
  aliases: ['IST0145', 'KIA0301'],
  title: 'server that proxies leave out',
  explanation: 'All Gateways for the same pods are merged, the oldest first. A server with TLS for a host that another one has on the port is left out, and so is one whose protocol does '
    + 'not go with the plaintext that is spoken there. That two servers have a host on a port for HTTP is no conflict: they share their routes.',
  fix: 'Use another port or host, or write one server for both.',
  *find(world) {
    for (const { dropped, winner, reason, host } of droppedServers(world)) {
      const other = winner.gateway === dropped.gateway ? winner.at.path : `${winner.at.path} of Gateway ${nameOf(winner.gateway)}`;
      const port = dropped.server.port;
      const order = winner.gateway === dropped.gateway ? 'the first of them is used' : 'the one that is created first is used';
      yield {
        object: dropped.gateway,
        path: dropped.at.path,
        message: reason === 'host' ? `${other} has the host ${quoted(host)} with TLS on port ${port} too; ${order}`
          : `${other} speaks ${winner.server.protocol} on port ${port}, which does not go with ${dropped.server.protocol}; ${order}`,
      };
    }
  },
};
