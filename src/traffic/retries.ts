import type { Duration } from 'cdk8s';
import { durationProblem, durationText, millisecondsOf } from './duration';
import type { FeatureDeclaration } from './feature';
import type { HttpMatch } from './http-match';
import type { Effect, Retries, Timeout } from './traffic-model';
import { unknownValueProblem } from '../private/known-values';

/**
 * Why a request is tried again.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
 */
export enum RetryOn {
  /** Any answer of status 5xx, or none. */
  SERVER_ERROR = '5xx',
  /** An answer of status 502, 503 or 504. */
  GATEWAY_ERROR = 'gateway-error',
  /** No answer: the connection ended, or the time for one try passed. */
  RESET = 'reset',
  /** No connection. */
  CONNECT_FAILURE = 'connect-failure',
  /** The server has refused the stream before it did anything. */
  REFUSED_STREAM = 'refused-stream',
  /** An answer of status 409. */
  RETRIABLE_4XX = 'retriable-4xx',
  /** The rate is limited. */
  ENVOY_RATELIMITED = 'envoy-ratelimited',
  /** gRPC: cancelled. */
  CANCELLED = 'cancelled',
  /** gRPC: the deadline was exceeded. */
  DEADLINE_EXCEEDED = 'deadline-exceeded',
  /** gRPC: an internal error. */
  INTERNAL = 'internal',
  /** gRPC: a resource is exhausted. */
  RESOURCE_EXHAUSTED = 'resource-exhausted',
  /** gRPC: the service is unavailable. */
  UNAVAILABLE = 'unavailable',
}

/** To which requests a timeout applies. */
export interface TimeoutOptions {
  /**
   * The requests.
   * @default - every request
   */
  readonly when?: HttpMatch;
}

/** How requests are tried again. */
export interface RetryOptions {
  /**
   * How long one try may take.
   * @default - as long as the whole request
   */
  readonly perTryTimeout?: Duration;

  /**
   * Why a request is tried again.
   * @default - what the mesh says; Istio's own choice is connect-failure, refused-stream, unavailable, cancelled and status 503
   */
  readonly retryOn?: RetryOn[];

  /**
   * Statuses of HTTP for which a request is tried again, beside `retryOn`.
   * @default - none
   */
  readonly retryOnStatus?: number[];

  /**
   * May further tries go to pods of other localities?
   * @default - what the mesh says
   */
  readonly retryRemoteLocalities?: boolean;

  /**
   * The requests.
   * @default - every request
   */
  readonly when?: HttpMatch;
}

/** Requests that take longer are answered with status 504. */
export function timeoutOf(duration: Duration, { when }: TimeoutOptions): FeatureDeclaration {
  const milliseconds = millisecondsOf(duration);
  return {
    text: `the timeout of ${durationText(milliseconds)}`,
    when,
    effects: [{ slot: 'timeout', milliseconds }],
    problems: [durationProblem('a timeout', milliseconds)],
  };
}

/** Requests that fail are tried again. */
export function retriesOf(attempts: number, options: RetryOptions): FeatureDeclaration {
  const { perTryTimeout, retryOn = [], retryOnStatus = [], retryRemoteLocalities, when } = options;
  const text = attempts === 0 ? 'the choice of no retries' : `the ${attempts} retries`;
  const perTryMilliseconds = perTryTimeout && millisecondsOf(perTryTimeout);
  const why = [...new Set([...retryOn, ...retryOnStatus.map(String)])].sort();
  const further = [perTryTimeout, options.retryOn, options.retryOnStatus, retryRemoteLocalities].some(one => one !== undefined);
  return {
    text,
    when,
    effects: [{
      slot: 'retries',
      attempts,
      ...perTryMilliseconds === undefined ? {} : { perTryMilliseconds },
      ...why.length > 0 ? { retryOn: why.join(',') } : {},
      ...retryRemoteLocalities === undefined ? {} : { retryRemoteLocalities },
    }],
    problems: [
      Number.isInteger(attempts) && attempts >= 0 && attempts <= 2 ** 31 - 1 ? undefined
        : `the retries are ${attempts}, which is no number of attempts; use a whole number, 0 for none.`,
      attempts === 0 && further ? `${text} says how to retry; leave that out, or give a number of attempts.` : undefined,
      perTryMilliseconds === undefined ? undefined : durationProblem('one try', perTryMilliseconds),
      options.retryOn?.length === 0 ? `${text} have an empty 'retryOn'; name a reason, or leave it out.` : undefined,
      ...retryOn.map(reason => unknownValueProblem('reason to retry', reason, RetryOn)),
      ...retryOnStatus.filter(status => !Number.isInteger(status) || status < 400 || status > 599).map(status =>
        `${text} are for status ${status}, which is no failure; use 400 to 599.`),
    ],
  };
}

/** Tries that together take longer than the request may. */
export function retryProblems(effects: readonly Effect[]): string[] {
  const timeout = effects.find((effect): effect is Timeout => effect.slot === 'timeout');
  const retries = effects.find((effect): effect is Retries => effect.slot === 'retries');
  if (!timeout || !retries || retries.perTryMilliseconds === undefined) {
    return [];
  }
  const all = (retries.attempts + 1) * retries.perTryMilliseconds;
  return all <= timeout.milliseconds ? [] : [
    `the ${retries.attempts} retries do not fit the timeout of ${durationText(timeout.milliseconds)}: with the first try they are ${retries.attempts + 1} tries of ${durationText(retries.perTryMilliseconds)}, ${durationText(all)} in all; retry less often or for shorter, or lengthen the timeout.`,
  ];
}
