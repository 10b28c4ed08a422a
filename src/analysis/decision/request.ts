/**
 * Who asks.
 */
export type Caller =
  | { readonly kind: 'workload'; readonly namespace: string; readonly workload: string; readonly address?: string }
  | { readonly kind: 'principal'; readonly principal: string; readonly address?: string }
  | { readonly kind: 'outside'; readonly address?: string }
  /** `certificate`: the client shows one that gateways accept, wherever they want one. */
  | { readonly kind: 'internet'; readonly address?: string; readonly certificate?: true };

export interface WorkloadName {
  readonly namespace: string;
  readonly workload: string;
}

/**
 * One request, of which the question is what happens to it.
 */
export interface Request {
  readonly from: Caller;
  readonly to: WorkloadName;
  /** The callee's container port. */
  readonly port: number;
  /** No method: bytes over TCP. */
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The claims of a genuine, unexpired token. */
  readonly claims?: unknown;
}

export function isHttp(request: Request): boolean {
  return request.method !== undefined;
}
