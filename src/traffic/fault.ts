import type { Duration } from 'cdk8s';
import { durationProblem, durationText, millisecondsOf } from './duration';
import type { FeatureDeclaration } from './feature';
import type { HttpMatch } from './http-match';
import { percentageProblem } from './percentage';

/** To which requests a fault happens. */
export interface FaultOptions {
  /**
   * The share of the requests, 0–100; a fraction is allowed.
   * @default 100
   */
  readonly percentage?: number;

  /**
   * The requests.
   * @default - every request
   */
  readonly when?: HttpMatch;
}

/** Canonical codes of gRPC, by the names that Istio takes. */
const GRPC_STATUS = [
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED',
];

/** Requests wait before they go on. */
export function delayOf(duration: Duration, { percentage = 100, when }: FaultOptions): FeatureDeclaration {
  const milliseconds = millisecondsOf(duration);
  const text = `the delay of ${durationText(milliseconds)}`;
  return {
    text,
    when,
    effects: [{ slot: 'delay', milliseconds, percentage }],
    problems: [durationProblem('a delay', milliseconds), percentageProblem(text, percentage)],
  };
}

/** The proxy answers with a status of HTTP. */
export function abortOf(status: number, { percentage = 100, when }: FaultOptions): FeatureDeclaration {
  const text = `the abort with status ${status}`;
  return {
    text,
    when,
    effects: [{ slot: 'abort', httpStatus: status, percentage }],
    problems: [
      Number.isInteger(status) && status >= 200 && status <= 599 ? undefined : `${text} has no status of HTTP; use 200 to 599.`,
      percentageProblem(text, percentage),
    ],
  };
}

/** The proxy answers with a status of gRPC. */
export function abortGrpcOf(status: string, { percentage = 100, when }: FaultOptions): FeatureDeclaration {
  const text = `the abort with gRPC status ${status}`;
  return {
    text,
    when,
    effects: [{ slot: 'abort', grpcStatus: status, percentage }],
    problems: [
      GRPC_STATUS.includes(status) ? undefined : `${text} has no status of gRPC; use one of ${GRPC_STATUS.join(', ')}.`,
      percentageProblem(text, percentage),
    ],
  };
}
