import { ruleAt } from './written-values';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule */
export const ALLOWS_EVERYTHING: Rule = {
  code: 'MESH0970',
  severity: 'warning',
  aliases: [],
  title: 'rule that allows everything',
  explanation: 'A rule without from, to and when matches every request of every caller, with and without identity. It often comes from a template whose list of callers was empty.',
  fix: 'Say who may call; to allow nobody, leave the rules out.',
  *find({ model }) {
    for (const policy of model.authorizationPolicies.all) {
      if (policy.action !== 'ALLOW' || policy.dryRun || policy.problems.length > 0) { continue; }
      for (const [i, rule] of policy.rules.entries()) {
        if (rule.from !== undefined || rule.to !== undefined || rule.when.length > 0) { continue; }
        yield { object: policy, path: ruleAt(policy, i).path, message: 'this rule allows everything to everybody' };
      }
    }
  },
};
