import type { Edge, RequestTally } from './edges';
import { isGrpcForm } from './edges';
import type { GeneralPath } from './generalise-paths';
import { generalisePaths } from './generalise-paths';
import { compare } from '../analysis/model';

/** A call as it will stand in code: plain data, so that two can be compared. */
export type CallPlan =
  | { readonly kind: 'http'; readonly method: string; readonly paths: readonly GeneralPath[] }
  | { readonly kind: 'grpc'; readonly service: string; readonly methods: readonly string[] }
  /** Every request, since nothing tells which. */
  | { readonly kind: 'requests'; readonly protocol: 'http' | 'grpc' }
  | { readonly kind: 'tcp' };

/** What an edge comes to: calls, and requests that do not become any. */
export interface EdgePlan {
  readonly calls: readonly CallPlan[];
  readonly unsayable: readonly string[];
  /** `GET /admin (403)` */
  readonly refused: readonly string[];
  readonly failed: readonly string[];
}

const METHOD = /^[A-Z][A-Z-]*$/;

/** What was answered becomes calls; what was only refused, or never arrived, does not. */
export function planOf(edge: Edge): EdgePlan {
  const requests = [...edge.requests.values()].sort((a, b) => compare(keyOf(a), keyOf(b)));
  const answered = requests.filter(request => request.answered > 0);
  const never = requests.filter(request => request.answered === 0);
  const lost = {
    refused: never.filter(({ refused }) => refused > 0).map(requestText),
    failed: never.filter(({ refused }) => refused === 0).map(requestText),
  };
  if (edge.answered === 0 || edge.protocol === 'tcp') { return { calls: edge.answered > 0 ? [{ kind: 'tcp' }] : [], unsayable: [], ...lost }; }
  if (answered.length === 0) { return { calls: [{ kind: 'requests', protocol: edge.protocol }], unsayable: [], ...lost }; }
  const asGrpc = edge.protocol === 'grpc' ? answered.filter(isGrpcForm) : [];
  const http = httpPlans(answered.filter(request => !asGrpc.includes(request)));
  return { calls: [...grpcPlans(asGrpc), ...http.calls], unsayable: http.unsayable, ...lost };
}

function grpcPlans(requests: readonly RequestTally[]): readonly CallPlan[] {
  const services = new Map<string, string[]>();
  for (const { path } of requests) {
    const [, service, method] = path.split('/');
    services.set(service, [...services.get(service) ?? [], method]);
  }
  return [...services].map(([service, methods]) => ({ kind: 'grpc', service, methods }));
}

function httpPlans(requests: readonly RequestTally[]): { readonly calls: readonly CallPlan[]; readonly unsayable: readonly string[] } {
  const methods = new Map<string, string[]>();
  for (const { method, path } of requests) {
    const paths = methods.get(method);
    if (paths) { paths.push(path); } else { methods.set(method, [path]); }
  }
  const unsayable: string[] = [];
  const calls = [...methods].flatMap(([method, paths]): CallPlan[] => {
    if (!METHOD.test(method)) {
      unsayable.push(`${method}: no method of HTTP`);
      return [];
    }
    const general = generalisePaths(paths);
    unsayable.push(...general.unsayable.map(({ path }) => `${method} ${path}`));
    return general.patterns.length === 0 ? [] : [{ kind: 'http', method, paths: general.patterns }];
  });
  return { calls, unsayable };
}

function requestText({ method, path, reasons }: RequestTally): string {
  return `${method} ${path}${reasons.size === 0 ? '' : ` (${[...reasons].sort().join(', ')})`}`;
}

function keyOf({ method, path }: RequestTally): string {
  return `${method} ${path}`;
}
