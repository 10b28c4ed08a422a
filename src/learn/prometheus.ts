import { calleeOfHost, isNoService, splitHost } from './hosts';
import type { LeftOut, Observation, ObservedCallee, ObservedCaller, ObservedProtocol, ObservedWorkload, Reading } from './observations';
import { outcomeOf } from './outcome';
import { principalText, readPrincipal } from './principal';
import { dig, isObject, stringMap, valueAt } from '../analysis/json';

/** A series and its latest value. */
export interface Sample {
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

/** Is it an answer of Prometheus' HTTP API? */
export function isPrometheusAnswer(json: unknown): boolean {
  const status = valueAt(json, 'status');
  return (status === 'success' || status === 'error') && (isObject(valueAt(json, 'data')) || typeof valueAt(json, 'error') === 'string');
}

/** The samples of an answer; a sentence where it has none of the form that was asked for. */
export function readAnswer(json: unknown): readonly Sample[] | string {
  if (valueAt(json, 'status') === 'error') {
    return `Prometheus answers with an error: ${String(valueAt(json, 'errorType') ?? 'unknown')}: ${String(valueAt(json, 'error') ?? '').split('\n')[0]}`;
  }
  const type = dig(json, 'data', 'resultType');
  const result = dig(json, 'data', 'result');
  if (valueAt(json, 'status') !== 'success' || !Array.isArray(result) || (type !== 'vector' && type !== 'matrix')) {
    return 'this is no answer of Prometheus to a query for series';
  }
  return result.flatMap((series: unknown) => {
    const pair = type === 'vector' ? valueAt(series, 'value') : (valueAt(series, 'values') as unknown[] | undefined)?.at(-1);
    const value = Number(dig(pair, '1'));
    return Number.isFinite(value) ? [{ labels: stringMap(valueAt(series, 'metric')), value }] : [];
  });
}

/** Reads samples of Istio's standard metrics; what carries other labels is left out, and said. */
export function readSamples(metric: string, samples: readonly Sample[], place: string): Reading {
  const left: LeftOut[] = [];
  const observations = samples.flatMap((sample, i): Observation[] => {
    const read = readSample(metric, sample);
    if (typeof read !== 'string') { return [read]; }
    left.push({ place: `${place}: ${metric} ${i}`, reason: read });
    return [];
  });
  return { observations, left, remarks: [] };
}

/** The metrics of an answer that was written to a file; their names are among its labels unless a query has summed them up. */
export function metricOf({ labels }: Sample): string {
  return labels.get('__name__') ?? (labels.has('response_code') ? 'istio_requests_total' : 'istio_tcp_connections_opened_total');
}

function readSample(metric: string, { labels, value }: Sample): Observation | string {
  if (!labels.has('source_workload') && !labels.has('destination_service') && !labels.has('destination_workload')) {
    const others = [...labels.keys()].filter(name => name !== '__name__').sort();
    return `it has none of the labels source_workload, destination_workload and destination_service; its labels are ${others.join(', ') || 'none'}`;
  }
  if (value <= 0) { return 'it counts nothing'; }
  const protocol = protocolOf(metric, labels);
  const ending = outcomeOf({
    protocol, code: labels.get('response_code'), grpcStatus: labels.get('grpc_response_status'), flags: labels.get('response_flags'),
  });
  const source = workloadOf('source', labels);
  const caller: ObservedCaller = source === undefined ? { kind: 'nobody' } : { kind: 'workload', workload: source };
  const plaintext = labels.get('reporter') === 'destination' && labels.get('connection_security_policy') === 'none';
  const { port } = splitHost(labels.get('destination_service') ?? '');
  const callee = calleeOf(labels);
  return { caller, callee, protocol, ...port === undefined ? {} : { port }, ...ending, amount: value, ...plaintext ? { plaintext } : {} };
}

function protocolOf(metric: string, labels: ReadonlyMap<string, string>): ObservedProtocol {
  if (metric.startsWith('istio_tcp_')) { return 'tcp'; }
  return labels.get('request_protocol') === 'grpc' ? 'grpc' : 'http';
}

function workloadOf(side: 'source' | 'destination', labels: ReadonlyMap<string, string>): ObservedWorkload | undefined {
  const label = (name: string): string | undefined => {
    const text = labels.get(`${side}_${name}`);
    return isNoService(text) ? undefined : text;
  };
  const workload = label('workload');
  const principal = readPrincipal(labels.get(`${side}_principal`));
  const namespace = label('workload_namespace') ?? principal?.namespace;
  if (namespace === undefined || (workload === undefined && principal === undefined)) { return undefined; }
  const app = label('canonical_service') ?? label('app');
  const version = label('canonical_revision') ?? label('version');
  const cluster = label('cluster');
  return {
    namespace,
    ...workload === undefined ? {} : { workload },
    ...app === undefined ? {} : { app },
    // Istio says 'latest' of pods without a version.
    ...version === undefined || version === 'latest' ? {} : { version },
    ...cluster === undefined ? {} : { cluster },
    ...principal === undefined ? {} : { principal: principalText(principal) },
  };
}

function calleeOf(labels: ReadonlyMap<string, string>): ObservedCallee {
  const workload = workloadOf('destination', labels);
  const service = labels.get('destination_service_name') ?? '';
  const host = splitHost(labels.get('destination_service') ?? '').host;
  if (/^(?:PassthroughCluster|BlackHoleCluster)$/.test(service)) {
    const named = isNoService(host) ? undefined : calleeOfHost(host);
    if (named?.kind === 'host' && service === 'PassthroughCluster') { return named; }
    return { kind: 'unknown', name: isNoService(host) ? service : `${host} (${service})` };
  }
  if (isNoService(host) && isNoService(service)) { return workload === undefined ? { kind: 'unknown', name: 'unknown' } : { kind: 'workload', workload }; }
  const named = isNoService(host) ? undefined : calleeOfHost(host, workload);
  if (named !== undefined && named.kind !== 'unknown') { return named; }
  const namespace = labels.get('destination_service_namespace');
  if (!isNoService(service) && !service.includes('.') && !isNoService(namespace)) {
    return { kind: 'service', namespace: namespace!, name: service, ...workload ? { workload } : {} };
  }
  return workload === undefined ? named ?? { kind: 'unknown', name: service || host } : { kind: 'workload', workload };
}
