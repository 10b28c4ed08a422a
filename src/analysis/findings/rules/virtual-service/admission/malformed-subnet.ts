import type { Rule } from '../../../rule';
import { subnetProblem } from '../../../validation/addresses';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';

export const MALFORMED_SUBNET: Rule = {
  code: 'MESH0420',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'match of addresses that cannot be',
  explanation: 'Destinations are matched by addresses and blocks of them. Istio refuses the VirtualService otherwise.',
  fix: 'Write an address, or a block in CIDR notation.',
  find: world => refused(places(world, VIRTUAL_SERVICE, 'spec.tls[].match[].destinationSubnets[]', 'spec.tcp[].match[].destinationSubnets[]'), ofText(subnetProblem)),
};
