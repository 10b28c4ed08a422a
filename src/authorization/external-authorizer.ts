import type { ExternalAuthorizerOptions, GrpcAuthorizerOptions, HttpAuthorizerOptions } from './external-authorizer-options';
import { authorizerProblems } from './external-authorizer-problems';
import type { ExternalAuthorizerValues } from './external-authorizer-values';
import { Collector } from '../observability/collector';
import type { ExtensionProviderValues } from '../observability/mesh-telemetry-values';
import { sortedUnique } from '../private/naming';

/**
 * A Service that proxies ask whether a request may pass, such as Open Policy Agent or oauth2-proxy. Declare it with the Mesh
 * (`authorizers`), from where it reaches `mesh.meshConfig()`; whose requests it is asked about says `ExternalAuthorization`.
 *
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-custom/
 */
export class ExternalAuthorizer {
  /**
   * An authorizer that is asked by HTTP. It is never asked about connections without HTTP.
   * @param name by which policies refer to it, a DNS label
   */
  public static http(name: string, options: HttpAuthorizerOptions): ExternalAuthorizer {
    return new ExternalAuthorizer(name, options, options);
  }

  /**
   * An authorizer that is asked by gRPC.
   * @param name by which policies refer to it, a DNS label
   */
  public static grpc(name: string, options: GrpcAuthorizerOptions): ExternalAuthorizer {
    return new ExternalAuthorizer(name, options, undefined);
  }

  /**
   * Where it is.
   * @internal
   */
  public readonly _collector: Collector;

  private constructor(
    /** The name by which policies refer to it. */
    public readonly name: string,
    private readonly options: ExternalAuthorizerOptions,
    private readonly http: HttpAuthorizerOptions | undefined,
  ) {
    this._collector = new Collector(options);
  }

  /**
   * Is it asked about HTTP requests only?
   * @internal
   */
  public get _httpOnly(): boolean {
    return this.http !== undefined;
  }

  /**
   * The host of its Service.
   * @internal
   */
  public get _service(): string {
    return this.options.service;
  }

  /**
   * The provider as MeshConfig writes it.
   * @internal
   */
  public _values(clusterDomain: string): ExtensionProviderValues {
    const { port, timeout, failOpen, statusOnError, includeRequestBodyInCheck } = this.options;
    const values: ExternalAuthorizerValues = {
      service: this._collector.meshService(clusterDomain),
      port,
      ...timeout ? { timeout: `${timeout.toMilliseconds({ integral: false }) / 1000}s` } : {},
      ...failOpen ? { failOpen } : {},
      ...statusOnError === undefined ? {} : { statusOnError: String(statusOnError) },
      ...includeRequestBodyInCheck ? { includeRequestBodyInCheck } : {},
      ...this.http ? httpValues(this.http) : {},
    };
    return this.http ? { name: this.name, envoyExtAuthzHttp: values } : { name: this.name, envoyExtAuthzGrpc: values };
  }

  /**
   * What is taken for granted of it where calls are proved.
   * @internal
   */
  public get _assumption(): string {
    const headers = this.http ? sortedUnique((this.http.headersToUpstreamOnAllow ?? []).map(header => header.toLowerCase())) : undefined;
    return [
      `authorizer '${this.name}' (${this.options.service}:${this.options.port}) answers, lets declared calls through`,
      headers === undefined ? ', and changes nothing of requests that policies look at'
        : headers.length === 0 ? '' : `, and sets headers that policies look at only where the call may have them (${headers.join(', ')})`,
      this.options.failOpen ? '; where it does not answer, requests pass without it' : '',
    ].join('');
  }

  /**
   * What is wrong with it.
   * @internal
   */
  public _problems(clusterDomain: string): string[] {
    const what = `authorizer '${this.name}'`;
    return [
      ...authorizerProblems(this.name, this.options, this.http).map(problem => `${what}: ${problem}`),
      ...this._collector.problems(what, clusterDomain),
    ];
  }
}

function httpValues(http: HttpAuthorizerOptions): Partial<ExternalAuthorizerValues> {
  const {
    pathPrefix, includeAdditionalHeadersInCheck, includeRequestHeadersInCheck, headersToUpstreamOnAllow, headersToDownstreamOnDeny,
    headersToDownstreamOnAllow,
  } = http;
  return {
    ...pathPrefix === undefined ? {} : { pathPrefix },
    ...includeRequestHeadersInCheck ? { includeRequestHeadersInCheck: sortedUnique(includeRequestHeadersInCheck) } : {},
    ...includeAdditionalHeadersInCheck ? { includeAdditionalHeadersInCheck } : {},
    ...headersToUpstreamOnAllow ? { headersToUpstreamOnAllow: sortedUnique(headersToUpstreamOnAllow) } : {},
    ...headersToDownstreamOnDeny ? { headersToDownstreamOnDeny: sortedUnique(headersToDownstreamOnDeny) } : {},
    ...headersToDownstreamOnAllow ? { headersToDownstreamOnAllow: sortedUnique(headersToDownstreamOnAllow) } : {},
  };
}
