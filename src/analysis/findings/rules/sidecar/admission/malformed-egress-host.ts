import type { Rule } from '../../../rule';
import { SIDECAR } from '../../../validation/kinds';
import { sidecarHostProblem } from '../../../validation/namespaced-hosts';
import { ofText, places, refused } from '../../../validation/places';
import { isSince } from '../../../world/istio-versions';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener */
export const MALFORMED_EGRESS_HOST: Rule = {
  code: 'MESH0809',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'host of egress that cannot be one',
  explanation: 'A Sidecar names what its proxies see as namespace/host, with "." for the own namespace and "*" for all of either. Istio refuses others, and listeners without hosts.',
  fix: 'Write namespace/name.namespace.svc.cluster.local, ./* or */host.',
  *find(world) {
    const excludes = isSince(world.istioVersion, '1.31');
    yield* refused(places(world, SIDECAR, 'spec.egress[].hosts[]'), ofText(text => sidecarHostProblem(text, excludes)));
    yield* refused(places(world, SIDECAR, 'spec.egress[]'), at => at.object !== undefined && at.at('hosts').length === 0 ? 'the listener has no hosts' : undefined);
  },
};
