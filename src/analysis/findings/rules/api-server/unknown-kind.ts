import { problemsOf } from './problems';
import type { Rule } from '../../rule';

export const UNKNOWN_KIND: Rule = {
  code: 'MESH0101',
  severity: 'error',
  aliases: [],
  title: 'kind or version that is not served',
  explanation: 'The API server has no such kind, or does not serve it in this version: it refuses the object, and with it whatever else is applied in the same step.',
  fix: 'Write the apiVersion and kind that the installed release serves.',
  find: world => problemsOf(world, 'unknown-kind'),
};
