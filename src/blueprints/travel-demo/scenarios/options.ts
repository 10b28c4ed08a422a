import type { Duration } from 'cdk8s';

/** The portal that is served by each version of travels: the value of its requests' header `portal`. */
export interface TravelRequestRouting {
  /**
   * The portal of v1.
   * @default 'travels.uk'
   */
  readonly v1?: string;
  /**
   * The portal of v2.
   * @default 'viaggi.it'
   */
  readonly v2?: string;
  /**
   * The portal of v3.
   * @default 'voyages.fr'
   */
  readonly v3?: string;
}

/** How requests to hotels are delayed. */
export interface TravelFaultInjection {
  /**
   * How long they wait.
   * @default Duration.seconds(5)
   */
  readonly delay?: Duration;
  /**
   * The share of the requests that wait, 0–100.
   * @default 100
   */
  readonly percentage?: number;
}

/** Shares of the versions of travels or mysqldb, in percent; they add up to 100. */
export interface TravelWeights {
  /**
   * The share of v1.
   * @default - 80 if no share is given, 0 otherwise
   */
  readonly v1?: number;
  /**
   * The share of v2.
   * @default - 10 if no share is given, 0 otherwise
   */
  readonly v2?: number;
  /**
   * The share of v3.
   * @default - 10 if no share is given, 0 otherwise
   */
  readonly v3?: number;
}

/** Whom the policies of travel-agency admit beside the callers that the demo has. */
export interface TravelTrafficPolicies {
  /**
   * Is the load tester admitted to travels-v1? It is never admitted to other versions.
   * @default false
   */
  readonly admitLoadtester?: boolean;
}
