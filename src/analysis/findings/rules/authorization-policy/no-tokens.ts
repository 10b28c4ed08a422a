import type { WrittenValue } from './written-values';
import { writtenValues } from './written-values';
import type { RequestAuthentication, Workload } from '../../../model';
import { describe, selects } from '../../../model';
import type { Rule } from '../../rule';
import { attachedPods } from '../../world/attached-pods';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#require-a-valid-token */
export const TOKENS_THAT_NOBODY_READS: Rule = {
  code: 'MESH0974',
  severity: 'warning',
  aliases: [],
  title: 'tokens that nobody reads',
  explanation: 'What a rule asks of tokens is known of those that a RequestAuthentication has checked. Without one for the workload the rule never matches, and what excludes tokens always does.',
  fix: 'Add a RequestAuthentication for the workload, with the issuer of the tokens.',
  *find(world) {
    const known = new Map<object, Workload | undefined>();
    for (const written of writtenValues(world).filter(asksForToken)) {
      const { policy, at } = written;
      if (!known.has(policy)) { known.set(policy, attachedPods(world, policy).find(workload => !readsTokens(world, workload))); }
      const workload = known.get(policy);
      if (workload === undefined || !at.path.endsWith('[0]')) { continue; }
      yield {
        object: policy,
        path: at.path.slice(0, -'[0]'.length),
        message: `it asks for a token, and no RequestAuthentication is for ${describe(workload)}`,
      };
    }
  },
};

function asksForToken({ field }: WrittenValue): boolean {
  return field === 'requestPrincipals' || field.startsWith('request.auth.');
}

function readsTokens({ model }: World, workload: Workload): boolean {
  const { rootNamespace } = model.meshConfig;
  const concerns = ({ hasTargets, selector, rules }: RequestAuthentication): boolean =>
    !hasTargets && rules.length > 0 && (selector === undefined || selects(selector, workload.labels));
  return model.requestAuthentications.in(workload.namespace).some(concerns) || model.requestAuthentications.in(rootNamespace).some(concerns);
}
