import type { Rule } from '../../../rule';
import { dnsLabelProblem } from '../../../validation/dns-names';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { labelProblem } from '../../../validation/labels';
import { ofText, places, refused } from '../../../validation/places';

export const MALFORMED_SOURCE: Rule = {
  code: 'MESH0419',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'match of clients that cannot be',
  explanation: 'No pod has such labels, and no namespace such a name. Istio refuses the VirtualService.',
  fix: 'Give labels that a pod can have, and the name of a namespace.',
  *find(world) {
    for (const { object, at } of places(world, VIRTUAL_SERVICE, ...['http', 'tls', 'tcp'].map(protocol => `spec.${protocol}[].match[].sourceLabels`))) {
      const problem = labelProblem(at);
      if (problem !== undefined) { yield { object, ...problem }; }
    }
    yield* refused(places(world, VIRTUAL_SERVICE, 'spec.http[].match[].sourceNamespace'), ofText(text => text === '' ? undefined : dnsLabelProblem(text)));
  },
};
