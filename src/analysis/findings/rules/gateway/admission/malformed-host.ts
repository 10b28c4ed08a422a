import type { Rule } from '../../../rule';
import { GATEWAY } from '../../../validation/kinds';
import { gatewayHostProblem } from '../../../validation/namespaced-hosts';
import { ofText, places, refused } from '../../../validation/places';

export const MALFORMED_SERVED_HOST: Rule = {
  code: 'MESH0607',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'served host that cannot be one',
  explanation: 'A server serves "*", names with a dot, *.domain or addresses, possibly for the VirtualServices of one namespace: namespace/host. Istio refuses others.',
  fix: 'Write the host as clients do, such as bookinfo.example.com.',
  find: world => refused(places(world, GATEWAY, 'spec.servers[].hosts[]'), ofText(gatewayHostProblem)),
};
