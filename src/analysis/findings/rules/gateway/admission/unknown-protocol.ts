import type { Rule } from '../../../rule';
import { GATEWAY } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';
import { protocolProblem } from '../../../validation/protocols';

export const UNKNOWN_SERVER_PROTOCOL: Rule = {
  code: 'MESH0604',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'server with a protocol that Istio does not know',
  explanation: 'Istio refuses a Gateway with a protocol that is not of its list.',
  fix: 'Write HTTP, HTTPS, TLS or TCP, or what the list has for the application.',
  find: world => refused(places(world, GATEWAY, 'spec.servers[].port.protocol'), ofText(protocolProblem)),
};
