import type { ScenarioPlan } from './plan';
import { rivalries } from '../../alternatives';
import { TravelStage } from '../travel-stage';

/** What is there of the demo, as far as scenarios need it. */
export interface ScenarioGround {
  readonly stage: TravelStage;
  /** Services whose new versions are left out. */
  readonly withoutNewVersions: readonly ('travels' | 'mysqldb')[];
  /** Is the load tester asked for beside the scenarios? */
  readonly loadtester: boolean;
}

/** Scenarios that can be, in their order, and why the others cannot. */
export function sortOut(plans: readonly ScenarioPlan[], ground: ScenarioGround): { readonly possible: ScenarioPlan[]; readonly problems: string[] } {
  const possible: ScenarioPlan[] = [];
  const problems: string[] = [];
  for (const plan of plans) {
    const missing = plan.newVersionsOf.filter(service => ground.withoutNewVersions.includes(service));
    const found = [
      ...ground.stage === TravelStage.ALL ? [] : [
        `scenario '${plan.name}' is a matter of proxies, which travel-agency has not in stage '${ground.stage}'; use TravelStage.ALL.`,
      ],
      ...missing.map(service => `scenario '${plan.name}' needs versions v2 and v3 of ${service}, which are left out; leave them in.`),
      ...plan.loadtester && ground.loadtester ? [`scenario '${plan.name}' brings the load tester and decides what it may do; leave out 'loadtester'.`] : [],
      ...rivalries('scenarios', plan, possible),
    ];
    if (found.length === 0) {
      possible.push(plan);
    }
    problems.push(...found);
  }
  return { possible, problems: [...new Set(problems)] };
}
