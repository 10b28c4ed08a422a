import type { Rule } from '../../rule';
import { DESTINATION_RULE } from '../../validation/kinds';
import { places } from '../../validation/places';
import { quoted } from '../../validation/words';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset */
export const SUBSET_OF_ALL: Rule = {
  code: 'MESH0542',
  severity: 'warning',
  aliases: ['KIA0209'],
  title: 'subset without labels',
  explanation: 'A subset without labels is all pods of the Service, of whatever version: a share of the requests that is sent to it goes everywhere.',
  fix: 'Say the labels of the pods that are meant.',
  *find(world) {
    for (const { object, at: subset } of places(world, DESTINATION_RULE, 'spec.subsets[]')) {
      if (subset.object === undefined || subset.at('labels').entries.length > 0) { continue; }
      // With a policy of its own it may be another way to all of them.
      const severity = subset.at('trafficPolicy').exists ? 'info' : 'warning';
      yield { object, path: subset.path, severity, message: `the subset ${quoted(subset.at('name').string ?? '')} has no labels, and so all pods` };
    }
  },
};
