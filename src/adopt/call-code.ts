import type { Code, Expression } from '../source-code';
import { invoke } from '../source-code';
import type { AdoptedApp } from './apps';
import type { CallOperation } from './declared-calls';
import type { Exposed } from './gateways';
import type { Props } from './names';
import { ours } from './names';

const SHORT: { readonly [method: string]: string } = { GET: 'get', HEAD: 'head', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' };

/** A call, as a person would write it. */
export function callCode({ port, methods, paths, hosts }: CallOperation, { ports = [] }: AdoptedApp): Expression {
  const several = ports.length > 1;
  if (port.protocol === 'tcp' || port.protocol === 'tls') { return invoke(ours('TcpCall'), 'port', ...several ? [port.name] : []); }
  const grpc = port.protocol === 'grpc' ? grpcCode(methods, paths) : undefined;
  const call = grpc ?? httpCode(methods, paths);
  const onHosts = hosts === undefined ? call : invoke(call, 'onHosts', ...hosts);
  return several ? invoke(onHosts, 'onPort', port.name) : onHosts;
}

function httpCode(methods: readonly string[] | undefined, paths: readonly string[] | undefined): Expression {
  const http = ours('HttpCall');
  if (methods === undefined && paths === undefined) { return invoke(http, 'any'); }
  if (methods?.length === 1 && paths !== undefined && Object.hasOwn(SHORT, methods[0])) { return invoke(http, SHORT[methods[0]], ...paths); }
  const options: Props = { methods: methods && [...methods], paths: paths && [...paths] };
  return invoke(http, 'of', options as Code);
}

/** POST to `/pkg.Service/Method` is a method of a service; undefined for what is more, or less. */
function grpcCode(methods: readonly string[] | undefined, paths: readonly string[] | undefined): Expression | undefined {
  const parts = (paths ?? []).map(path => /^\/([A-Za-z_][\w.]*)\/(\*|\w+)$/.exec(path));
  const services = new Set(parts.map(part => part?.[1]));
  if (methods?.join() !== 'POST' || parts.length === 0 || services.has(undefined) || services.size > 1) { return undefined; }
  const [service] = services as Set<string>;
  const names = parts.map(part => part![2]);
  return names.includes('*') ? names.length === 1 ? invoke(ours('GrpcCall'), 'service', service) : undefined : invoke(ours('GrpcCall'), 'methods', service, ...names);
}

/** What routes of a gateway let through, by method. */
export function exposedCode({ app, port, requests }: Exposed): readonly Expression[] {
  const served = app.ports?.find(one => one.port === port);
  const byMethod = new Map<string, Set<string>>();
  for (const { method = '', path = '' } of requests) { byMethod.set(method, (byMethod.get(method) ?? new Set()).add(path)); }
  return [...byMethod].map(([method, paths]) => {
    const call = httpCode(method === '' ? undefined : [method], paths.has('') ? undefined : [...paths]);
    return (app.ports?.length ?? 0) > 1 && served ? invoke(call, 'onPort', served.name) : call;
  });
}
