import { problemsOf } from './problems';
import type { Rule } from '../../rule';

export const UNKNOWN_VALUE: Rule = {
  code: 'MESH0105',
  severity: 'error',
  aliases: [],
  title: 'value that is not one of a list',
  explanation: 'The field takes some values only, and their case counts: the API server refuses any other.',
  fix: 'Write one of the values that the message lists.',
  find: world => problemsOf(world, 'enum'),
};
