import { hasSidecar } from '../../../decision/proxies';
import { describe } from '../../../model';
import type { Workload } from '../../../model';
import type { Rule } from '../../rule';
import { attachedPods } from '../../world/attached-pods';
import { GATEWAY_NAME } from '../../world/gateway-pods';

/** @see https://istio.io/latest/docs/ops/best-practices/security/#safer-authorization-policy-patterns */
export const WORKLOAD_WITHOUT_POLICY: Rule = {
  code: 'MESH0246',
  severity: 'info',
  aliases: ['KIA1301'],
  title: 'workload that no policy covers',
  explanation: 'Other workloads have AuthorizationPolicies; of this one everybody may ask everything that its ports take.',
  fix: 'Say by an AuthorizationPolicy who may call it, or deny everything in its namespace that is not allowed.',
  *find(world) {
    const { model } = world;
    if (model.authorizationPolicies.all.length === 0) { return; }
    const covered = new Set<Workload>();
    for (const policy of model.authorizationPolicies.all) {
      for (const workload of attachedPods(world, policy)) { covered.add(workload); }
    }
    for (const object of model.workloads.all) {
      if (hasSidecar(model, object) !== true || covered.has(object) || object.labels.has(GATEWAY_NAME)) { continue; }
      yield { object, message: `no AuthorizationPolicy is for ${describe(object)}` };
    }
  },
};
