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

interface MatcherContext {
  readonly isNot?: boolean;
}

interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

function match(context: MatcherContext, wanted: `${AccessVerdict}`, subject: Subject, from: End | AccessCaller, request: TestedRequest, to: End): MatcherResult {
  const { verdict, explanation } = judge(subject, from, request, to);
  const not = context.isNot === true;
  return {
    // What is not known is neither allowed nor denied, and so is not "not allowed" either.
    pass: verdict === 'UNKNOWN' ? not : verdict === wanted,
    message: () => `expected ${not ? 'anything but ' : ''}${wanted}, but it is ${verdict}:\n${explanation}`,
  };
}

/** A statement that holds if its judgement is ALLOW. What is not known does not hold, nor does its opposite. */
function holds(context: MatcherContext, { verdict, explanation }: Judgement, statement: string, opposite: string): MatcherResult {
  const not = context.isNot === true;
  return {
    pass: verdict === 'UNKNOWN' ? not : verdict === 'ALLOW',
    message: () => `expected ${not ? opposite : statement}${verdict === 'UNKNOWN' ? ', but it is UNKNOWN' : ''}:\n${explanation}`,
  };
}

const matchers = {
  toAllow(this: MatcherContext, subject: Subject, from: End | AccessCaller, request: TestedRequest, to: End): MatcherResult {
    return match(this, 'ALLOW', subject, from, request, to);
  },
  toDeny(this: MatcherContext, subject: Subject, from: End | AccessCaller, request: TestedRequest, to: End): MatcherResult {
    return match(this, 'DENY', subject, from, request, to);
  },
  toBeReachableOnlyFrom(this: MatcherContext, subject: Subject, to: End, callers: readonly (End | AccessCaller)[]): MatcherResult {
    return holds(this, judgeReachability(subject, to, callers), 'that nobody else may reach it', 'that somebody else may reach it');
  },
  toHaveNoNewAccessSince(this: MatcherContext, subject: Subject, older: OlderVersion, options?: SinceOptions): MatcherResult {
    return holds(this, judgeSince(subject, older, options), 'no new access', 'new access');
  },
  toHaveNoMeshFindings(this: MatcherContext, subject: Checked): MatcherResult {
    const found = findingsIn(subject);
    return {
      pass: found.length === 0,
      message: () => (found.length === 0 ? 'expected findings, but there are none' : findingsText(found)),
    };
  },
};

/** Anything that matchers can be added to: jest's `expect`, or one that is like it. */
export interface ExpectLike {
  extend(matchers: object): void;
}

/** Adds the matchers. Done on import, where there is a global `expect`. */
export function install(expect: ExpectLike): void {
  expect.extend(matchers);
}

const { expect: globalExpect } = globalThis as { readonly expect?: ExpectLike };
if (globalExpect !== undefined && typeof globalExpect.extend === 'function') { install(globalExpect); }

declare global {
  // The way in which jest's types are extended.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    interface Matchers<R> {
      /** The request gets to the callee. Fails on what manifests cannot decide. */
      toAllow(from: End | AccessCaller, request: TestedRequest, to: End): R;
      /** The request is denied. Fails on what manifests cannot decide. */
      toDeny(from: End | AccessCaller, request: TestedRequest, to: End): R;
      /**
       * Nobody but some callers may reach a callee, as far as boundaries go: mutual TLS with AuthorizationPolicy, and NetworkPolicy.
       * Fails on what manifests cannot decide. Gateways and other parts of the platform that may are named, as
       * `AccessCaller.principal(…)`. The callee itself may.
       */
      toBeReachableOnlyFrom(to: End, callers: readonly (End | AccessCaller)[]): R;
      /** There is no new access since an older version, but for what is let pass. Fails on what manifests cannot decide. */
      toHaveNoNewAccessSince(older: OlderVersion, options?: SinceOptions): R;
      /** Of an app or manifests: nothing is wrong with them, as far as errors and warnings go, that nobody has acknowledged. */
      toHaveNoMeshFindings(): R;
    }
  }
}
