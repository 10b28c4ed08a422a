import { problemsOf } from './problems';
import type { Rule } from '../../rule';

export const EXCLUDED_FIELDS: Rule = {
  code: 'MESH0108',
  severity: 'error',
  aliases: [],
  title: 'fields that exclude each other',
  explanation: 'Fields of which one can be set are set together, or none is where one must be: the API server refuses the object.',
  fix: 'Keep one of the fields.',
  find: world => problemsOf(world, 'choice'),
};
