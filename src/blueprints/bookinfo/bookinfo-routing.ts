import { BookinfoDatabase } from './bookinfo-database';
import { detailsV2, faultInjectionDetailsV1 } from './routings/details';
import type { BookinfoAbort, BookinfoDelay, BookinfoDetailsAbort, BookinfoUser } from './routings/options';
import type { RoutingPlan } from './routings/plan';
import { ratingsFrom, ratingsTestAbort, ratingsTestDelay } from './routings/ratings';
import { allV1, reviewsByUser, sharedReviews } from './routings/reviews';

/**
 * A routing of upstream's `samples/bookinfo/networking`, named as its file is and with its values unless others are given.
 * Each decides about the hosts of its file alone: routings of the same host are alternatives.
 *
 * @see https://github.com/istio/istio/tree/master/samples/bookinfo/networking
 */
export class BookinfoRouting {
  /** `virtual-service-all-v1`: every request goes to v1, whatever else is deployed. */
  public static allV1(): BookinfoRouting {
    return new BookinfoRouting(allV1());
  }

  /** `virtual-service-reviews-80-20`: of the requests to reviews, v1 gets 80 % and v2 20 %. */
  public static reviews8020(): BookinfoRouting {
    return new BookinfoRouting(sharedReviews('reviews-80-20', { v1: 80, v2: 20 }));
  }

  /** `virtual-service-reviews-90-10`: of the requests to reviews, v1 gets 90 % and v2 10 %. */
  public static reviews9010(): BookinfoRouting {
    return new BookinfoRouting(sharedReviews('reviews-90-10', { v1: 90, v2: 10 }));
  }

  /** `virtual-service-reviews-50-v3`: of the requests to reviews, v1 and v3 get half each. */
  public static reviews50V3(): BookinfoRouting {
    return new BookinfoRouting(sharedReviews('reviews-50-v3', { v1: 50, v3: 50 }));
  }

  /** `virtual-service-reviews-v2-v3`: of the requests to reviews, v2 and v3 get half each. */
  public static reviewsV2V3(): BookinfoRouting {
    return new BookinfoRouting(sharedReviews('reviews-v2-v3', { v2: 50, v3: 50 }));
  }

  /** `virtual-service-reviews-v3`: every request to reviews goes to v3. */
  public static reviewsV3(): BookinfoRouting {
    return new BookinfoRouting(sharedReviews('reviews-v3', { v3: 100 }));
  }

  /** `virtual-service-reviews-test-v2`: the user jason sees reviews v2, everybody else v1. */
  public static reviewsTestV2(options: BookinfoUser = {}): BookinfoRouting {
    return new BookinfoRouting(reviewsByUser('reviews-test-v2', options, { theirs: 'v2', others: 'v1' }));
  }

  /** `virtual-service-reviews-jason-v2-v3`: the user jason sees reviews v2, everybody else v3. */
  public static reviewsJasonV2V3(options: BookinfoUser = {}): BookinfoRouting {
    return new BookinfoRouting(reviewsByUser('reviews-jason-v2-v3', options, { theirs: 'v2', others: 'v3' }));
  }

  /** `virtual-service-ratings-test-delay`: requests to ratings for the user jason wait 7 seconds. */
  public static ratingsTestDelay(options: BookinfoDelay = {}): BookinfoRouting {
    return new BookinfoRouting(ratingsTestDelay(options));
  }

  /** `virtual-service-ratings-test-abort`: requests to ratings for the user jason are answered with status 500. */
  public static ratingsTestAbort(options: BookinfoAbort = {}): BookinfoRouting {
    return new BookinfoRouting(ratingsTestAbort(options));
  }

  /** `fault-injection-details-v1`: requests to details are answered with status 555. */
  public static faultInjectionDetailsV1(options: BookinfoDetailsAbort = {}): BookinfoRouting {
    return new BookinfoRouting(faultInjectionDetailsV1(options));
  }

  /** `virtual-service-details-v2` and `egress-rule-google-apis`: every request to details goes to v2, which asks Google. It needs `googleApis`. */
  public static detailsV2(): BookinfoRouting {
    return new BookinfoRouting(detailsV2());
  }

  /** `virtual-service-ratings-db`: reviews v3 shows the stars of ratings v2, which are in MongoDB. */
  public static ratingsDb(): BookinfoRouting {
    return new BookinfoRouting(ratingsFrom('ratings-db', 'v2', () => BookinfoDatabase.mongodb()));
  }

  /** `virtual-service-ratings-mysql`: reviews v3 shows the stars of ratings v2-mysql, which are in MySQL. */
  public static ratingsMysql(): BookinfoRouting {
    return new BookinfoRouting(ratingsFrom('ratings-mysql', 'v2-mysql', () => BookinfoDatabase.mysql()));
  }

  /**
   * `virtual-service-ratings-mysql-vm`: reviews v3 shows the stars of ratings v2-mysql-vm, which are in MySQL on a machine
   * outside of the cluster. It needs `BookinfoDatabase.mysqlVm()`.
   */
  public static ratingsMysqlVm(): BookinfoRouting {
    return new BookinfoRouting(ratingsFrom('ratings-mysql-vm', 'v2-mysql-vm'));
  }

  private constructor(/** @internal */ public readonly _plan: RoutingPlan) {}

  /** The routing's name, such as 'reviews-80-20'. */
  public get name(): string {
    return this._plan.name;
  }
}
