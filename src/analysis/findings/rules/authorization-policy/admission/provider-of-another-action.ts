import type { Rule } from '../../../rule';
import { AUTHORIZATION_POLICY } from '../../../validation/kinds';
import { places } from '../../../validation/places';

export const PROVIDER_OF_ANOTHER_ACTION: Rule = {
  code: 'MESH0902',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'provider of an action that asks none',
  explanation: 'Only the action CUSTOM asks a provider. Istio refuses one with any other action, which no action stands for as well: it is ALLOW.',
  fix: 'Give the action CUSTOM, or remove the provider.',
  *find(world) {
    for (const { object, at } of places(world, AUTHORIZATION_POLICY, 'spec')) {
      const action = at.at('action').string ?? 'ALLOW';
      if (at.at('provider').exists && action !== 'CUSTOM') { yield { object, path: at.at('provider').path, message: `the action ${action} asks no provider` }; }
    }
  },
};
