import type { Rule } from '../../../rule';
import { AUTHORIZATION_POLICY } from '../../../validation/kinds';
import { places } from '../../../validation/places';

/** @see https://istio.io/latest/docs/tasks/security/authorization/authz-custom/ */
export const INCOMPLETE_CUSTOM: Rule = {
  code: 'MESH0901',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'CUSTOM without rules or without a provider',
  explanation: 'The action CUSTOM asks a provider about the requests that its rules match. Istio refuses it without either.',
  fix: 'Give provider.name, and rules; the rule {} is for every request.',
  *find(world) {
    for (const { object, at } of places(world, AUTHORIZATION_POLICY, 'spec')) {
      if (at.at('action').string !== 'CUSTOM') { continue; }
      if (at.at('rules').length === 0) {
        yield { object, path: at.at('rules').path, message: 'CUSTOM without rules asks nobody' };
      } else if ((at.at('provider', 'name').string ?? '') === '') {
        yield { object, path: at.at('provider').path, message: 'CUSTOM without provider.name has nobody to ask' };
      }
    }
  },
};
