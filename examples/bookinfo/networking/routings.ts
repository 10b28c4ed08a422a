import { BookinfoDatabase, BookinfoRouting, ExternalAddresses } from 'cdk8s-istio';
import type { BookinfoProps } from 'cdk8s-istio';

/** Every routing of upstream's samples, with what it needs beside. */
export const ROUTINGS: { readonly [name: string]: BookinfoProps } = {
  'all-v1': { routings: [BookinfoRouting.allV1()] },
  'reviews-80-20': { routings: [BookinfoRouting.reviews8020()] },
  'reviews-90-10': { routings: [BookinfoRouting.reviews9010()] },
  'reviews-50-v3': { routings: [BookinfoRouting.reviews50V3()] },
  'reviews-v2-v3': { routings: [BookinfoRouting.reviewsV2V3()] },
  'reviews-v3': { routings: [BookinfoRouting.reviewsV3()] },
  'reviews-test-v2': { routings: [BookinfoRouting.reviewsTestV2()] },
  'reviews-jason-v2-v3': { routings: [BookinfoRouting.reviewsJasonV2V3()] },
  'ratings-test-delay': { routings: [BookinfoRouting.ratingsTestDelay()] },
  'ratings-test-abort': { routings: [BookinfoRouting.ratingsTestAbort()] },
  'fault-injection-details-v1': { routings: [BookinfoRouting.faultInjectionDetailsV1()] },
  // Google's addresses change, so any public one has to do.
  'details-v2': { routings: [BookinfoRouting.detailsV2()], googleApis: ExternalAddresses.anyPublic().because('a demo, and Google has hundreds of blocks') },
  'ratings-db': { routings: [BookinfoRouting.ratingsDb()] },
  'ratings-mysql': { routings: [BookinfoRouting.ratingsMysql()] },
  'ratings-mysql-vm': { routings: [BookinfoRouting.ratingsMysqlVm()], databases: [BookinfoDatabase.mysqlVm({ address: '192.0.2.7' })] },
};
