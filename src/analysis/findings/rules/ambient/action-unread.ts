import { isAmbientWorkload } from './ambient-workloads';
import { describe } from '../../../model';
import type { Rule } from '../../rule';
import { attachedPods } from '../../world/attached-pods';

/** @see https://istio.io/latest/docs/ambient/usage/l4-policy/ */
export const ACTION_UNREAD: Rule = {
  code: 'MESH1471',
  severity: 'error',
  aliases: [],
  title: 'action that ztunnel does not know',
  explanation: 'By selector a policy comes to ztunnel, which enforces ALLOW and DENY. CUSTOM and AUDIT are ignored there: no authorizer is asked.',
  fix: 'Attach the policy to a waypoint or a Service by targetRefs.',
  *find(world) {
    for (const object of world.model.authorizationPolicies.all) {
      if ((object.action !== 'CUSTOM' && object.action !== 'AUDIT') || object.hasTargets) { continue; }
      const ambient = attachedPods(world, object).find(workload => isAmbientWorkload(world, workload));
      if (ambient !== undefined) { yield { object, path: 'spec.action', message: `${object.action} does nothing for ${describe(ambient)}, which is in ambient mode` }; }
    }
  },
};
