import type { Rule } from '../../rule';
import { SIDECAR } from '../../validation/kinds';
import { places } from '../../validation/places';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy */
export const EGRESS_PROXY: Rule = {
  code: 'MESH0847',
  severity: 'warning',
  aliases: ['IST0002'],
  title: 'egress proxy of a Sidecar',
  explanation: '`outboundTrafficPolicy.egressProxy` is deprecated, and a later release of Istio may not hear it: traffic that should leave by a gateway would leave directly.',
  fix: 'Route what leaves the mesh by a ServiceEntry and a VirtualService to the egress gateway.',
  *find(world) {
    for (const { object, at } of places(world, SIDECAR, 'spec.outboundTrafficPolicy.egressProxy')) {
      if (at.object !== undefined) { yield { object, path: at.path, message: 'egressProxy is deprecated' }; }
    }
  },
};
