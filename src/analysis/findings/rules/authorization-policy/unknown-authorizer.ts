import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** @see https://istio.io/latest/docs/tasks/security/authorization/authz-custom/ */
export const UNKNOWN_AUTHORIZER: Rule = {
  code: 'MESH0978',
  severity: 'error',
  aliases: [],
  title: 'authorizer that the mesh does not have',
  explanation: 'A CUSTOM policy names an extension provider of the mesh. If there is none of that name, every request that its rules match is denied.',
  fix: "Add the provider to the mesh's extensionProviders, or correct its name.",
  *find({ model }) {
    const { extensionProviders } = model.meshConfig;
    for (const policy of model.authorizationPolicies.all) {
      const { action, provider } = policy;
      if (action !== 'CUSTOM' || provider === undefined || extensionProviders === undefined || extensionProviders.includes(provider)) { continue; }
      yield { object: policy, path: 'spec.provider.name', message: `the mesh has no extension provider ${quoted(provider)}` };
    }
  },
};
