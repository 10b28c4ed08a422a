import type { TelemetryProvider } from '../../observability/telemetry-provider';

/** How the requests of the Travel demo are traced. */
export interface TravelTracing {
  /**
   * Where spans are sent; the Mesh must declare it (`telemetryProviders`).
   * @default - the mesh's default provider; if it has none, nothing is traced
   */
  readonly provider?: TelemetryProvider;

  /**
   * How many requests are traced, in percent.
   * @default 10
   */
  readonly randomSamplingPercentage?: number;
}
