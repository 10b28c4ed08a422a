import { TravelScenario, TravelStage } from 'cdk8s-istio';
import type { TravelDemoProps } from 'cdk8s-istio';

// Before the tutorial deploys new versions.
const first = { newTravelsVersions: false, newMysqldbVersions: false };

/** The steps of the tutorial that change the cluster, in its order. */
export const SCENARIOS: { readonly [name: string]: TravelDemoProps } = {
  'unmeshed': { stage: TravelStage.UNMESHED, agency: first },
  'control-only': { stage: TravelStage.CONTROL_ONLY, agency: first },
  'all': { stage: TravelStage.ALL, agency: first },
  'request-routing': { scenarios: [TravelScenario.requestRouting()] },
  'fault-injection': { scenarios: [TravelScenario.faultInjection()] },
  'traffic-shifting': { scenarios: [TravelScenario.trafficShifting()] },
  'tcp-traffic-shifting': { scenarios: [TravelScenario.tcpTrafficShifting()] },
  'request-timeouts': { scenarios: [TravelScenario.requestTimeouts()] },
  'circuit-breaking': { scenarios: [TravelScenario.circuitBreaking()] },
  'mirroring': { scenarios: [TravelScenario.mirroring()] },
  'traffic-policies': { scenarios: [TravelScenario.trafficPolicies()] },
  'traffic-policies-admit-loadtester': { scenarios: [TravelScenario.trafficPolicies({ admitLoadtester: true })] },
};
