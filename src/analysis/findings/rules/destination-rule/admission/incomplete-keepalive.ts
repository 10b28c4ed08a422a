import { connectionPools } from './connection-pools';
import type { Rule } from '../../../rule';
import { within } from '../../../validation/places';

export const INCOMPLETE_KEEPALIVE: Rule = {
  code: 'MESH0526',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'keepalive of HTTP/2 without an interval or a timeout',
  explanation: 'http2KeepAlive, which is there since Istio 1.31, needs both. Istio refuses one alone.',
  fix: 'Give both interval and timeout.',
  *find(world) {
    for (const { object, at } of connectionPools(world)) {
      for (const keepalive of within(at, 'http.http2KeepAlive')) {
        const missing = ['interval', 'timeout'].find(field => !keepalive.at(field).exists);
        if (keepalive.object !== undefined && missing !== undefined) { yield { object, path: keepalive.path, message: `there is no ${missing}` }; }
      }
    }
  },
};
