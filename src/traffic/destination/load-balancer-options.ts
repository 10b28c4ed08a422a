import type { Duration } from 'cdk8s';
import type { HashAlgorithm } from './hash-algorithm';
import type { Locality } from './locality';

/** New pods get their share of the traffic little by little. */
export interface Warmup {
  /** How long a pod counts as new; at least 1 ms. */
  readonly duration: Duration;

  /**
   * With what part of its share a pod begins, in percent, 0 to 100.
   * @default 10
   */
  readonly minimumPercent?: number;

  /**
   * How the share grows: 1 evenly, more than 1 faster towards the end.
   * @default 1
   */
  readonly aggression?: number;
}

/** What may be said of any load balancer. */
export interface LoadBalancerOptions {
  /**
   * How it regards where pods run.
   * @default - as the mesh says: pods of the caller's own zone first, with outlier detection
   */
  readonly locality?: Locality;
}

/** What may be said of a load balancer that knows how much each pod has to do. */
export interface WarmingLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * New pods get their share of the traffic little by little.
   * @default - at once
   */
  readonly warmup?: Warmup;
}

/** What may be said of a load balancer that sends like to like. */
export interface HashLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * How a value leads to a pod.
   * @default HashAlgorithm.ringHash()
   */
  readonly algorithm?: HashAlgorithm;
}

/** A cookie by which requests are sent to the same pod. */
export interface HashCookieOptions extends HashLoadBalancerOptions {
  /**
   * How long the cookie lasts that is set where a request has none; 0 for a session.
   * @default - none is set: only requests that bring the cookie go to the same pod
   */
  readonly ttl?: Duration;

  /**
   * The path of the cookie that is set. With `ttl`.
   * @default - none
   */
  readonly path?: string;

  /**
   * Further attributes of the cookie that is set, such as `SameSite: 'Strict'`; an empty value is an attribute without one.
   * With `ttl`.
   * @default - none
   */
  readonly attributes?: { readonly [name: string]: string };
}
