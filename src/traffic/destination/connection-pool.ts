import type { Duration } from 'cdk8s';

/** Whether callers that speak HTTP/1.1 are sent on in HTTP/2. */
export enum H2UpgradePolicy {
  /** As the mesh says. */
  DEFAULT = 'DEFAULT',
  /** They stay in HTTP/1.1. */
  DO_NOT_UPGRADE = 'DO_NOT_UPGRADE',
  /** They are sent on in HTTP/2. */
  UPGRADE = 'UPGRADE',
}

/** Probes by which the operating system notices that the other side of an idle connection is gone. */
export interface TcpKeepalive {
  /**
   * How many probes go unanswered before the connection counts as dead.
   * @default - the operating system's, 9 on Linux
   */
  readonly probes?: number;

  /**
   * How long a connection is idle before the first probe.
   * @default - the operating system's, 2 hours on Linux
   */
  readonly time?: Duration;

  /**
   * The time between probes.
   * @default - the operating system's, 75 seconds on Linux
   */
  readonly interval?: Duration;
}

/**
 * Limits of what each caller's proxy sends to a service at once. They hold for every proxy on its own, not for all callers
 * together; what is beyond them is answered with 503 by the caller's own proxy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
 */
export interface ConnectionPool {
  /**
   * The most connections, of HTTP/1.1 and TCP; at least 1.
   * @default - no limit
   */
  readonly maxConnections?: number;

  /**
   * How long opening a connection may take; at least 1 ms.
   * @default - the mesh's, 10 seconds
   */
  readonly connectTimeout?: Duration;

  /**
   * Probes of idle connections.
   * @default - none
   */
  readonly tcpKeepalive?: TcpKeepalive;

  /**
   * How long a TCP connection may carry no bytes; 0 for ever. On TCP ports Istio reads it for the whole service only.
   * @default - 1 hour
   */
  readonly tcpIdleTimeout?: Duration;

  /**
   * How long a connection may last; at least 1 ms. On TCP ports Istio reads it for the whole service only.
   * @default - no limit
   */
  readonly maxConnectionDuration?: Duration;

  /**
   * The most requests that wait for a connection; at least 1. In HTTP/2 as well as in HTTP/1.1.
   * @default - no limit
   */
  readonly http1MaxPendingRequests?: number;

  /**
   * The most requests under way; at least 1. In HTTP/1.1 as well as in HTTP/2.
   * @default - no limit
   */
  readonly http2MaxRequests?: number;

  /**
   * The most requests on one connection, 1 to 2^29; with 1, no connection is used twice.
   * @default - no limit
   */
  readonly maxRequestsPerConnection?: number;

  /**
   * The most retries under way; at least 1.
   * @default - no limit
   */
  readonly maxRetries?: number;

  /**
   * How long a connection may have no request under way; at least 1 ms.
   * @default - 1 hour
   */
  readonly httpIdleTimeout?: Duration;

  /**
   * The most requests under way on one HTTP/2 connection; at least 1. For ports that speak HTTP/2 or gRPC.
   * @default - no limit
   */
  readonly maxConcurrentStreams?: number;

  /**
   * Whether callers that speak HTTP/1.1 are sent on in HTTP/2.
   * @default H2UpgradePolicy.DEFAULT
   */
  readonly h2UpgradePolicy?: H2UpgradePolicy;

  /**
   * Does a request go on in the version of HTTP in which it came?
   * @default false
   */
  readonly useClientProtocol?: boolean;
}
