import type { Rule } from '../../../rule';
import { AUTHORIZATION_POLICY } from '../../../validation/kinds';
import { places } from '../../../validation/places';

export const DENIAL_OF_NOTHING: Rule = {
  code: 'MESH0904',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'DENY without rules',
  explanation: 'A policy denies what its rules match, and without rules nothing. Istio refuses it; without rules only ALLOW denies everything.',
  fix: 'Add the rule {} to deny everything, or allow nothing by an ALLOW without rules.',
  *find(world) {
    for (const { object, at } of places(world, AUTHORIZATION_POLICY, 'spec')) {
      const rules = at.at('rules');
      if (at.at('action').string === 'DENY' && rules.length === 0) { yield { object, path: rules.path, message: 'DENY without rules denies nothing' }; }
    }
  },
};
