import type { TelemetryProvider } from './telemetry-provider';

/** The providers that are used where no Telemetry names one. */
export interface DefaultProviders {
  /**
   * Where spans are sent.
   * @default - nowhere
   */
  readonly tracing?: TelemetryProvider;

  /**
   * Where access logs are written.
   * @default - as `MeshDefaults` says, the standard output of the proxies
   */
  readonly accessLogs?: TelemetryProvider[];
}
