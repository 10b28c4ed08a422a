import type { Rule } from '../../../rule';
import { SIDECAR } from '../../../validation/kinds';
import { refused, specs } from '../../../validation/places';

export const EMPTY_SIDECAR: Rule = {
  code: 'MESH0801',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'Sidecar that says nothing',
  explanation: 'Istio refuses a Sidecar without egress, ingress, outboundTrafficPolicy and inboundConnectionPool.',
  fix: 'Say what the proxies see, such as egress: [{ hosts: ["./*"] }].',
  find: world => refused(specs(world, SIDECAR), at => ['egress', 'ingress'].every(field => at.at(field).length === 0)
    && ['outboundTrafficPolicy', 'inboundConnectionPool'].every(field => !at.at(field).exists) ? 'nothing is configured' : undefined),
};
