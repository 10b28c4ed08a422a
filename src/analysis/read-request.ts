import { isIP } from 'node:net';
import type { Caller, Request } from './decision/request';
import { stringMap, isObject, valueAt } from './json';

const FIELDS = new Set(['id', 'from', 'to', 'port', 'method', 'path', 'host', 'headers', 'claims']);
const CALLER_FIELDS = new Set(['namespace', 'workload', 'principal', 'outside', 'internet', 'address']);

/** What a request has that nobody reads: a misspelt field would make it another request. */
export function strayFields(value: unknown): readonly string[] {
  if (!isObject(value)) { return []; }
  const from = valueAt(value, 'from');
  return [
    ...Object.keys(value).filter(key => !FIELDS.has(key)),
    ...isObject(from) ? Object.keys(from).filter(key => !CALLER_FIELDS.has(key)).map(key => `from.${key}`) : [],
  ];
}

/** Reads a request that somebody wrote as JSON; a sentence that says what is wrong where it is none. */
export function readRequest(value: unknown): Request | string {
  if (!isObject(value)) { return 'a request must be an object'; }
  const from = readCaller(valueAt(value, 'from'));
  if (typeof from === 'string') { return from; }
  const to = valueAt(value, 'to');
  const namespace = valueAt(to, 'namespace');
  const workload = valueAt(to, 'workload');
  if (typeof namespace !== 'string' || typeof workload !== 'string') { return '"to" must have a namespace and a workload'; }
  const port = valueAt(value, 'port');
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65535) { return '"port" must be a container port, 1 to 65535'; }
  for (const key of ['method', 'path', 'host']) {
    const text = valueAt(value, key);
    if (text !== undefined && (typeof text !== 'string' || text === '')) { return `"${key}" must be a string`; }
  }
  const headers = valueAt(value, 'headers');
  if (headers !== undefined && (!isObject(headers) || Object.values(headers).some(entry => typeof entry !== 'string'))) { return '"headers" must be an object of strings'; }
  const claims = valueAt(value, 'claims');
  if (claims !== undefined && !isObject(claims)) { return '"claims" must be an object'; }
  const text = (key: string): { readonly [name: string]: string } => {
    const found = valueAt(value, key);
    return typeof found === 'string' ? { [key]: found } : {};
  };
  const path = valueAt(value, 'path');
  if (typeof path === 'string' && !path.startsWith('/') && path !== '*') { return '"path" must begin with /'; }
  return {
    from,
    to: { namespace, workload },
    port,
    ...text('method'),
    ...text('path'),
    ...text('host'),
    headers: new Map([...stringMap(headers)].map(([name, entry]) => [name.toLowerCase(), entry])),
    ...claims === undefined ? {} : { claims },
  };
}

function readCaller(value: unknown): Caller | string {
  if (!isObject(value)) { return '"from" must be an object'; }
  const address = valueAt(value, 'address');
  if (address !== undefined && (typeof address !== 'string' || isIP(address) === 0)) { return '"from.address" must be an IP address'; }
  const rest = address === undefined ? {} : { address };
  const namespace = valueAt(value, 'namespace');
  const workload = valueAt(value, 'workload');
  const principal = valueAt(value, 'principal');
  if (typeof namespace === 'string' && typeof workload === 'string') { return { kind: 'workload', namespace, workload, ...rest }; }
  if (typeof principal === 'string' && principal !== '') { return { kind: 'principal', principal, ...rest }; }
  if (valueAt(value, 'outside') === true) { return { kind: 'outside', ...rest }; }
  if (valueAt(value, 'internet') === true) { return { kind: 'internet', ...rest }; }
  return '"from" must have a namespace and a workload, or a principal, or "outside": true, or "internet": true';
}
