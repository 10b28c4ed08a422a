/** What of a request's body goes into a question, as MeshConfig writes it. */
export interface RequestBodyInCheckValues {
  /** How many bytes at most. */
  readonly maxRequestBytes: number;
  /**
   * Is the beginning of a longer body enough?
   * @default false
   */
  readonly allowPartialMessage?: boolean;
  /**
   * Are the bytes passed on as they are?
   * @default false
   */
  readonly packAsBytes?: boolean;
}

/** An external authorizer as MeshConfig writes it. */
export interface ExternalAuthorizerValues {
  /** The host, as '[namespace/]host'. */
  readonly service: string;
  /** The port of the Service. */
  readonly port: number;
  /**
   * How long proxies wait for the answer, such as '0.5s'.
   * @default - Istio's
   */
  readonly timeout?: string;
  /**
   * Do requests pass where there is no answer?
   * @default false
   */
  readonly failOpen?: boolean;
  /**
   * The HTTP status where there is no answer.
   * @default - 403
   */
  readonly statusOnError?: string;
  /**
   * What of the body goes into the question.
   * @default - nothing
   */
  readonly includeRequestBodyInCheck?: RequestBodyInCheckValues;
  /**
   * What is put before the path, by HTTP only.
   * @default - nothing
   */
  readonly pathPrefix?: string;
  /**
   * Headers that go into the question, by HTTP only.
   * @default - none
   */
  readonly includeRequestHeadersInCheck?: string[];
  /**
   * Further headers of the question, by HTTP only.
   * @default - none
   */
  readonly includeAdditionalHeadersInCheck?: { readonly [name: string]: string };
  /**
   * Headers of the answer for a request that may pass, by HTTP only.
   * @default - none
   */
  readonly headersToUpstreamOnAllow?: string[];
  /**
   * Headers of the answer for a caller who is refused, by HTTP only.
   * @default - Envoy's
   */
  readonly headersToDownstreamOnDeny?: string[];
  /**
   * Headers of the answer for a caller who may pass, by HTTP only.
   * @default - none
   */
  readonly headersToDownstreamOnAllow?: string[];
}
