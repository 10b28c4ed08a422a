import type { End, Subject } from './ends';
import type { Checked } from './findings';
import { findingsIn, findingsText } from './findings';
import type { Judgement } from './judge';
import { judge } from './judge';
import { judgeReachability } from './reachability';
import type { TestedRequest } from './request';
import type { OlderVersion, SinceOptions } from './since';
import { judgeSince } from './since';
import type { AccessVerdict } from '../analysis/access/access-decision';
import type { AccessCaller } from '../analysis/access/access-request';

/**
 * An access that is not as a test wants it.
 */
export class AccessAssertionError extends Error {
  public override readonly name = 'AccessAssertionError';
}

/**
 * Something is wrong with the manifests.
 */
export class FindingsAssertionError extends Error {
  public override readonly name = 'FindingsAssertionError';
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

/**
 * Fails if anybody but some callers may reach a callee, as far as boundaries go. What manifests cannot decide fails, too.
 */
export function assertReachableOnlyFrom(subject: Subject, to: End, callers: readonly (End | AccessCaller)[]): void {
  assertHolds('that nobody else may reach it', judgeReachability(subject, to, callers));
}

/**
 * Fails if there is new access since an older version, but for what is let pass. What manifests cannot decide fails, too.
 */
export function assertNoNewAccessSince(subject: Subject, older: OlderVersion, options?: SinceOptions): void {
  assertHolds('no new access', judgeSince(subject, older, options));
}

/**
 * Fails if something is wrong with an app or with manifests, as far as errors and warnings go, that nobody has acknowledged.
 */
export function assertNoMeshFindings(subject: Checked): void {
  const found = findingsIn(subject);
  if (found.length > 0) { throw new FindingsAssertionError(findingsText(found)); }
}

function assertHolds(statement: string, { verdict, explanation }: Judgement): void {
  if (verdict !== 'ALLOW') { throw new AccessAssertionError(`expected ${statement}${verdict === 'UNKNOWN' ? ', but it is UNKNOWN' : ''}:\n${explanation}`); }
}

function assertVerdict(wanted: `${AccessVerdict}`, subject: Subject, from: End | AccessCaller, request: TestedRequest, to: End): void {
  const { verdict, explanation } = judge(subject, from, request, to);
  if (verdict !== wanted) { throw new AccessAssertionError(`expected ${wanted}, but it is ${verdict}:\n${explanation}`); }
}
