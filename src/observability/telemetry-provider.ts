import { Collector } from './collector';
import type { CollectorOptions } from './collector-options';
import type { ExtensionProviderValues, LogFormatValues } from './mesh-telemetry-values';
import type {
  AccessLogFileOptions, AccessLogFormat, OpenTelemetryLogsOptions, OpenTelemetryOptions, TracingCollectorOptions, ZipkinOptions,
} from './telemetry-provider-options';
import type { TelemetryUse } from './telemetry-use';

/**
 * Where proxies send their spans or access logs: a provider that the mesh declares, and that Telemetry refers to. Declare it
 * with the Mesh (`telemetryProviders`), from where it reaches `mesh.meshConfig()`.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider
 */
export class TelemetryProvider {
  /** Istio's own access log, on the standard output of each proxy. Always there. */
  public static readonly ENVOY = new TelemetryProvider('envoy', 'accessLogs', () => ({ name: 'envoy' }), undefined, true);

  /**
   * Spans by OTLP: OpenTelemetry collectors, Jaeger, Tempo.
   * @param name by which Telemetry refers to it
   */
  public static openTelemetry(name: string, options: OpenTelemetryOptions): TelemetryProvider {
    return new TelemetryProvider(name, 'tracing', service => ({
      name,
      opentelemetry: {
        service,
        port: options.port,
        ...tagLength(options),
        ...options.httpPath === undefined ? {} : { http: { path: options.httpPath } },
      },
    }), options, false, [tagLengthProblem(options), pathProblem('httpPath', options.httpPath)]);
  }

  /**
   * Spans by Zipkin's protocol.
   * @param name by which Telemetry refers to it
   */
  public static zipkin(name: string, options: ZipkinOptions): TelemetryProvider {
    return new TelemetryProvider(name, 'tracing', service => ({
      name, zipkin: { service, port: options.port, ...tagLength(options), ...options.path === undefined ? {} : { path: options.path } },
    }), options, false, [tagLengthProblem(options), pathProblem('path', options.path)]);
  }

  /**
   * Spans to a Datadog agent.
   * @param name by which Telemetry refers to it
   */
  public static datadog(name: string, options: TracingCollectorOptions): TelemetryProvider {
    return new TelemetryProvider(name, 'tracing', service => ({
      name, datadog: { service, port: options.port, ...tagLength(options) },
    }), options, false, [tagLengthProblem(options)]);
  }

  /**
   * Access logs by OTLP.
   * @param name by which Telemetry refers to it
   */
  public static openTelemetryLogs(name: string, options: OpenTelemetryLogsOptions): TelemetryProvider {
    return new TelemetryProvider(name, 'accessLogs', service => ({
      name, envoyOtelAls: { service, port: options.port, ...options.format ? { logFormat: formatValues(options.format) } : {} },
    }), options, false, [formatProblem(options.format, false)]);
  }

  /**
   * An access log in a file of the proxy's container, in a format of one's own.
   * @param name by which Telemetry refers to it
   */
  public static accessLogFile(name: string, options: AccessLogFileOptions = {}): TelemetryProvider {
    const { path = '/dev/stdout', format } = options;
    return new TelemetryProvider(name, 'accessLogs', () => ({
      name, envoyFileAccessLog: { path, ...format ? { logFormat: formatValues(format) } : {} },
    }), undefined, false, [pathProblem('path', path), formatProblem(format, true)]);
  }

  /**
   * The collector to which proxies send; undefined where they write a file.
   * @internal
   */
  public readonly _collector?: Collector;

  private constructor(
    /** The name by which Telemetry refers to it. */
    public readonly name: string,
    /** @internal */
    public readonly _use: TelemetryUse,
    private readonly values: (service: string) => ExtensionProviderValues,
    collector: CollectorOptions | undefined,
    /**
     * Is it there without being declared?
     * @internal
     */
    public readonly _builtIn: boolean,
    private readonly problems: readonly (string | undefined)[] = [],
  ) {
    this._collector = collector && new Collector(collector);
  }

  /**
   * The provider as MeshConfig writes it.
   * @internal
   */
  public _values(clusterDomain: string): ExtensionProviderValues {
    return this.values(this._collector?.meshService(clusterDomain) ?? '');
  }

  /**
   * What is wrong with it.
   * @internal
   */
  public _problems(clusterDomain: string): string[] {
    const what = `telemetry provider '${this.name}'`;
    return [
      this.name === '' ? 'a telemetry provider has no name; give it one.' : undefined,
      ...this.problems.filter(problem => problem !== undefined).map(problem => `${what}: ${problem}`),
      ...this._collector?.problems(what, clusterDomain) ?? [],
    ].filter(problem => problem !== undefined);
  }
}

function tagLength({ maxTagLength }: TracingCollectorOptions): { readonly maxTagLength?: number } {
  return maxTagLength === undefined ? {} : { maxTagLength };
}

function tagLengthProblem({ maxTagLength }: TracingCollectorOptions): string | undefined {
  return maxTagLength === undefined || (Number.isInteger(maxTagLength) && maxTagLength >= 1 && maxTagLength < 2 ** 32) ? undefined
    : `maxTagLength ${maxTagLength} is not possible; use a whole number from 1 on.`;
}

function pathProblem(what: string, path: string | undefined): string | undefined {
  return path === undefined || /^\/\S/.test(path) ? undefined : `${what} '${path}' is no absolute path; begin it with '/'.`;
}

function formatValues({ text, labels }: AccessLogFormat): LogFormatValues {
  return { ...text === undefined ? {} : { text }, ...labels ? { labels } : {} };
}

function formatProblem(format: AccessLogFormat | undefined, oneOnly: boolean): string | undefined {
  if (!format) {
    return undefined;
  }
  const given = [format.text, format.labels].filter(part => part !== undefined).length;
  return given === 0 || format.text === '' || (format.labels && Object.keys(format.labels).length === 0)
    ? "'format' says nothing; give it 'text' or 'labels'."
    : given === 2 && oneOnly ? "'format' has 'text' and 'labels'; a file takes one of them." : undefined;
}
