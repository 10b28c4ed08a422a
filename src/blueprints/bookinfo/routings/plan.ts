import type { Bookinfo } from '../bookinfo';
import type { BookinfoDatabase } from '../bookinfo-database';

/** What two routings cannot both decide: a host has one VirtualService. */
export type Decided = 'where requests to details go' | 'where requests to ratings go' | 'where requests to reviews go';

/** What a routing makes of Bookinfo, and what it needs for that. */
export interface RoutingPlan {
  /** As files and messages name it: upstream's file without its kind. */
  readonly name: string;
  /** What it decides alone. */
  readonly decides: readonly Decided[];
  /** The version of ratings that it needs, and the database that is deployed where none is given; undefined if one must be given. */
  readonly ratings?: { readonly version: string; readonly database?: () => BookinfoDatabase };
  /** Does it need details v2? */
  readonly detailsV2?: boolean;
  /** What it declares of the traffic. */
  readonly apply: (bookinfo: Bookinfo) => void;
}
