import { Duration } from 'cdk8s';
import type { TravelFaultInjection } from './options';
import type { ScenarioPlan } from './plan';
import type { TravelAgency } from '../travel-agency';

/** Whoever asks hotels, waits. */
export function faultInjection(options: TravelFaultInjection): ScenarioPlan {
  return {
    name: 'fault-injection',
    decides: ['the delay of hotels'],
    newVersionsOf: [],
    apply: agency => delayHotels(agency, options),
  };
}

export function delayHotels({ hotels }: TravelAgency, { delay = Duration.seconds(5), percentage = 100 }: TravelFaultInjection): void {
  hotels.traffic.delay(delay, { percentage });
}
