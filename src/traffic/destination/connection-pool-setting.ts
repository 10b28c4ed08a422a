import type { Duration } from 'cdk8s';
import type { ConnectionPool } from './connection-pool';
import { H2UpgradePolicy } from './connection-pool';
import { durationProblem, durationText } from './durations';
import type { Setting, SettingPlace } from './setting';
import { given } from './setting';
import { isGrpc, isHttp } from '../../calls/app-protocol';
import { unknownValueProblem } from '../../private/known-values';
import { MAX_INT32, MAX_UINT32, wholeNumberProblem } from '../../private/numbers';

/** A connection pool as it is written, and what is wrong with it. */
export function connectionPoolSetting(pool: ConnectionPool): Setting<'connectionPool'> {
  const tcp = given({
    maxConnections: pool.maxConnections,
    connectTimeout: durationText(pool.connectTimeout),
    tcpKeepalive: pool.tcpKeepalive && given({
      probes: pool.tcpKeepalive.probes,
      time: durationText(pool.tcpKeepalive.time),
      interval: durationText(pool.tcpKeepalive.interval),
    }),
    maxConnectionDuration: durationText(pool.maxConnectionDuration),
    idleTimeout: durationText(pool.tcpIdleTimeout),
  });
  const http = given({
    http1MaxPendingRequests: pool.http1MaxPendingRequests,
    http2MaxRequests: pool.http2MaxRequests,
    maxRequestsPerConnection: pool.maxRequestsPerConnection,
    maxRetries: pool.maxRetries,
    idleTimeout: durationText(pool.httpIdleTimeout),
    h2UpgradePolicy: pool.h2UpgradePolicy,
    useClientProtocol: pool.useClientProtocol,
    maxConcurrentStreams: pool.maxConcurrentStreams,
  });
  return {
    name: 'connectionPool',
    wire: {
      ...Object.keys(tcp).length > 0 ? { tcp } : {},
      ...Object.keys(http).length > 0 ? { http } : {},
    },
    problems: valueProblems(pool),
    problemsAt: place => placeProblems(pool, place),
  };
}

const HTTP_ONLY = [
  'http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries', 'httpIdleTimeout', 'maxConcurrentStreams',
  'h2UpgradePolicy', 'useClientProtocol',
] as const;

function valueProblems(pool: ConnectionPool): string[] {
  const ignored = ', which Istio would take for no limit';
  const { tcpKeepalive: keepalive } = pool;
  return [
    Object.values(given(pool)).length === 0 ? 'it is empty; say at least one limit.' : undefined,
    ...(['maxConnections', 'http1MaxPendingRequests', 'http2MaxRequests', 'maxRetries', 'maxConcurrentStreams'] as const)
      .map(field => wholeNumberProblem(field, pool[field], 1, MAX_INT32, pool[field] === 0 ? ignored : '')),
    wholeNumberProblem('maxRequestsPerConnection', pool.maxRequestsPerConnection, 1, 2 ** 29, pool.maxRequestsPerConnection === 0 ? ignored : ''),
    durationProblem('connectTimeout', pool.connectTimeout),
    durationProblem('tcpIdleTimeout', pool.tcpIdleTimeout, 'for none'),
    durationProblem('httpIdleTimeout', pool.httpIdleTimeout),
    durationProblem('maxConnectionDuration', pool.maxConnectionDuration),
    keepalive && Object.values(given(keepalive)).length === 0 ? "'tcpKeepalive' is empty; say 'probes', 'time' or 'interval'." : undefined,
    wholeNumberProblem('tcpKeepalive.probes', keepalive?.probes, 1, MAX_UINT32),
    wholeSecondsProblem('tcpKeepalive.time', keepalive?.time),
    wholeSecondsProblem('tcpKeepalive.interval', keepalive?.interval),
    unknownValueProblem('h2UpgradePolicy', pool.h2UpgradePolicy, H2UpgradePolicy),
    pool.useClientProtocol && pool.h2UpgradePolicy === H2UpgradePolicy.UPGRADE
      ? "'useClientProtocol' keeps the version of HTTP that h2UpgradePolicy 'UPGRADE' changes, and Istio refuses both; choose one." : undefined,
  ].filter(problem => problem !== undefined);
}

/** Sockets count keepalive in seconds, and Istio drops the rest. */
function wholeSecondsProblem(what: string, duration: Duration | undefined): string | undefined {
  return durationProblem(what, duration) ?? (duration && duration.toMilliseconds() % 1000 !== 0
    ? `${what} of ${duration.toMilliseconds()} ms is no whole number of seconds, in which sockets count it; use Duration.seconds().` : undefined);
}

function placeProblems(pool: ConnectionPool, { ports, scope }: SettingPlace): (string | undefined)[] {
  const set = (field: keyof ConnectionPool) => pool[field] !== undefined;
  const list = ports.map(port => `'${port.name}' (${port.protocol})`).join(', ');
  const http = ports.filter(port => isHttp(port.protocol));
  const narrow = scope.version !== undefined || scope.port !== undefined;
  return [
    ...http.length > 0 ? [] : HTTP_ONLY.filter(set).map(field => `${field} is about HTTP, and its ports ${list} speak none; leave it out.`),
    ...http.length === ports.length ? [] : (['tcpIdleTimeout', 'maxConnectionDuration'] as const).filter(field => set(field) && narrow).map(field =>
      `${field} is read for the whole service only where a port speaks no HTTP (${list}); say it without 'version' and 'port'.`),
    http.length === ports.length && set('tcpIdleTimeout') && set('httpIdleTimeout')
      ? 'tcpIdleTimeout is ignored beside httpIdleTimeout where all ports speak HTTP; leave it out.' : undefined,
    http.length > 0 && set('maxConcurrentStreams') && !http.some(port => isGrpc(port.protocol))
      ? `maxConcurrentStreams is about HTTP/2, and its ports ${list} do not speak it; declare the port with WorkloadPort.http2() or grpc(), or leave it out.` : undefined,
    // Istio would speak HTTP/2 to any port, asking nobody what it speaks.
    http.length > 0 && http.length < ports.length && (pool.h2UpgradePolicy === H2UpgradePolicy.UPGRADE || pool.useClientProtocol)
      ? `it changes the version of HTTP, and not all of its ports ${list} speak HTTP; say it with 'port', of those that do.` : undefined,
    http.length > 0 && pool.h2UpgradePolicy === H2UpgradePolicy.UPGRADE && http.every(port => isGrpc(port.protocol))
      ? `h2UpgradePolicy 'UPGRADE' changes nothing, since its ports ${list} speak HTTP/2 already; leave it out.` : undefined,
  ];
}
