import type { Call } from '../calls/call';
import type { ICallee } from '../calls/callee';
import type { ICaller } from '../calls/caller';

/** Whose requests a policy is about, and which of them. */
export interface PolicyReachProps {
  /**
   * The workload, canary or version whose incoming requests it is about.
   * @default - every pod of the namespace
   */
  readonly workload?: ICallee;

  /**
   * The callers that it is about. An empty list is an error.
   * @default - everybody, with an identity or without
   */
  readonly from?: ICaller[];

  /**
   * The callers that it is not about: it is about everybody else, those without identity too.
   * @default - none
   */
  readonly exceptFrom?: ICaller[];

  /**
   * The requests and connections that it is about, of each port that they fit. An empty list is an error.
   * @default - everything, on every port
   */
  readonly calls?: Call[];
}
