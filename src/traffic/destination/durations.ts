import type { Duration } from 'cdk8s';
import * as duration from '../duration';

/** What protobuf can hold, about 10,000 years. */
const LONGEST = 315_576_000_000_000;

/** A duration as Istio writes it, if it is given. */
export function durationText(given: Duration | undefined): string | undefined {
  return given && duration.durationText(duration.millisecondsOf(given));
}

/**
 * What Istio has against a duration, if it is given.
 *
 * @param zeroMeans what zero stands for, where it is not refused
 */
export function durationProblem(what: string, given: Duration | undefined, zeroMeans?: string): string | undefined {
  const milliseconds = given && duration.millisecondsOf(given);
  if (milliseconds === undefined || (milliseconds === 0 && zeroMeans !== undefined)) {
    return undefined;
  }
  if (milliseconds > LONGEST) {
    return `${what} of ${milliseconds}ms is longer than Istio can write; use a shorter one${zeroMeans === undefined ? '' : `, or 0 ${zeroMeans}`}.`;
  }
  const problem = duration.durationProblem(what, milliseconds);
  return problem && zeroMeans !== undefined ? problem.replace(/\.$/, `, or 0 ${zeroMeans}.`) : problem;
}
