import { REPLACEABLE } from './patches';
import { wrong } from './wrong-operation';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation */
export const WRONG_REPLACE: Rule = {
  code: 'MESH1147',
  severity: 'error',
  aliases: ['IST0152'],
  title: 'REPLACE of what cannot be replaced',
  explanation: 'Only filters and virtual hosts can be replaced. Of anything else the patch is ignored.',
  fix: 'Use MERGE, or REMOVE and ADD.',
  find: world => wrong(world, 'REPLACE', ({ applyTo }) => !REPLACEABLE.has(applyTo)),
};
