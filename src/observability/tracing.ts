import type { CustomTag } from './custom-tag';
import type { TelemetryProvider } from './telemetry-provider';
import type { WorkloadMode } from './workload-mode';

/**
 * How requests are traced. What is left out is as in the next wider scope.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing
 */
export interface Tracing {
  /**
   * Where spans are sent.
   * @default - as in the next wider scope; in the end the mesh's default provider
   */
  readonly provider?: TelemetryProvider;

  /**
   * How many requests are traced of which nobody has decided before, in percent, 0 to 100 in steps of 0.01.
   * @default - as in the next wider scope; in the end Istio's own, 1 percent
   */
  readonly randomSamplingPercentage?: number;

  /**
   * Tags of the spans by name. They take the place of those of wider scopes.
   * @default - those of the next wider scope
   */
  readonly customTags?: { readonly [name: string]: CustomTag };

  /**
   * Are no spans sent? Requests go on being part of traces that others send.
   * @default - as in the next wider scope; in the end false
   */
  readonly disableSpanReporting?: boolean;

  /**
   * Have spans the tags that Istio gives them, such as the canonical service?
   * @default - as in the next wider scope; in the end true
   */
  readonly enableIstioTags?: boolean;

  /**
   * Which side of a workload's traffic it is about.
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;
}
