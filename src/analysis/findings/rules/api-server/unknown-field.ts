import { problemsOf } from './problems';
import type { Rule } from '../../rule';

export const UNKNOWN_FIELD: Rule = {
  code: 'MESH0102',
  severity: 'error',
  aliases: [],
  title: 'unknown field',
  explanation: 'The schema of the kind has no such field. kubectl and Argo CD refuse the object; a client that does not ask for strictness has the field dropped, and what it was to restrict is not restricted.',
  fix: 'Correct the name of the field or its place, or remove it.',
  find: world => problemsOf(world, 'unknown-field'),
};
