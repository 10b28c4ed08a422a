import type { ExternalAuthorizerValues } from '../authorization/external-authorizer-values';

/** A collector as MeshConfig writes it. */
export interface CollectorValues {
  /** The host, as '[namespace/]host'. */
  readonly service: string;
  /** The port of the Service. */
  readonly port: number;
  /**
   * How long the tag with a request's path may be.
   * @default - Istio's
   */
  readonly maxTagLength?: number;
  /**
   * The path of a Zipkin API.
   * @default - Istio's
   */
  readonly path?: string;
  /**
   * OTLP by HTTP.
   * @default - by gRPC
   */
  readonly http?: OtlpHttpValues;
  /**
   * How a line of an access log is written.
   * @default - Envoy's
   */
  readonly logFormat?: LogFormatValues;
}

/** OTLP by HTTP. */
export interface OtlpHttpValues {
  /** The path at which spans are taken. */
  readonly path: string;
}

/** How a line of an access log is written. */
export interface LogFormatValues {
  /**
   * As text.
   * @default - none
   */
  readonly text?: string;
  /**
   * As JSON, by field.
   * @default - none
   */
  readonly labels?: { readonly [field: string]: string };
}

/** An access log in a file. */
export interface AccessLogFileValues {
  /** The file. */
  readonly path: string;
  /**
   * How a line is written.
   * @default - Istio's
   */
  readonly logFormat?: LogFormatValues;
}

/** A provider as MeshConfig writes it: its name, and one of its kinds. */
export interface ExtensionProviderValues {
  /** The name by which Telemetry and policies refer to it. */
  readonly name: string;
  /**
   * Spans by OTLP.
   * @default - another kind
   */
  readonly opentelemetry?: CollectorValues;
  /**
   * Spans by Zipkin's protocol.
   * @default - another kind
   */
  readonly zipkin?: CollectorValues;
  /**
   * Spans to a Datadog agent.
   * @default - another kind
   */
  readonly datadog?: CollectorValues;
  /**
   * Access logs by OTLP.
   * @default - another kind
   */
  readonly envoyOtelAls?: CollectorValues;
  /**
   * Access logs in a file.
   * @default - another kind
   */
  readonly envoyFileAccessLog?: AccessLogFileValues;
  /**
   * An authorizer that is asked by HTTP.
   * @default - another kind
   */
  readonly envoyExtAuthzHttp?: ExternalAuthorizerValues;
  /**
   * An authorizer that is asked by gRPC.
   * @default - another kind
   */
  readonly envoyExtAuthzGrpc?: ExternalAuthorizerValues;
}

/** The providers that are used where Telemetry names none, by name. */
export interface DefaultProvidersValues {
  /**
   * For spans.
   * @default - none
   */
  readonly tracing?: string[];
  /**
   * For access logs.
   * @default - none
   */
  readonly accessLogging?: string[];
}
