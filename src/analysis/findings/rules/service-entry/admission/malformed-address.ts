import type { Rule } from '../../../rule';
import { subnetProblem } from '../../../validation/addresses';
import { SERVICE_ENTRY } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';

export const MALFORMED_ADDRESS: Rule = {
  code: 'MESH0703',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'address that is none',
  explanation: 'The addresses of a ServiceEntry are IP addresses and blocks of them. Istio refuses others.',
  fix: 'Write an address, or a block in CIDR notation; names belong to hosts.',
  find: world => refused(places(world, SERVICE_ENTRY, 'spec.addresses[]'), ofText(subnetProblem)),
};
