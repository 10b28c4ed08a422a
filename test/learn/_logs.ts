import type { App } from 'cdk8s';
import { callsOf } from './_declared';
import type { Pod } from './_kiali';
import { endsOf } from './_kiali';
import { AccessLogReader } from '../../src/learn/access-log';
import type { Reading } from '../../src/learn/observations';

/** The fields of Istio's default format in JSON. */
export type LogEntry = { [field: string]: string | number | null };

const DEFAULTS: LogEntry = {
  authority: null,
  bytes_received: 0,
  bytes_sent: 615,
  connection_termination_details: null,
  downstream_local_address: '10.96.0.9:8000',
  downstream_remote_address: '10.244.0.7:45678',
  duration: 4,
  method: null,
  path: null,
  protocol: null,
  request_id: null,
  requested_server_name: null,
  response_code: 0,
  response_code_details: null,
  response_flags: '-',
  route_name: null,
  start_time: '2026-02-24T10:30:45.123Z',
  upstream_cluster: null,
  upstream_host: '10.244.0.9:8000',
  upstream_local_address: '10.244.0.7:40000',
  upstream_service_time: null,
  upstream_transport_failure_reason: null,
  user_agent: 'curl/8',
  x_forwarded_for: null,
};

/** A request as the proxy of its caller tells of it. */
export function sent(host: string, port: number, method: string, path: string, more: LogEntry = {}): LogEntry {
  return {
    ...DEFAULTS,
    authority: `${host.split('.')[0]}:${port}`,
    method,
    path,
    protocol: 'HTTP/1.1',
    response_code: 200,
    response_code_details: 'via_upstream',
    route_name: 'default',
    upstream_cluster: `outbound|${port}||${host}`,
    ...more,
  };
}

/** A connection as the proxy of its caller tells of it. */
export function connected(host: string, port: number, more: LogEntry = {}): LogEntry {
  return { ...DEFAULTS, upstream_cluster: `outbound|${port}||${host}`, ...more };
}

/** The same as the callee's proxy tells of it. */
export function received(host: string, port: number, targetPort: number, method: string, path: string, more: LogEntry = {}): LogEntry {
  return {
    ...sent(host, port, method, path),
    upstream_cluster: `inbound|${targetPort}||`,
    requested_server_name: `outbound_.${port}_._.${host}`,
    downstream_local_address: `10.244.0.9:${targetPort}`,
    ...more,
  };
}

/** Reads logs: entries, or lines as they stand, by the name of their file. */
export function readLogs(files: { readonly [file: string]: readonly (LogEntry | string)[] }, namespace?: string): Reading {
  const reader = new AccessLogReader(namespace === undefined ? {} : { namespace });
  for (const [file, lines] of Object.entries(files)) {
    reader.open(file);
    lines.forEach((line, i) => reader.line(typeof line === 'string' ? line : JSON.stringify(line), i + 1));
  }
  return reader.finish();
}

export function fileOf({ namespace, workload }: Pod): string {
  return `${namespace}_${workload}-5d9c8b7f6d-x2x4z.log`;
}

/** The logs of callers' proxies, had every declared call been made. */
export function logsOf(app: App): { readonly [file: string]: readonly LogEntry[] } {
  const files: { [file: string]: LogEntry[] } = {};
  for (const said of callsOf(app)) {
    const { from, isGateway } = endsOf(app, said);
    const host = said.call.callee.host;
    const lines = files[fileOf(from)] ??= [];
    if (said.protocol === 'tcp') {
      lines.push(connected(host, said.port));
      continue;
    }
    const authority: LogEntry = isGateway ? { authority: said.call.caller.gatewayHosts![0] } : {};
    // Of what a pattern stands for, two with different ids.
    for (const value of ['17', '0c0f4a9e-8f0e-4b7e-9d0b-3f2f8f3c1a77']) { lines.push(sent(host, said.port, said.method!, said.path!.replace('*', value), authority)); }
  }
  return files;
}
