import { telemetries, workloadsOf } from './telemetries';
import type { Element, Workload } from '../../../model';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/telemetry/ */
export const SEVERAL_TELEMETRIES_FOR_WORKLOAD: Rule = {
  code: 'MESH1140',
  severity: 'warning',
  aliases: ['IST0159'],
  title: 'several Telemetries for one workload',
  explanation: 'They are put one on the other by their age, and of those that are applied together nobody knows which comes last.',
  fix: 'Select each workload by one Telemetry.',
  *find(world) {
    const first = new Map<Workload, Element>();
    for (const telemetry of telemetries(world)) {
      const told = new Set<Element>();
      for (const workload of workloadsOf(world, telemetry)) {
        const other = first.get(workload);
        if (other === undefined) { first.set(workload, telemetry.object); continue; }
        if (told.has(other)) { continue; }
        told.add(other);
        yield {
          object: telemetry.object,
          path: 'spec.selector.matchLabels',
          message: `Telemetry ${other.namespace}/${other.name} is for ${workload.kind} ${workload.namespace}/${workload.name} too`,
        };
      }
    }
  },
};
