import type { Rule } from '../../../rule';
import { SERVICE_ENTRY } from '../../../validation/kinds';
import { places } from '../../../validation/places';

export const SELECTOR_WITHOUT_RESOLUTION: Rule = {
  code: 'MESH0714',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'workloads that are selected and not used',
  explanation: 'With the resolution NONE, which no resolution stands for, connections go where clients send them, and not to the workloads that are selected.',
  fix: 'Give the resolution STATIC, or remove the workloadSelector.',
  *find(world) {
    for (const { object, at } of places(world, SERVICE_ENTRY, 'spec')) {
      const selector = at.at('workloadSelector');
      if (selector.exists && (at.at('resolution').string ?? 'NONE') === 'NONE') { yield { object, path: selector.path, message: 'the resolution NONE sends nothing to the workloads' }; }
    }
  },
};
