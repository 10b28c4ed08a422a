import type { PathPattern } from './path-pattern';

/** What a call asks of an HTTP server; an absent part is any. */
export interface HttpOperation {
  readonly methods?: readonly string[];
  readonly paths?: readonly PathPattern[];
  readonly hosts?: readonly string[];
}
