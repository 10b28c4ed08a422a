import type { Duration } from 'cdk8s';
import type { CollectorOptions } from '../observability/collector-options';

/** How much of a request's body an authorizer gets. */
export interface RequestBodyInCheck {
  /** How many bytes at most, at least 1. Longer bodies are refused, unless `allowPartialMessage` is true. */
  readonly maxRequestBytes: number;

  /**
   * Is the beginning of a longer body enough?
   * @default false
   */
  readonly allowPartialMessage?: boolean;

  /**
   * Are the bytes passed on as they are? Then the body needs not be UTF-8.
   * @default false
   */
  readonly packAsBytes?: boolean;
}

/** A Service that proxies ask whether a request may pass. */
export interface ExternalAuthorizerOptions extends CollectorOptions {
  /**
   * How long proxies wait for the answer.
   * @default - Istio's, 600 seconds
   */
  readonly timeout?: Duration;

  /**
   * Do requests pass where the authorizer does not answer, or answers with a server's error?
   * @default false
   */
  readonly failOpen?: boolean;

  /**
   * The HTTP status with which requests are refused where the authorizer does not answer, 400–599.
   * @default 403
   */
  readonly statusOnError?: number;

  /**
   * What of the request's body goes into the question.
   * @default - nothing
   */
  readonly includeRequestBodyInCheck?: RequestBodyInCheck;
}

/** An authorizer that is asked by gRPC: Envoy's `envoy.service.auth.v3.Authorization`. */
export interface GrpcAuthorizerOptions extends ExternalAuthorizerOptions {}

/** An authorizer that is asked by HTTP: it answers with status 200 if the request may pass. */
export interface HttpAuthorizerOptions extends ExternalAuthorizerOptions {
  /**
   * What is put before the request's path in the question, such as '/check'.
   * @default - nothing
   */
  readonly pathPrefix?: string;

  /**
   * Headers of the request that go into the question: names, `prefix*` or `*suffix`. Method, path, host and the
   * length of the body always do.
   * @default - no other
   */
  readonly includeRequestHeadersInCheck?: string[];

  /**
   * Headers that the question has besides, value by name.
   * @default - none
   */
  readonly includeAdditionalHeadersInCheck?: { readonly [name: string]: string };

  /**
   * Headers of the answer that the request gets where it may pass: names, `prefix*` or `*suffix`. Policies and token rules
   * look at the request after that.
   * @default - none
   */
  readonly headersToUpstreamOnAllow?: string[];

  /**
   * Headers of the answer that the caller gets where the request is refused: names, `prefix*` or `*suffix`.
   * @default - all but those that are about the connection
   */
  readonly headersToDownstreamOnDeny?: string[];

  /**
   * Headers of the answer that the caller gets where the request may pass: names, `prefix*` or `*suffix`.
   * @default - none
   */
  readonly headersToDownstreamOnAllow?: string[];
}
