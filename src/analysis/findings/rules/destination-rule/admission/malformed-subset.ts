import type { Rule } from '../../../rule';
import { dnsLabelProblem } from '../../../validation/dns-names';
import { DESTINATION_RULE } from '../../../validation/kinds';
import { labelProblem } from '../../../validation/labels';
import { ofText, places, refused } from '../../../validation/places';

export const MALFORMED_SUBSET: Rule = {
  code: 'MESH0503',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'subset with a name or labels that cannot be',
  explanation: 'A subset has the name of a DNS label, and labels that a pod can have. Istio refuses the DestinationRule otherwise.',
  fix: 'Name it after the version, such as v1, and give labels of the pods.',
  *find(world) {
    yield* refused(places(world, DESTINATION_RULE, 'spec.subsets[].name'), ofText(dnsLabelProblem));
    for (const { object, at } of places(world, DESTINATION_RULE, 'spec.subsets[].labels')) {
      const problem = labelProblem(at);
      if (problem !== undefined) { yield { object, ...problem }; }
    }
  },
};
