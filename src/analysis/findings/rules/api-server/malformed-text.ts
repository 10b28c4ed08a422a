import { problemsOf } from './problems';
import type { Rule } from '../../rule';

export const MALFORMED_TEXT: Rule = {
  code: 'MESH0106',
  severity: 'error',
  aliases: [],
  title: 'text that is not of its form',
  explanation: 'The field takes texts of one form only, such as names, durations or addresses: the API server refuses any other.',
  fix: 'Write a text of the form that the message tells.',
  find: world => problemsOf(world, 'format'),
};
