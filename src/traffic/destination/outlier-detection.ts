import type { Duration } from 'cdk8s';
import { durationProblem, durationText } from './durations';
import type { Setting } from './setting';
import { given } from './setting';
import { MAX_UINT32, wholeNumberProblem } from '../../private/numbers';

/** What Envoy takes where nobody says how many errors in a row are too many. */
const DEFAULT_5XX_ERRORS = 5;

/**
 * When a caller's proxy stops sending to a pod that fails: it is ejected for a while, and tried again. On ports without HTTP,
 * connections that cannot be opened count as errors.
 *
 * The field `consecutiveErrors`, which Istio accepts and ignores, has no place here.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
 */
export interface OutlierDetection {
  /**
   * How many answers 5xx in a row eject a pod; 0 for never.
   * @default 5
   */
  readonly consecutive5xxErrors?: number;

  /**
   * How many answers 502, 503 or 504 in a row eject a pod; less than `consecutive5xxErrors`, in which they count too.
   * @default - never
   */
  readonly consecutiveGatewayErrors?: number;

  /**
   * Are failures that the caller's proxy sees itself, such as connections that cannot be opened, counted on their own? Then
   * `consecutive5xxErrors` and `consecutiveGatewayErrors` count what the pods answer.
   * @default false
   */
  readonly splitExternalLocalOriginErrors?: boolean;

  /**
   * How many failures in a row that the caller's proxy sees itself eject a pod; at least 1. With
   * `splitExternalLocalOriginErrors`.
   * @default 5
   */
  readonly consecutiveLocalOriginFailures?: number;

  /**
   * How often pods are looked at; at least 1 ms.
   * @default - 10 seconds
   */
  readonly interval?: Duration;

  /**
   * How long a pod is ejected the first time; each further time it is longer. At least 1 ms.
   * @default - 30 seconds
   */
  readonly baseEjectionTime?: Duration;

  /**
   * The share of the pods that may be ejected, in percent, 1 to 100. No pod is ejected that would make it more: with 10, nobody
   * is where there are fewer than ten pods, of a version as of a service.
   * @default 10
   */
  readonly maxEjectionPercent?: number;

  /**
   * The share of healthy pods, in percent, below which ejected pods get traffic again; 0 for never.
   * @default 0
   */
  readonly minHealthPercent?: number;
}

/** Outlier detection as it is written, and what is wrong with it. */
export function outlierDetectionSetting(detection: OutlierDetection): Setting<'outlierDetection'> {
  const { interval, baseEjectionTime, ...rest } = detection;
  return {
    name: 'outlierDetection',
    wire: given({
      ...rest,
      interval: durationText(interval),
      baseEjectionTime: durationText(baseEjectionTime),
    }),
    problems: valueProblems(detection),
    problemsAt: () => [],
  };
}

function valueProblems(detection: OutlierDetection): string[] {
  const { consecutiveGatewayErrors: gateway, consecutive5xxErrors: all, consecutiveLocalOriginFailures: local } = detection;
  return [
    Object.values(given(detection)).length === 0 ? "it is empty; say at least 'consecutive5xxErrors'." : undefined,
    ...(['consecutive5xxErrors', 'consecutiveGatewayErrors'] as const).map(field => wholeNumberProblem(field, detection[field], 0, MAX_UINT32)),
    wholeNumberProblem('consecutiveLocalOriginFailures', local, 1, MAX_UINT32),
    wholeNumberProblem('maxEjectionPercent', detection.maxEjectionPercent, 1, 100, detection.maxEjectionPercent === 0 ? ', which Istio would take for 10' : ''),
    wholeNumberProblem('minHealthPercent', detection.minHealthPercent, 0, 100),
    durationProblem('interval', detection.interval),
    durationProblem('baseEjectionTime', detection.baseEjectionTime),
    gateway && all !== 0 && gateway >= (all ?? DEFAULT_5XX_ERRORS)
      ? `consecutiveGatewayErrors ${gateway} has no effect, since ${all ?? DEFAULT_5XX_ERRORS} errors of any kind${all === undefined ? " ('consecutive5xxErrors' by default)" : ''} eject the pod before; use less, or a greater 'consecutive5xxErrors' (0 for never).` : undefined,
    local !== undefined && !detection.splitExternalLocalOriginErrors
      ? "consecutiveLocalOriginFailures is ignored without 'splitExternalLocalOriginErrors'; set it to true." : undefined,
    all === 0 && !gateway && !detection.splitExternalLocalOriginErrors
      ? 'it ejects nobody: consecutive5xxErrors is 0 and nothing else is counted; count something, or leave it out.' : undefined,
  ].filter(problem => problem !== undefined);
}
