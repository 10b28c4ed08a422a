import { circuitBreaking } from './scenarios/circuit-breaking';
import { faultInjection } from './scenarios/fault-injection';
import { mirroring } from './scenarios/mirroring';
import type {
  TravelCircuitBreaking, TravelFaultInjection, TravelMirroring, TravelRequestRouting, TravelRequestTimeouts, TravelTrafficPolicies, TravelWeights,
} from './scenarios/options';
import type { ScenarioPlan } from './scenarios/plan';
import { requestRouting } from './scenarios/request-routing';
import { requestTimeouts } from './scenarios/request-timeouts';
import { trafficPolicies } from './scenarios/traffic-policies';
import { tcpTrafficShifting, trafficShifting } from './scenarios/traffic-shifting';

/**
 * A step of the Travel demo's tutorial that changes its traffic or its policies, with the tutorial's values unless others are
 * given. Steps that decide the same are alternatives.
 *
 * @see https://kiali.io/docs/tutorials/travels/
 */
export class TravelScenario {
  /** 'Request Routing': each portal is served by a version of travels of its own; requests of no portal see 404. */
  public static requestRouting(options: TravelRequestRouting = {}): TravelScenario {
    return new TravelScenario(requestRouting(options));
  }

  /** 'Fault Injection': requests to hotels wait 5 seconds. */
  public static faultInjection(options: TravelFaultInjection = {}): TravelScenario {
    return new TravelScenario(faultInjection(options));
  }

  /** 'Traffic Shifting': of the requests to travels, v1 gets 80 %, v2 and v3 get 10 % each. */
  public static trafficShifting(weights: TravelWeights = {}): TravelScenario {
    return new TravelScenario(trafficShifting(weights));
  }

  /** 'TCP Traffic Shifting': of the connections to mysqldb, v1 gets 80 %, v2 and v3 get 10 % each. */
  public static tcpTrafficShifting(weights: TravelWeights = {}): TravelScenario {
    return new TravelScenario(tcpTrafficShifting(weights));
  }

  /** 'Request Timeouts': hotels is slow as in 'Fault Injection', and requests of portal voyages.fr to travels see 504 after 2 seconds. */
  public static requestTimeouts(options: TravelRequestTimeouts = {}): TravelScenario {
    return new TravelScenario(requestTimeouts(options));
  }

  /**
   * 'Circuit Breaking': the load tester opens 50 connections to travels, and each caller's proxy lets one connection and one
   * waiting request through; the rest sees 503.
   */
  public static circuitBreaking(options: TravelCircuitBreaking = {}): TravelScenario {
    return new TravelScenario(circuitBreaking(options));
  }

  /** 'Mirroring': of the requests to travels, v1 gets 80 % and v2 20 %; of half of them v3 gets a copy. */
  public static mirroring(options: TravelMirroring = {}): TravelScenario {
    return new TravelScenario(mirroring(options));
  }

  /**
   * 'Authorization Policies and Sidecars': travel-agency alone is guarded, by AuthorizationPolicies and Sidecars and by no
   * NetworkPolicy; the load tester, which nothing confines, sees 403.
   */
  public static trafficPolicies(options: TravelTrafficPolicies = {}): TravelScenario {
    return new TravelScenario(trafficPolicies(options));
  }

  private constructor(/** @internal */ public readonly _plan: ScenarioPlan) {}

  /** The scenario's name, such as 'request-routing'. */
  public get name(): string {
    return this._plan.name;
  }
}
