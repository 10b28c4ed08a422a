import type { Duration } from 'cdk8s';

/** A duration as Istio writes it. */
export function durationText(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

/** A duration in milliseconds. */
export function millisecondsOf(duration: Duration): number {
  return duration.toMilliseconds({ integral: false });
}

/** What Istio has against a duration; undefined when it has nothing. */
export function durationProblem(what: string, milliseconds: number): string | undefined {
  return milliseconds >= 1 && Number.isInteger(milliseconds) ? undefined
    : `${what} of ${milliseconds}ms is no duration that proxies keep; use whole milliseconds, at least 1.`;
}
