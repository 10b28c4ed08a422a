import type { CollectorOptions } from './collector-options';

/** A collector of spans. */
export interface TracingCollectorOptions extends CollectorOptions {
  /**
   * How long the tag with a request's path may be, in characters, at least 1.
   * @default 256
   */
  readonly maxTagLength?: number;
}

/** A collector that speaks OTLP. */
export interface OpenTelemetryOptions extends TracingCollectorOptions {
  /**
   * The path at which it takes spans by HTTP, such as '/v1/traces'.
   * @default - it takes them by gRPC
   */
  readonly httpPath?: string;
}

/** A collector that speaks Zipkin's protocol. */
export interface ZipkinOptions extends TracingCollectorOptions {
  /**
   * The path of its API.
   * @default '/api/v2/spans'
   */
  readonly path?: string;
}

/** How a line of an access log is written, in Envoy's command operators. Give one of both. */
export interface AccessLogFormat {
  /**
   * As text, such as '%START_TIME% %RESPONSE_CODE%\n'.
   * @default - `labels`
   */
  readonly text?: string;

  /**
   * As JSON, by field.
   * @default - `text`
   */
  readonly labels?: { readonly [field: string]: string };
}

/** An access log in a file of the proxy's container. */
export interface AccessLogFileOptions {
  /**
   * The file.
   * @default '/dev/stdout'
   */
  readonly path?: string;

  /**
   * How a line is written.
   * @default - Istio's text format
   */
  readonly format?: AccessLogFormat;
}

/** A collector of access logs that speaks OTLP by gRPC. */
export interface OpenTelemetryLogsOptions extends CollectorOptions {
  /**
   * How a line is written: the text is the body, the labels are attributes.
   * @default - Envoy's own
   */
  readonly format?: AccessLogFormat;
}
