import type { StringMatch } from './string-match';
import type { ICaller } from '../calls/caller';

/** What a request must have, all of it at once; what is left out is not asked. */
export interface HttpMatchOptions {
  /**
   * Headers by name.
   * @default - any
   */
  readonly headers?: { readonly [name: string]: StringMatch };

  /**
   * Headers that the request lacks, or that have another value.
   * @default - none
   */
  readonly withoutHeaders?: { readonly [name: string]: StringMatch };

  /**
   * Claims of the user's token, as the match's gateway has verified it; one inside of another is written 'realm[roles]'. A claim
   * that is a list is met by any element of it. Not by `present`.
   * @default - any, and no token
   * @see https://istio.io/latest/docs/tasks/security/authentication/jwt-route/
   */
  readonly claims?: { readonly [claim: string]: StringMatch };

  /**
   * The path, without query.
   * @default - any
   */
  readonly path?: StringMatch;

  /**
   * Is the path, matched by `exact` or `prefix`, the same in upper and lower case?
   * @default false
   */
  readonly ignorePathCase?: boolean;

  /**
   * The request method.
   * @default - any
   */
  readonly method?: StringMatch;

  /**
   * Query parameters by name.
   * @default - any
   */
  readonly query?: { readonly [name: string]: StringMatch };

  /**
   * The host that the request names, with its port if it names one.
   * @default - any
   */
  readonly authority?: StringMatch;

  /**
   * Who sends the request inside of the mesh: a workload, a canary or one version of it, or any pod of a namespace.
   * @default - anybody
   */
  readonly from?: ICaller;

  /**
   * The namespace of who sends the request inside of the mesh, such as one that somebody else deploys.
   * @default - any
   */
  readonly fromNamespace?: string;

  /**
   * The gateway through which the request comes.
   * @default - any, and the mesh
   */
  readonly gateway?: ICaller;

  /**
   * The name of the Service's port.
   * @default - every port that speaks HTTP
   */
  readonly port?: string;
}
