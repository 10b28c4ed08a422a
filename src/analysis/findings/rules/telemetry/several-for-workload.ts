import { telemetries, workloadsOf } from './telemetries';
import { describe } from '../../../model';
import type { Rule } from '../../rule';
import { rivals } from '../../world/rivals';

/** @see https://istio.io/latest/docs/reference/config/telemetry/ */
export const SEVERAL_TELEMETRIES_FOR_WORKLOAD: Rule = {
  code: 'MESH1140',
  severity: 'warning',
  aliases: ['IST0159'],
  title: 'several Telemetries for one workload',
  explanation: 'They are put one on the other by their age, and of those that are applied together nobody knows which comes last.',
  fix: 'Select each workload by one Telemetry.',
  *find(world) {
    for (const { one: { object }, other, contested } of rivals(telemetries(world), telemetry => workloadsOf(world, telemetry))) {
      yield {
        object,
        path: 'spec.selector.matchLabels',
        message: `Telemetry ${other.object.namespace}/${other.object.name} is for ${describe(contested)} too`,
      };
    }
  },
};
