import { describe } from '../../../model';
import type { AuthorizationPolicy, Workload } from '../../../model';
import type { Rule } from '../../rule';
import { attachedPods } from '../../world/attached-pods';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#require-a-valid-token */
export const TOKENS_NOT_REQUIRED: Rule = {
  code: 'MESH1073',
  severity: 'info',
  aliases: [],
  title: 'tokens that are checked and not required',
  explanation: 'A RequestAuthentication refuses tokens that are wrong. Requests without one pass, unless an AuthorizationPolicy asks for a token.',
  fix: 'Add an AuthorizationPolicy with requestPrincipals, if requests must have a token.',
  *find(world) {
    for (const object of world.model.requestAuthentications.all) {
      if (object.rules.length === 0) { continue; }
      const asking = world.once(workloadsThatAsk);
      const open = attachedPods(world, object).find(workload => !asking.has(workload));
      if (open !== undefined) {
        yield { object, path: 'spec', message: `no AuthorizationPolicy of ${describe(open)} asks for a token, so requests without one pass` };
      }
    }
  },
};

function workloadsThatAsk(world: World): ReadonlySet<Workload> {
  return new Set(world.model.authorizationPolicies.all.filter(asksForToken).flatMap(policy => [...attachedPods(world, policy)]));
}

function asksForToken({ rules }: AuthorizationPolicy): boolean {
  return rules.some(({ from, when }) => (from ?? []).some(source => source.has('requestPrincipals')) || when.some(({ key }) => key.startsWith('request.auth.')));
}
