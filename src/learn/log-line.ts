import { dig, isObject, valueAt } from '../analysis/json';

/** Who wrote a line, as far as anything tells. */
export interface LogWriter {
  readonly namespace?: string;
  readonly pod?: string;
  readonly workload?: string;
  readonly app?: string;
  readonly version?: string;
}

/** An entry of an access log, and who wrote it. */
export interface LogLine {
  readonly entry: unknown;
  readonly writer: LogWriter;
}

/** `[pod/NAME/CONTAINER]`, as `kubectl logs --prefix` writes it. */
const KUBECTL = /^\[pod\/([^/\]\s]+)\/[^\]]*\]\s*/;
/** Time, stream and a flag, as containerd writes it. */
const CRI = /^\d{4}-\d\d-\d\dT\S+ std(?:out|err) [FP] /;
/** Istio's default format is no JSON. */
const TEXT_FORMAT = /^\[\d{4}-\d\d-\d\dT[^\]]*\] "/;

/** Reads a line; a sentence where it is no entry of an access log. */
export function readLine(text: string): LogLine | string {
  const prefix = KUBECTL.exec(text);
  const bare = text.slice(prefix === null ? 0 : prefix[0].length).replace(CRI, '').trim();
  if (TEXT_FORMAT.test(bare)) { return "it is in Istio's text format, which has no names for its fields; set accessLogEncoding to JSON"; }
  if (!bare.startsWith('{')) { return 'it is no JSON'; }
  let json: unknown;
  try {
    json = JSON.parse(bare);
  } catch {
    return bare.endsWith('}') ? 'it is no JSON' : 'it is cut off';
  }
  const writer = prefix === null ? {} : { pod: prefix[1] };
  return readEntry(json, writer);
}

/** Reads an entry, alone or wrapped by whatever has collected it. */
export function readEntry(json: unknown, writer: LogWriter = {}): LogLine | string {
  if (isAccessLog(json)) { return { entry: json, writer: { ...writer, ...ownWriter(json) } }; }
  for (const key of ['log', 'message', 'msg', 'body', 'jsonPayload', 'line']) {
    const inner = valueAt(json, key);
    const entry = typeof inner === 'string' ? parsed(inner) : inner;
    if (isAccessLog(entry)) { return { entry, writer: { ...writer, ...wrappedWriter(json), ...ownWriter(entry) } }; }
  }
  return 'it is no entry of an access log';
}

/** Istio's JSON has the cluster, the code and the route of each request and connection. */
function isAccessLog(json: unknown): boolean {
  return isObject(json) && ('upstream_cluster' in json || ('response_code' in json && ('response_flags' in json || 'route_name' in json)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(CRI, ''));
  } catch {
    return undefined;
  }
}

/** What an entry of a format of one's own says of the pod; see docs/learn.md. */
function ownWriter(entry: unknown): LogWriter {
  return present({
    namespace: textAt(entry, 'pod_namespace'), pod: textAt(entry, 'pod_name'), workload: textAt(entry, 'workload_name'),
  });
}

/** What collectors say of the pod: Fluent Bit and Fluentd, and Google Cloud. */
function wrappedWriter(json: unknown): LogWriter {
  const kubernetes = valueAt(json, 'kubernetes');
  const resource = dig(json, 'resource', 'labels');
  const labels = valueAt(kubernetes, 'labels');
  return present({
    namespace: textAt(kubernetes, 'namespace_name') ?? textAt(kubernetes, 'namespace') ?? textAt(resource, 'namespace_name'),
    pod: textAt(kubernetes, 'pod_name') ?? textAt(valueAt(kubernetes, 'pod'), 'name') ?? textAt(resource, 'pod_name'),
    app: textAt(labels, 'app') ?? textAt(labels, 'app.kubernetes.io/name') ?? textAt(labels, 'app_kubernetes_io/name'),
    version: textAt(labels, 'version'),
  });
}

/** What the name of a file says of the pod: kubelet's names, `NAMESPACE_POD.log`, and `POD.log`. */
export function writerOfFile(file: string): LogWriter {
  const parts = file.split(/[\\/]/);
  const kubelet = parts.map(part => /^([a-z0-9-]+)_([a-z0-9.-]+)_[0-9a-f-]{32,36}$/.exec(part)).find(match => match !== null);
  if (kubelet) { return { namespace: kubelet[1], pod: kubelet[2] }; }
  const stem = parts.at(-1)!.replace(/\.(?:log|json|jsonl|ndjson|txt)$/, '');
  const container = /^([a-z0-9.-]+)_([a-z0-9-]+)_[a-z0-9-]+-[0-9a-f]{64}$/.exec(stem);
  if (container) { return { namespace: container[2], pod: container[1] }; }
  const own = /^([a-z0-9-]+)_([a-z0-9.-]+)$/.exec(stem);
  if (own) { return { namespace: own[1], pod: own[2] }; }
  return /^[a-z0-9][a-z0-9-]*-[a-z0-9]{5}$/.test(stem) ? { pod: stem } : {};
}

function present(writer: LogWriter): LogWriter {
  return Object.fromEntries(Object.entries(writer).filter(([, value]) => value !== undefined));
}

/** The text of a field; Envoy writes null or '-' for what it does not know. */
export function textAt(object: unknown, key: string): string | undefined {
  const value = valueAt(object, key);
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' && text !== '-' ? text : undefined;
}
