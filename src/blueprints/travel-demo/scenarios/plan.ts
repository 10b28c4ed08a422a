import type { TravelAgency } from '../travel-agency';

/** What two scenarios cannot both decide. */
export type Decided = 'where requests to travels go' | 'where connections to mysqldb go' | 'the delay of hotels' | 'what the load tester may do';

/** What a scenario makes of the demo, and what it needs for that. */
export interface ScenarioPlan {
  /** As files and messages name it. */
  readonly name: string;
  /** What it decides alone. */
  readonly decides: readonly Decided[];
  /** Services whose new versions it needs. */
  readonly newVersionsOf: readonly ('travels' | 'mysqldb')[];
  /** The load tester, if the scenario is about it. */
  readonly loadtester?: {
    readonly connections?: number;
    /** Which versions of travels admit it. */
    readonly admittedTo: 'every version' | 'v1' | 'none';
  };
  /** Are policies left to the agency alone, as the tutorial has it? */
  readonly agencyPoliciesOnly?: boolean;
  /** What it declares of the traffic. */
  readonly apply: (agency: TravelAgency) => void;
}
