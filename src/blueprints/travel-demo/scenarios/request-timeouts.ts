import { Duration } from 'cdk8s';
import { delayHotels } from './fault-injection';
import type { TravelRequestTimeouts } from './options';
import type { ScenarioPlan } from './plan';
import { HttpMatch } from '../../../traffic/http-match';
import { PORTAL_HEADER, TRAVEL_PORTALS } from '../travel-parts';

/** One portal fails sooner than hotels answers; the others wait. */
export function requestTimeouts(options: TravelRequestTimeouts): ScenarioPlan {
  const { portal = TRAVEL_PORTALS.voyages.name, timeout = Duration.seconds(2) } = options;
  return {
    name: 'request-timeouts',
    decides: ['where requests to travels go', 'the delay of hotels'],
    newVersionsOf: [],
    apply: agency => {
      delayHotels(agency, options);
      agency.travels.shareEvenly();
      agency.travels.traffic.timeout(timeout, { when: HttpMatch.of({ headers: { [PORTAL_HEADER]: { exact: portal } } }) });
    },
  };
}
