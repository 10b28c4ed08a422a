import type { Call } from '../calls/call';
import type { ICallee } from '../calls/callee';

/** To whom requests are that a policy is about, and which of them. */
export interface PolicyScopeProps {
  /**
   * The workload, canary or version whose incoming requests it is about.
   * @default - every pod of the namespace
   */
  readonly workload?: ICallee;

  /**
   * The requests and connections that it is about, of each port that they fit. An empty list is an error.
   * @default - everything, on every port
   */
  readonly calls?: Call[];
}
