import type { TravelTrafficPolicies } from './options';
import type { ScenarioPlan } from './plan';

/**
 * AuthorizationPolicies and Sidecars in travel-agency, and no policy elsewhere: the load tester may try whatever it likes,
 * and is refused where it arrives.
 */
export function trafficPolicies({ admitLoadtester = false }: TravelTrafficPolicies): ScenarioPlan {
  return {
    name: admitLoadtester ? 'traffic-policies-admit-loadtester' : 'traffic-policies',
    decides: ['what the load tester may do'],
    newVersionsOf: admitLoadtester ? ['travels'] : [],
    agencyPoliciesOnly: true,
    loadtester: { admittedTo: admitLoadtester ? 'v1' : 'none' },
    apply: () => {},
  };
}
