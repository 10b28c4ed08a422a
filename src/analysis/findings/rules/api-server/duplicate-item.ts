import { problemsOf } from './problems';
import type { Rule } from '../../rule';

export const DUPLICATE_ITEM: Rule = {
  code: 'MESH0109',
  severity: 'error',
  aliases: [],
  title: 'item that is there twice',
  explanation: 'The items of the list are told apart by what two of them have in common: the API server refuses the object.',
  fix: 'Remove one of the two, or give it another name.',
  find: world => problemsOf(world, 'duplicate'),
};
