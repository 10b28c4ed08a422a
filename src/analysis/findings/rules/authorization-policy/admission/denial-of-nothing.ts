import type { Rule } from '../../../rule';
import { AUTHORIZATION_POLICY } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';

export const DENIAL_OF_NOTHING: Rule = {
  code: 'MESH0904',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'DENY without rules',
  explanation: 'A policy denies what its rules match, and without rules nothing. Istio refuses it; without rules only ALLOW denies everything.',
  fix: 'Add the rule {} to deny everything, or allow nothing by an ALLOW without rules.',
  find: world => refused(places(world, AUTHORIZATION_POLICY, 'spec'), at =>
    at.at('action').string === 'DENY' && at.at('rules').items.length === 0 ? 'DENY without rules denies nothing' : undefined),
};
