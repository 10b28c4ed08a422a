import type { Rule } from '../../rule';
import { nobodySelected } from '../../world/nobody-selected';

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
    const { model } = world;
    for (const object of model.authorizationPolicies.all.filter(({ hasTargets }) => !hasTargets)) {
      const { namespace, selector } = object;
      const message = nobodySelected(world, { namespace, selector, everywhere: namespace === model.meshConfig.rootNamespace });
      if (message !== undefined) { yield { object, path: 'spec.selector.matchLabels', message }; }
    }
  },
};
