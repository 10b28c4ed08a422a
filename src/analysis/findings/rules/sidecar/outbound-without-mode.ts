import type { Rule } from '../../rule';
import { SIDECAR } from '../../validation/kinds';
import { places } from '../../validation/places';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy-Mode */
export const OUTBOUND_WITHOUT_MODE: Rule = {
  code: 'MESH0845',
  severity: 'info',
  aliases: ['KIA1007'],
  title: 'outbound traffic policy without a mode',
  explanation: 'The mode is REGISTRY_ONLY unless it is said: what the workload does not import is dropped, although the mesh may pass it through.',
  fix: 'Say the mode.',
  *find(world) {
    for (const { object, at: policy } of places(world, SIDECAR, 'spec.outboundTrafficPolicy')) {
      if (policy.object !== undefined && !policy.at('mode').exists) { yield { object, path: policy.path, message: 'without a mode it is REGISTRY_ONLY' }; }
    }
  },
};
