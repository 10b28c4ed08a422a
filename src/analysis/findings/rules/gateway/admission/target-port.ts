import type { Rule } from '../../../rule';
import { GATEWAY, SIDECAR } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';

export const TARGET_PORT: Rule = {
  code: 'MESH0606',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'targetPort that nothing reads',
  explanation: 'The port of a Gateway or of a Sidecar has no targetPort: the Service in front of the pods has it. Istio refuses it.',
  fix: 'Remove it.',
  find: world => refused(
    [...places(world, GATEWAY, 'spec.servers[].port.targetPort'), ...places(world, SIDECAR, 'spec.ingress[].port.targetPort', 'spec.egress[].port.targetPort')],
    ({ number }) => number !== undefined && number > 0 ? `targetPort ${number} has no effect` : undefined),
};
