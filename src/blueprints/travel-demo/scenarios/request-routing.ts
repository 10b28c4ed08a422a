import type { TravelRequestRouting } from './options';
import type { ScenarioPlan } from './plan';
import { PORTAL_HEADER, TRAVEL_PORTALS } from '../travel-parts';

/** Every portal has its version; requests of no portal go nowhere. */
export function requestRouting(options: TravelRequestRouting): ScenarioPlan {
  const portals = {
    v1: options.v1 ?? TRAVEL_PORTALS.travels.name,
    v2: options.v2 ?? TRAVEL_PORTALS.viaggi.name,
    v3: options.v3 ?? TRAVEL_PORTALS.voyages.name,
  };
  return {
    name: 'request-routing',
    decides: ['where requests to travels go'],
    newVersionsOf: ['travels'],
    apply: ({ travels }) => {
      for (const version of ['v1', 'v2', 'v3'] as const) {
        travels.traffic.routeByHeader(PORTAL_HEADER, { exact: portals[version] }, travels[version]);
      }
      travels.traffic.rejectUnmatched();
    },
  };
}
