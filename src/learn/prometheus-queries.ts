/** The counters from which calls are learned. */
export const METRICS = ['istio_requests_total', 'istio_tcp_connections_opened_total'] as const;

/** Labels of Istio's standard metrics that tell who calls whom, and how it ended. */
const LABELS = [
  'reporter',
  'source_workload', 'source_workload_namespace', 'source_app', 'source_canonical_service', 'source_version', 'source_canonical_revision',
  'source_principal', 'source_cluster',
  'destination_workload', 'destination_workload_namespace', 'destination_app', 'destination_canonical_service', 'destination_version',
  'destination_canonical_revision', 'destination_principal', 'destination_cluster',
  'destination_service', 'destination_service_name', 'destination_service_namespace',
  'request_protocol', 'response_code', 'grpc_response_status', 'response_flags', 'connection_security_policy',
];

/** A duration as Prometheus writes it: '1h', '30d', '1h30m'. */
export const WINDOW = /^(?:\d+(?:ms|[smhdwy]))+$/;

/**
 * Asks for every call within a time, the rarest too. `increase()` alone would miss a series that has begun within it and has not moved
 * since: a call that was made once. `last_over_time()` alone would find calls from before, which counters remember while proxies live.
 */
export function callsQuery(metric: string, window: string): string {
  const by = `sum by (${LABELS.join(', ')})`;
  const begun = `last_over_time(${metric}[${window}]) > 0 unless last_over_time(${metric}[5m] offset ${window})`;
  return `${by} (increase(${metric}[${window}]) > 0) or ${by} (${begun})`;
}

/** Asks for one series, of which the labels are shown to whoever has others. */
export function sampleQuery(metric: string, window: string): string {
  return `topk(1, last_over_time(${metric}[${window}]))`;
}
