import { problemsOf } from './problems';
import type { Rule } from '../../rule';

export const WRONG_TYPE: Rule = {
  code: 'MESH0103',
  severity: 'error',
  aliases: [],
  title: 'value of the wrong type',
  explanation: 'The API server cannot read the value into its field and refuses the object.',
  fix: 'Write a value of the type that the field has; quote texts that look like numbers, and take the quotes off numbers.',
  find: world => problemsOf(world, 'type'),
};
