import { isGrpcForm } from './edges';
import { calleeOfHost, isOutsideHost, serviceOfHost, splitHost } from './hosts';
import type { LogLine, LogWriter } from './log-line';
import { readEntry, readLine, textAt, writerOfFile } from './log-line';
import type { LeftOut, Observation, ObservedCallee, ObservedCaller, ObservedProtocol, ObservedRequest, ObservedWorkload, Reading } from './observations';
import type { Ending } from './outcome';
import { outcomeOf } from './outcome';
import { principalText, readPrincipal } from './principal';

/** How a file of a log is read. */
export interface AccessLogOptions {
  /** The namespace of pods of which nothing says it. @default - such lines are left out */
  readonly namespace?: string;
}

/** What one entry says, whoever wrote it. */
interface Entry {
  readonly place: string;
  readonly writer: ObservedWorkload | undefined;
  readonly inbound: boolean;
  /** The host of the cluster to which it went; of an inbound one, the server's name that the caller's proxy asked for. */
  readonly cluster?: string;
  readonly clusterHost?: string;
  readonly port?: number;
  readonly protocol: ObservedProtocol;
  readonly request?: ObservedRequest;
  readonly authority?: string;
  readonly serverName?: string;
  readonly address?: string;
  readonly originalPort?: number;
  readonly peer?: string;
  readonly mutualTls: boolean;
  readonly ending: Ending;
  readonly key?: string;
}

/**
 * Reads access logs of Envoy in JSON, as Istio writes them by default or with fields of one's own. Entries of callers' proxies name
 * the callee, and are of the pod that wrote them. Entries of callees' proxies name a caller only with the field
 * `downstream_peer_uri_san`; by the id of a request they still tell what became of what a caller's proxy sent.
 *
 * @see https://istio.io/latest/docs/tasks/observability/logs/access-log/
 */
export class AccessLogReader {
  private readonly left: LeftOut[] = [];
  private readonly entries: Entry[] = [];
  private fileWriter: LogWriter = {};
  private file = '';

  public constructor(private readonly options: AccessLogOptions = {}) {}

  /** The lines that follow are of this file. */
  public open(file: string): void {
    this.file = file;
    this.fileWriter = writerOfFile(file);
  }

  /** @param number from 1 on */
  public line(text: string, number: number): void {
    if (text.trim() !== '') { this.add(readLine(text), `${this.file}:${number}`); }
  }

  /** An entry of a JSON array. */
  public element(json: unknown, index: number): void {
    this.add(readEntry(json), `${this.file}: entry ${index}`);
  }

  public finish(): Reading {
    const inbound = new Map<string, Entry>();
    for (const entry of this.entries) {
      // An id may come twice, by a retry or by a client that chooses its own: then what was refused counts.
      const known = entry.key === undefined ? undefined : inbound.get(entry.key);
      if (entry.inbound && entry.key !== undefined && (known === undefined || outcomeOf(known.ending).outcome === 'answered')) { inbound.set(entry.key, entry); }
    }
    const matched = new Set<Entry>();
    const sent = this.entries.filter(entry => !entry.inbound).flatMap(entry => {
      const arrived = entry.key === undefined ? undefined : inbound.get(entry.key);
      const same = arrived !== undefined && (arrived.clusterHost === undefined || arrived.clusterHost === entry.clusterHost) ? arrived : undefined;
      if (same) { matched.add(same); }
      return this.outbound(entry, same);
    });
    const received = this.entries.filter(entry => entry.inbound).flatMap(entry => this.inbound(entry, matched.has(entry)));
    return { observations: [...sent, ...received], left: this.left, remarks: [] };
  }

