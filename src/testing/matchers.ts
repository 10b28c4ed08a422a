import type { End, Subject } from './ends';
import { judge } from './judge';
import type { TestedRequest } from './request';
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

const matchers = {
  toAllow(this: MatcherContext, subject: Subject, from: End | AccessCaller, request: TestedRequest, to: End): MatcherResult {
    return match(this, 'ALLOW', subject, from, request, to);
  },
  toDeny(this: MatcherContext, subject: Subject, from: End | AccessCaller, request: TestedRequest, to: End): MatcherResult {
    return match(this, 'DENY', subject, from, request, to);
  },
};

/** Anything that matchers can be added to: jest's `expect`, or one that is like it. */
export interface ExpectLike {
  extend(matchers: object): void;
}

/** Adds `toAllow` and `toDeny`. Done on import, where there is a global `expect`. */
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
    }
  }
}
