import type { MetricTag } from './metric-tag';
import type { WorkloadMode } from './workload-mode';

/**
 * The metrics that proxies report of themselves.
 *
 * @see https://istio.io/latest/docs/reference/config/metrics/
 */
export enum IstioMetric {
  /** All of them. */
  ALL_METRICS = 'ALL_METRICS',
  /** istio_requests_total. */
  REQUEST_COUNT = 'REQUEST_COUNT',
  /** istio_request_duration_milliseconds. */
  REQUEST_DURATION = 'REQUEST_DURATION',
  /** istio_request_bytes. */
  REQUEST_SIZE = 'REQUEST_SIZE',
  /** istio_response_bytes. */
  RESPONSE_SIZE = 'RESPONSE_SIZE',
  /** istio_tcp_connections_opened_total. */
  TCP_OPENED_CONNECTIONS = 'TCP_OPENED_CONNECTIONS',
  /** istio_tcp_connections_closed_total. */
  TCP_CLOSED_CONNECTIONS = 'TCP_CLOSED_CONNECTIONS',
  /** istio_tcp_sent_bytes_total. */
  TCP_SENT_BYTES = 'TCP_SENT_BYTES',
  /** istio_tcp_received_bytes_total. */
  TCP_RECEIVED_BYTES = 'TCP_RECEIVED_BYTES',
  /** istio_request_messages_total. */
  GRPC_REQUEST_MESSAGES = 'GRPC_REQUEST_MESSAGES',
  /** istio_response_messages_total. */
  GRPC_RESPONSE_MESSAGES = 'GRPC_RESPONSE_MESSAGES',
}

/**
 * What differs in the metrics that proxies report to Prometheus. Of several that fit, the one for the single metric holds, and
 * then the one for the single side.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides
 */
export interface MetricsOverride {
  /**
   * The metric.
   * @default IstioMetric.ALL_METRICS
   */
  readonly metric?: IstioMetric;

  /**
   * Which side of a workload's traffic it is about.
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * Is it reported at all?
   * @default - as in the next wider scope; in the end true
   */
  readonly disabled?: boolean;

  /**
   * Tags that are added, changed or removed, by name.
   * @default - as in the next wider scope
   */
  readonly tags?: { readonly [name: string]: MetricTag };
}
