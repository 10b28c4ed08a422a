import { problemsOf } from './problems';
import type { Rule } from '../../rule';

export const INVALID_METADATA: Rule = {
  code: 'MESH0111',
  severity: 'error',
  aliases: [],
  title: 'name, label or annotation that is none',
  explanation: 'Names become parts of URLs and of DNS names, and labels are compared by the syntax of selectors: the API server refuses others.',
  fix: 'Write a name, a label or an annotation of the form that the message tells.',
  find: world => problemsOf(world, 'metadata'),
};
