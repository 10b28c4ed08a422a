import type { Rule } from '../../../rule';
import { AUTHORIZATION_POLICY } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';

export const CONDITION_WITHOUT_VALUES: Rule = {
  code: 'MESH0908',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'condition that says nothing',
  explanation: 'A condition of when has a key, and values or notValues. Istio refuses others.',
  fix: 'Give the values, or remove the condition.',
  find: world => refused(places(world, AUTHORIZATION_POLICY, 'spec.rules[].when[]'), at => {
    if (at.object === undefined) { return undefined; }
    if ((at.at('key').value ?? '') === '') { return 'the condition has no key'; }
    return at.at('values').length === 0 && at.at('notValues').length === 0 ? 'the condition has neither values nor notValues' : undefined;
  }),
};
