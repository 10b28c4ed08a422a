import { describe } from '../../../model';
import type { AuthorizationPolicy, Workload } from '../../../model';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { attachedPods } from '../../world/attached-pods';

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-ExtensionProvider */
export const SEVERAL_AUTHORIZERS: Rule = {
  code: 'MESH0979',
  severity: 'error',
  aliases: [],
  title: 'two authorizers of one workload',
  explanation: 'A workload asks one extension provider. With two, requests that rules of either match are denied, unless istiod is set to take several.',
  fix: 'Let one provider decide for the workload.',
  *find(world) {
    const authorizers = new Map<Workload, AuthorizationPolicy>();
    for (const policy of world.model.authorizationPolicies.all) {
      if (policy.action !== 'CUSTOM' || policy.provider === undefined) { continue; }
      for (const workload of attachedPods(world, policy)) {
        const other = authorizers.get(workload);
        if (other === undefined) {
          authorizers.set(workload, policy);
        } else if (other.provider !== policy.provider) {
          yield {
            object: policy,
            path: 'spec.provider.name',
            message: `${describe(workload)} would ask ${quoted(policy.provider)}, `
              + `and ${quoted(other.provider)} by AuthorizationPolicy ${other.namespace}/${other.name}`,
          };
        }
      }
    }
  },
};
