import { problemsOf } from './problems';
import type { Rule } from '../../rule';

export const BROKEN_RULE: Rule = {
  code: 'MESH0110',
  severity: 'error',
  aliases: [],
  title: 'rule of the schema that does not hold',
  explanation: 'The CRD has a rule on the values of its fields, and the API server refuses an object that breaks it.',
  fix: 'Change the values as the rule in the message says.',
  find: world => problemsOf(world, 'rule'),
};
