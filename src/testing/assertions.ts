import type { End, Subject } from './ends';
import { judge } from './judge';
import type { TestedRequest } from './request';
import type { AccessVerdict } from '../analysis/access/access-decision';
import type { AccessCaller } from '../analysis/access/access-request';

/**
 * An access that is not as a test wants it.
 */
export class AccessAssertionError extends Error {
  public override readonly name = 'AccessAssertionError';
}

/**
 * Fails unless the request gets to the callee. What manifests cannot decide fails, too.
 */
export function assertAllows(subject: Subject, from: End | AccessCaller, request: TestedRequest, to: End): void {
  assertVerdict('ALLOW', subject, from, request, to);
}

/**
 * Fails unless the request is denied. What manifests cannot decide fails, too.
 */
export function assertDenies(subject: Subject, from: End | AccessCaller, request: TestedRequest, to: End): void {
  assertVerdict('DENY', subject, from, request, to);
}

function assertVerdict(wanted: `${AccessVerdict}`, subject: Subject, from: End | AccessCaller, request: TestedRequest, to: End): void {
  const { verdict, explanation } = judge(subject, from, request, to);
  if (verdict !== wanted) { throw new AccessAssertionError(`expected ${wanted}, but it is ${verdict}:\n${explanation}`); }
}
