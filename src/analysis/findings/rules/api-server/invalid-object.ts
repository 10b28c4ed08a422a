import { problemsOf } from './problems';
import type { Rule } from '../../rule';

export const INVALID_OBJECT: Rule = {
  code: 'MESH0112',
  severity: 'error',
  aliases: [],
  title: 'object that contradicts itself',
  explanation: 'Parts of the object do not go together, such as a mount without its volume or a selector that does not select the template: the API server refuses it.',
  fix: 'Make the two parts agree.',
  find: world => problemsOf(world, 'object'),
};
