import type { RoutingPlan } from './plan';
import { rivalries } from '../../alternatives';
import type { BookinfoDatabase } from '../bookinfo-database';

/** What is there of Bookinfo, as far as routings need it. */
export interface RoutingGround {
  readonly databases: readonly BookinfoDatabase[];
  readonly detailsV2: boolean;
  /** Are shares of reviews given beside the routings? */
  readonly reviewsWeights: boolean;
}

/** Routings that can be, in their order, the databases that are there for them, and why others cannot. */
export interface SortedRoutings {
  readonly possible: readonly RoutingPlan[];
  readonly databases: readonly BookinfoDatabase[];
  readonly problems: readonly string[];
}

export function sortOut(plans: readonly RoutingPlan[], { databases, detailsV2, reviewsWeights }: RoutingGround): SortedRoutings {
  const possible: RoutingPlan[] = [];
  const there: BookinfoDatabase[] = [];
  const problems: string[] = [];
  for (const database of databases) {
    const known = there.some(({ ratingsVersion }) => ratingsVersion === database.ratingsVersion);
    problems.push(...known ? [`database '${database.name}' is given twice; give it once.`] : []);
    there.push(...known ? [] : [database]);
  }
  for (const plan of plans) {
    const { name, ratings } = plan;
    const missing = ratings && !there.some(({ ratingsVersion }) => ratingsVersion === ratings.version);
    const found = [
      ...missing && !ratings.database
        ? [`routing '${name}' needs ratings ${ratings.version}, and the machine with its database is not known; give BookinfoDatabase.mysqlVm() among the 'databases'.`] : [],
      ...plan.detailsV2 && !detailsV2
        ? [`routing '${name}' needs details v2, which asks www.googleapis.com; say with 'googleApis' at which addresses it may.`] : [],
      ...reviewsWeights && plan.decides.includes('where requests to reviews go')
        ? [`'reviewsWeights' and routing '${name}' both decide where requests to reviews go; choose one of them.`] : [],
      ...rivalries('routings', plan, possible),
    ];
    if (found.length === 0) {
      possible.push(plan);
      there.push(...missing && ratings.database ? [ratings.database()] : []);
    }
    problems.push(...found);
  }
  return { possible, databases: there, problems: [...new Set(problems)] };
}
