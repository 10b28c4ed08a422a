import type { Rule } from '../../../rule';
import { SERVICE_ENTRY, WORKLOAD_ENTRY, WORKLOAD_GROUP } from '../../../validation/kinds';
import { labelProblem } from '../../../validation/labels';
import { places } from '../../../validation/places';

export const MALFORMED_WORKLOAD_LABELS: Rule = {
  code: 'MESH0709',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'labels of a workload that it cannot have',
  explanation: 'Workloads outside the cluster have labels as pods have them. Istio refuses others.',
  fix: 'Write keys and values as labels of pods.',
  *find(world) {
    const all = [
      ...places(world, SERVICE_ENTRY, 'spec.endpoints[].labels'), ...places(world, WORKLOAD_ENTRY, 'spec.labels'), ...places(world, WORKLOAD_GROUP, 'spec.metadata.labels'),
    ];
    for (const { object, at } of all) {
      const problem = labelProblem(at);
      if (problem !== undefined) { yield { object, ...problem }; }
    }
  },
};
