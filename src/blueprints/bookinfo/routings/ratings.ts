import { Duration } from 'cdk8s';
import type { BookinfoAbort, BookinfoDelay } from './options';
import type { RoutingPlan } from './plan';
import { byUser } from './user';
import type { BookinfoDatabase } from '../bookinfo-database';

/** Requests of one user to ratings wait. */
export function ratingsTestDelay({ user, delay = Duration.seconds(7), percentage = 100 }: BookinfoDelay): RoutingPlan {
  return {
    name: 'ratings-test-delay',
    decides: ['where requests to ratings go'],
    apply: bookinfo => {
      bookinfo._leadTo('ratings', 'v1');
      bookinfo.ratings.traffic.delay(delay, { percentage, when: byUser(user) });
    },
  };
}

/** Requests of one user to ratings fail. */
export function ratingsTestAbort({ user, status = 500, percentage = 100 }: BookinfoAbort): RoutingPlan {
  return {
    name: 'ratings-test-abort',
    decides: ['where requests to ratings go'],
    apply: bookinfo => {
      bookinfo._leadTo('ratings', 'v1');
      bookinfo.ratings.traffic.abort(status, { percentage, when: byUser(user) });
    },
  };
}

/** Every request to reviews goes to v3, which asks for ratings, and every request to ratings to a version with a database. */
export function ratingsFrom(name: string, version: string, database?: () => BookinfoDatabase): RoutingPlan {
  return {
    name,
    decides: ['where requests to ratings go', 'where requests to reviews go'],
    ratings: { version, ...database ? { database } : {} },
    apply: bookinfo => {
      bookinfo._leadTo('reviews', 'v3');
      bookinfo._leadTo('ratings', version);
    },
  };
}
