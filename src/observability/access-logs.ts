import type { TelemetryProvider } from './telemetry-provider';
import type { WorkloadMode } from './workload-mode';

/**
 * Which requests and connections proxies write into access logs, and where. What is said in one scope takes the place of all
 * that wider scopes say: a side, or a provider, of which nothing is said writes nothing.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging
 */
export interface AccessLogs {
  /**
   * Where they are written.
   * @default - the mesh's default providers; else TelemetryProvider.ENVOY, the standard output of the proxy
   */
  readonly providers?: TelemetryProvider[];

  /**
   * Which requests are written: an expression in CEL, such as 'response.code >= 400'.
   * @default - all
   */
  readonly filter?: string;

  /**
   * Which side of a workload's traffic it is about.
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * Is nothing written? Then nothing else is said.
   * @default false
   */
  readonly disabled?: boolean;
}
