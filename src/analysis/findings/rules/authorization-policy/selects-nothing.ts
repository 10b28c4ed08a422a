import { selects } from '../../../model';
import type { Rule } from '../../rule';
import { labelsText } from '../../validation/words';
import { attachedPods } from '../../world/attached-pods';
import { GatewayPods } from '../../world/gateway-pods';
import { Inventory } from '../../world/inventory';

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export const POLICY_SELECTS_NOTHING: Rule = {
  code: 'MESH0940',
  severity: 'warning',
  aliases: ['KIA0004', 'IST0127'],
  title: 'policy for no workload',
  explanation: 'No pods have the labels that the policy selects by, so it protects nothing: what it should keep out gets in, and what it should let in may not. '
    + 'A policy of the root namespace is looked for in every namespace.',
  fix: "Select by labels of the pods' template, or remove the policy.",
  *find(world) {
    const inventory = Inventory.of(world);
    const { unseen } = GatewayPods.of(world);
    const { model } = world;
    for (const policy of model.authorizationPolicies.all) {
      const everywhere = policy.namespace === model.meshConfig.rootNamespace;
      // A policy that a namespace starts with, and one for the whole mesh, are for what will come.
      if (policy.hasTargets || policy.selector === undefined || policy.selector.size === 0) { continue; }
      if (everywhere ? model.workloads.all.length === 0 : !inventory.shows(policy.namespace)) { continue; }
      const { selector } = policy;
      if (attachedPods(world, policy).length > 0) { continue; }
      if (unseen.some(pods => (everywhere || pods.namespace === policy.namespace) && selects(selector, pods.labels))) { continue; }
      yield {
        object: policy,
        path: 'spec.selector.matchLabels',
        message: `no workload ${everywhere ? 'of any namespace' : `of namespace ${policy.namespace}`} has the labels ${labelsText(policy.selector)}`,
      };
    }
  },
};
