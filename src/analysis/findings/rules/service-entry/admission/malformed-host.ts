import type { Rule } from '../../../rule';
import { wildcardDomainProblem } from '../../../validation/dns-names';
import { SERVICE_ENTRY } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';

export const MALFORMED_ENTRY_HOST: Rule = {
  code: 'MESH0701',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'host that cannot be one',
  explanation: 'A ServiceEntry is for names of DNS, possibly with a * as the first part, but not for every host. Istio refuses it otherwise.',
  fix: 'Name the host as clients do, without scheme, port or path.',
  find: world => refused(places(world, SERVICE_ENTRY, 'spec.hosts[]'), ofText(text => text === '*' ? '"*" is every host' : wildcardDomainProblem(text))),
};
