import type { BookinfoDetailsAbort } from './options';
import type { RoutingPlan } from './plan';

/** Requests to details fail. */
export function faultInjectionDetailsV1({ status = 555, percentage = 100 }: BookinfoDetailsAbort): RoutingPlan {
  return {
    name: 'fault-injection-details-v1',
    decides: ['where requests to details go'],
    apply: bookinfo => {
      bookinfo._leadTo('details', 'v1');
      bookinfo.details.traffic.abort(status, { percentage });
    },
  };
}

/** Every request to details goes to v2, which asks Google. */
export function detailsV2(): RoutingPlan {
  return {
    name: 'details-v2',
    decides: ['where requests to details go'],
    detailsV2: true,
    apply: bookinfo => bookinfo._leadTo('details', 'v2'),
  };
}
