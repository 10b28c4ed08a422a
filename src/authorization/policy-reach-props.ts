import type { PolicyScopeProps } from './policy-scope-props';
import type { ICaller } from '../calls/caller';

/** Whose requests a policy is about, and which of them. */
export interface PolicyReachProps extends PolicyScopeProps {
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
}
