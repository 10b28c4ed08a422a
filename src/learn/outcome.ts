import type { ObservedProtocol, Outcome } from './observations';

/** Flags of Envoy for what never came to the callee, or came back without an answer of its own. */
const NOT_REACHED = new Set(['NR', 'NC', 'UH', 'UF', 'UO', 'UC', 'LH', 'NFCF', 'FI', 'RL', 'RLSE', 'RFCF', 'OM', 'DO', 'DF', 'IH', 'DPE', 'NH']);
/** Flags for what an authorizer refused. */
const REFUSED_FLAGS = new Set(['UAEX']);
/** Statuses of gRPC that mean that the caller may not: PERMISSION_DENIED and UNAUTHENTICATED. */
const REFUSED_GRPC = new Set(['7', '16', 'PermissionDenied', 'PERMISSION_DENIED', 'Unauthenticated', 'UNAUTHENTICATED']);

/** What proxies tell of how it ended; absent parts are not known. */
export interface Ending {
  readonly protocol: ObservedProtocol;
  /** The HTTP status. */
  readonly code?: string;
  readonly grpcStatus?: string;
  /** Flags, separated by commas; '-' for none. */
  readonly flags?: string;
  /** Envoy's words for who answered, or who ended the connection. */
  readonly details?: readonly string[];
}

/**
 * What became of a request or connection. An answer 401 or 403 may be the application's own or a policy's, which only the callee's
 * proxy knows; without its word it counts as refused.
 */
export function outcomeOf({ protocol, code, grpcStatus, flags, details = [] }: Ending): { readonly outcome: Outcome; readonly reason?: string } {
  const raised = (flags ?? '').split(',').map(flag => flag.trim());
  if (details.some(text => /rbac_access_denied|jwt_authn_access_denied|ext_authz_denied/i.test(text))) { return { outcome: 'refused', reason: code === undefined || code === '0' ? 'by a policy' : code }; }
  const refused = raised.find(flag => REFUSED_FLAGS.has(flag));
  if (refused !== undefined) { return { outcome: 'refused', reason: refused }; }
  const lost = raised.find(flag => NOT_REACHED.has(flag));
  if (lost !== undefined) { return { outcome: 'failed', reason: lost }; }
  if (protocol === 'tcp') { return { outcome: 'answered' }; }
  const status = protocol === 'grpc' && grpcStatus !== '' && grpcStatus !== '-' ? grpcStatus : undefined;
  if (status !== undefined && REFUSED_GRPC.has(status)) { return { outcome: 'refused', reason: `gRPC status ${status}` }; }
  if (code === '401' || code === '403') { return { outcome: 'refused', reason: code }; }
  // Where a source tells only the status of gRPC, there was one.
  if (code === undefined && status !== undefined) { return { outcome: 'answered' }; }
  if (code === undefined || code === '' || code === '0' || code === '-') { return { outcome: 'failed', reason: 'no answer' }; }
  return { outcome: 'answered' };
}
