import { problemsOf } from './problems';
import type { Rule } from '../../rule';

export const MISSING_FIELD: Rule = {
  code: 'MESH0104',
  severity: 'error',
  aliases: [],
  title: 'required field is missing',
  explanation: 'The API server refuses an object without this field, or with nothing in it.',
  fix: 'Set the field.',
  find: world => problemsOf(world, 'required'),
};
