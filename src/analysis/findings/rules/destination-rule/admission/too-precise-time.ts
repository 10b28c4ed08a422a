import { connectionPools } from './connection-pools';
import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { nanoseconds, precisionProblem } from '../../../validation/durations';
import { ofText, refused, within } from '../../../validation/places';
import { quoted } from '../../../validation/words';

const OF_POOLS = [
  'http.idleTimeout', 'http.http2KeepAlive.interval', 'http.http2KeepAlive.timeout', 'tcp.connectTimeout', 'tcp.maxConnectionDuration', 'tcp.idleTimeout', 'tcp.tcpKeepalive.time', 'tcp.tcpKeepalive.interval',
];
const OF_POLICIES = ['outlierDetection.baseEjectionTime', 'outlierDetection.interval', 'loadBalancer.warmup.duration'];

export const TOO_PRECISE_POLICY_TIME: Rule = {
  code: 'MESH0511',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'time of a policy that is too precise, or none',
  explanation: 'Proxies count milliseconds, and Istio refuses fractions of them.',
  fix: 'Write it like 1.5s, without fractions of milliseconds.',
  *find(world) {
    for (const field of OF_POLICIES) { yield* refused(settings(world, field), ofText(precisionProblem)); }
    // Nobody else looks at it before it is read.
    yield* refused(settings(world, 'loadBalancer.consistentHash.httpCookie.ttl'), ofText(text => nanoseconds(text) === undefined ? `${quoted(text)} is no duration` : undefined));
    for (const { object, at } of connectionPools(world)) {
      yield* refused(OF_POOLS.flatMap(path => within(at, path)).map(time => ({ object, at: time })), ofText(precisionProblem));
    }
  },
};
