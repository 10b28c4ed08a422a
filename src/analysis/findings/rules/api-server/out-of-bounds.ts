import { problemsOf } from './problems';
import type { Rule } from '../../rule';

export const OUT_OF_BOUNDS: Rule = {
  code: 'MESH0107',
  severity: 'error',
  aliases: [],
  title: 'value out of bounds',
  explanation: 'The value is too small or too large, or there are too few or too many of it: the API server refuses the object.',
  fix: 'Stay within the bounds that the message tells.',
  find: world => problemsOf(world, 'bounds'),
};
