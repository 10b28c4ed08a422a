import type { Rule } from '../../../rule';
import { wildcardDomainProblem } from '../../../validation/dns-names';
import { DESTINATION_RULE } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';

export const MALFORMED_DESTINATION_HOST: Rule = {
  code: 'MESH0501',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'host that cannot be one',
  explanation: 'A DestinationRule is for a name of DNS, possibly with a * as its first part. Istio refuses it otherwise.',
  fix: 'Name the Service as name.namespace.svc.cluster.local, without scheme or port.',
  find: world => refused(places(world, DESTINATION_RULE, 'spec.host'), ofText(wildcardDomainProblem)),
};
