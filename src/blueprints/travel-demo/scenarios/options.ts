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

/** How long requests of one portal may take, while hotels is slow. */
export interface TravelRequestTimeouts extends TravelFaultInjection {
  /**
   * The portal whose requests to travels may not take long.
   * @default 'voyages.fr'
   */
  readonly portal?: string;
  /**
   * How long they may take.
   * @default Duration.seconds(2)
   */
  readonly timeout?: Duration;
}

/** What each caller's proxy sends to travels at once, and how many try. */
export interface TravelCircuitBreaking {
  /**
   * The most connections.
   * @default 1
   */
  readonly maxConnections?: number;
  /**
   * The most requests that wait for a connection.
   * @default 1
   */
  readonly maxPendingRequests?: number;
  /**
   * How many errors in a row eject a pod.
   * @default 1
   */
  readonly consecutiveErrors?: number;
  /**
   * How much of a version's pods may be ejected at once, in percent. With Envoy's own 10 %, nobody is ejected of fewer than ten.
   * @default 100
   */
  readonly maxEjectionPercent?: number;
  /**
   * How many connections the load tester opens at once.
   * @default 50
   */
  readonly connections?: number;
}

/** How requests to travels are shared among v1 and v2, and copied to v3. */
export interface TravelMirroring {
  /**
   * The share of v1, in percent.
   * @default 80
   */
  readonly v1?: number;
  /**
   * The share of v2, in percent.
   * @default - what v1 leaves
   */
  readonly v2?: number;
  /**
   * The share of the requests that are copied to v3, 0–100.
   * @default 50
   */
  readonly percentage?: number;
}

/** Whom the policies of travel-agency admit beside the callers that the demo has. */
export interface TravelTrafficPolicies {
  /**
   * Is the load tester admitted to travels-v1? It is never admitted to other versions.
   * @default false
   */
  readonly admitLoadtester?: boolean;
}
