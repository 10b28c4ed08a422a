import type { Rule } from '../../../rule';
import { AUTHORIZATION_POLICY } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';

/** @see https://istio.io/latest/docs/tasks/security/authorization/authz-custom/ */
export const INCOMPLETE_CUSTOM: Rule = {
  code: 'MESH0901',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'CUSTOM without rules or without a provider',
  explanation: 'The action CUSTOM asks a provider about the requests that its rules match. Istio refuses it without either.',
  fix: 'Give provider.name, and rules; the rule {} is for every request.',
  find: world => refused(places(world, AUTHORIZATION_POLICY, 'spec'), at => {
    if (at.at('action').string !== 'CUSTOM') { return undefined; }
    if (at.at('rules').items.length === 0) { return 'CUSTOM without rules asks nobody'; }
    return (at.at('provider', 'name').string ?? '') === '' ? 'CUSTOM without provider.name has nobody to ask' : undefined;
  }),
};
