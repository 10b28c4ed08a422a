import type { Rule } from '../../../rule';
import { DESTINATION_RULE } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const EXPORTED_WITH_SELECTOR: Rule = {
  code: 'MESH0525',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'DestinationRule of some workloads that is exported',
  explanation: 'A DestinationRule with a workloadSelector is for workloads of its own namespace, and Istio refuses to export it elsewhere.',
  fix: 'Leave exportTo out, or the workloadSelector.',
  *find(world) {
    for (const { object, at } of places(world, DESTINATION_RULE, 'spec')) {
      if (!at.at('workloadSelector').exists) { continue; }
      for (const { path, string = '.' } of at.at('exportTo').items) {
        if (string !== '.' && string !== object.namespace) { yield { object, path, message: `${quoted(string)} is not the own namespace, which the workloadSelector is for` }; }
      }
    }
  },
};