  private add(line: LogLine | string, place: string): void {
    if (typeof line === 'string') {
      this.left.push({ place, reason: line });
      return;
    }
    const { entry, writer } = line;
    const method = textAt(entry, 'method');
    const path = textAt(entry, 'path');
    if (method !== undefined && (path === undefined || !path.startsWith('/'))) {
      this.left.push({ place, reason: `its ${method} request has no path` });
      return;
    }
    const cluster = textAt(entry, 'upstream_cluster')?.replace(/;+$/, '');
    const [direction, port, , host] = cluster?.split('|') ?? [];
    const serverName = textAt(entry, 'requested_server_name');
    const asked = /^outbound_\.(\d+)_\.[^_]*_\.(.+)$/.exec(serverName ?? '');
    const inbound = direction === 'inbound' || direction?.startsWith('InboundPassthroughCluster') === true || (cluster === undefined && asked !== null);
    const local = splitHost(textAt(entry, 'downstream_local_address') ?? '');
    const requestId = textAt(entry, 'request_id');
    const request = method === undefined ? undefined : { method, path: path!.split(/[?#]/, 1)[0] };
    const protocol = protocolOf(request, textAt(entry, 'protocol'), textAt(entry, 'grpc_status'));
    const number = Number(port);
    this.entries.push({
      place,
      writer: this.workloadOf({ ...this.fileWriter, ...writer }, inbound ? asked?.[2] : undefined),
      inbound,
      ...cluster === undefined ? {} : { cluster },
      ...inbound ? (asked === null ? {} : { clusterHost: asked[2] }) : (host ? { clusterHost: host } : {}),
      ...number > 0 ? { port: number } : {},
      protocol,
      ...request ? { request } : {},
      authority: textAt(entry, 'authority'),
      serverName,
      address: splitHost(textAt(entry, 'upstream_host') ?? '').host || undefined,
      originalPort: inbound && asked !== null ? Number(asked[1]) : local.port,
      peer: textAt(entry, 'downstream_peer_uri_san'),
      mutualTls: asked !== null || textAt(entry, 'downstream_peer_uri_san') !== undefined,
      ending: {
        protocol,
        code: textAt(entry, 'response_code'),
        grpcStatus: textAt(entry, 'grpc_status'),
        flags: textAt(entry, 'response_flags'),
        details: [textAt(entry, 'response_code_details'), textAt(entry, 'connection_termination_details')].filter(text => text !== undefined),
      },
      ...requestId === undefined || request === undefined ? {} : { key: `${requestId} ${request.method} ${request.path}` },
    });
  }

  private outbound(entry: Entry, arrived: Entry | undefined): readonly Observation[] {
    const { writer, place, protocol, request, authority } = entry;
    if (writer === undefined) {
      this.left.push({ place, reason: NO_WRITER });
      return [];
    }
    // The callee's own proxy knows whether a policy or the application has answered.
    const ending = arrived === undefined ? outcomeOf(entry.ending)
      : arrived.ending.details!.includes('via_upstream') ? { outcome: 'answered' as const } : outcomeOf(arrived.ending);
    const host = authority === undefined ? undefined : splitHost(authority).host;
    return [{
      caller: { kind: 'workload', workload: writer },
      callee: outboundCallee(entry, arrived?.writer),
      protocol,
      ...portsOf(entry.cluster?.startsWith('outbound|') ? entry.port : entry.originalPort, arrived?.port),
      ...request ? { request } : {},
      ...host === undefined ? {} : { host },
      ...ending,
      amount: 1,
    }];
  }

  private inbound(entry: Entry, matched: boolean): readonly Observation[] {
    const { writer, place, protocol, request, clusterHost } = entry;
    if (writer === undefined) {
      this.left.push({ place, reason: NO_WRITER });
      return [];
    }
    const service = clusterHost === undefined ? undefined : serviceOfHost(clusterHost);
    const callee: ObservedCallee = service ? { kind: 'service', ...service, workload: writer } : { kind: 'workload', workload: writer };
    const principal = readPrincipal(entry.peer);
    const ports = portsOf(clusterHost === undefined ? undefined : entry.originalPort, entry.port);
    const said = { callee, protocol, ...ports, ...outcomeOf(entry.ending), amount: 1 };
    if (principal !== undefined) {
      const caller: ObservedCaller = { kind: 'workload', workload: { namespace: principal.namespace, principal: principalText(principal) } };
      return [{ caller, ...said, ...request ? { request } : {} }];
    }
    const behind: Observation = { caller: { kind: 'nobody' }, ...said, behind: true };
    if (matched) { return [behind]; }
    if (entry.mutualTls) {
      this.left.push({ place, reason: 'a proxy of the callee wrote it, and it does not name the caller (see the format of access logs in docs/learn.md)' });
      return [behind];
    }
    return [{ caller: { kind: 'nobody' }, ...said, ...request ? { request } : {}, plaintext: true }];
  }

  private workloadOf(writer: LogWriter, ownHost: string | undefined): ObservedWorkload | undefined {
    const namespace = writer.namespace ?? (ownHost === undefined ? undefined : serviceOfHost(ownHost)?.namespace) ?? this.options.namespace;
    const { workload, pod, app, version } = writer;
    if (namespace === undefined || (workload === undefined && pod === undefined)) { return undefined; }
    return { namespace, ...workload ? { workload } : { pod }, ...app ? { app } : {}, ...version ? { version } : {} };
  }
}

const NO_WRITER = "nothing says which pod wrote it, or of which namespace: name files NAMESPACE_POD.log, use 'kubectl logs --prefix' with --namespace, or log the fields pod_namespace and pod_name";

function portsOf(port: number | undefined, targetPort: number | undefined): { readonly port?: number; readonly targetPort?: number } {
  return { ...port === undefined ? {} : { port }, ...targetPort === undefined ? {} : { targetPort } };
}

/** To whom a caller's proxy sent it. */
function outboundCallee({ cluster, clusterHost, authority, serverName, address }: Entry, workload: ObservedWorkload | undefined): ObservedCallee {
  const addresses = address === undefined ? [] : [address];
  if (clusterHost !== undefined) { return calleeOfHost(clusterHost, workload, addresses); }
  const named = [serverName, authority === undefined ? undefined : splitHost(authority).host].find(host => host !== undefined && isOutsideHost(host));
  if (cluster === 'PassthroughCluster' && named !== undefined && serviceOfHost(named) === undefined) { return calleeOfHost(named, undefined, addresses); }
  const way = cluster ?? 'no route';
  return { kind: 'unknown', name: serverName ?? authority ?? address ? `${serverName ?? authority ?? address} (${way})` : way };
}

/**
 * gRPC is told from other requests by its form: POST over HTTP/2 to a method of a service in a package. Without a package a status of gRPC must
 * tell it, which alone is not enough: Envoy makes one of HTTP's, too.
 */
function protocolOf(request: ObservedRequest | undefined, protocol: string | undefined, grpcStatus: string | undefined): ObservedProtocol {
  if (request === undefined) { return 'tcp'; }
  const isPackaged = /^\/[^/]*\.[^/]*\//.test(request.path);
  return protocol === 'HTTP/2' && isGrpcForm(request) && (isPackaged || grpcStatus !== undefined) ? 'grpc' : 'http';
}
