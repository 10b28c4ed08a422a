import { connectionPools } from './connection-pools';
import type { Rule } from '../../../rule';
import { within } from '../../../validation/places';

const LIMITS = [
  'http.http1MaxPendingRequests', 'http.http2MaxRequests', 'http.maxRequestsPerConnection', 'http.maxRetries', 'http.maxConcurrentStreams', 'tcp.maxConnections',
];

export const NEGATIVE_LIMIT: Rule = {
  code: 'MESH0509',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'limit below zero',
  explanation: 'Istio refuses negative limits of connections and requests.',
  fix: 'Give a number of zero or more, or leave the limit out.',
  *find(world) {
    for (const { object, at } of connectionPools(world)) {
      for (const limit of LIMITS.flatMap(path => within(at, path))) {
        if ((limit.number ?? 0) < 0) { yield { object, path: limit.path, message: `${limit.number} is less than nothing` }; }
      }
    }
  },
};
