import type { Rule } from '../../../rule';
import { matchedHeaderProblem } from '../../../validation/headers';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places } from '../../../validation/places';

export const MALFORMED_MATCHED_HEADER: Rule = {
  code: 'MESH0416',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'match of a header that cannot be',
  explanation: 'No request has a header of such a name. Istio refuses the VirtualService.',
  fix: 'Write the header as HTTP does, a pseudo-header such as :authority, or @request.auth.claims[name] for a claim.',
  *find(world) {
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec.http[].match[].headers', 'spec.http[].match[].withoutHeaders')) {
      for (const [name, value] of at.entries) {
        const message = matchedHeaderProblem(name);
        if (message !== undefined) { yield { object, path: value.path, message }; }
      }
    }
  },
};
