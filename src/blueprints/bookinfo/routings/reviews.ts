import type { BookinfoUser } from './options';
import type { RoutingPlan } from './plan';
import { byUser } from './user';

/** Shares of the versions of reviews, in percent. */
export interface ReviewsShares {
  readonly v1?: number;
  readonly v2?: number;
  readonly v3?: number;
}

/** Requests to reviews are shared among its versions. */
export function sharedReviews(name: string, shares: ReviewsShares): RoutingPlan {
  return {
    name,
    decides: ['where requests to reviews go'],
    apply: bookinfo => bookinfo.reviews.traffic.shift(...(['v1', 'v2', 'v3'] as const).filter(version => shares[version] !== undefined).map(version =>
      ({ version: bookinfo.version('reviews', version), weight: shares[version]! }))),
  };
}

/** Requests of one user to reviews go to one version, and all others to another. */
export function reviewsByUser(name: string, { user }: BookinfoUser, versions: { readonly theirs: string; readonly others: string }): RoutingPlan {
  return {
    name,
    decides: ['where requests to reviews go'],
    apply: bookinfo => {
      bookinfo.reviews.traffic.routeTo(byUser(user), bookinfo.version('reviews', versions.theirs));
      bookinfo._leadTo('reviews', versions.others);
    },
  };
}

/** Every request goes to v1, whatever else is deployed. */
export function allV1(): RoutingPlan {
  return {
    name: 'all-v1',
    decides: ['where requests to details go', 'where requests to ratings go', 'where requests to reviews go'],
    apply: bookinfo => (['details', 'ratings', 'reviews'] as const).forEach(app => bookinfo._leadTo(app, 'v1')),
  };
}
