import { valuesOf } from './written-values';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation */
export const RELATIVE_PATH: Rule = {
  code: 'MESH0976',
  severity: 'warning',
  aliases: [],
  title: 'path that no request has',
  explanation: 'The path of a request begins with a slash and ends before the question mark, so a value that does otherwise never matches.',
  fix: 'Begin the path with a slash, and leave out what follows a question mark.',
  *find(world) {
    for (const { policy, at, value } of valuesOf(world, 'paths')) {
      if (value !== '' && !/^[/*]/.test(value)) {
        yield { object: policy, path: at.path, message: `${quoted(value)} does not begin with a slash` };
      } else if (value.includes('?') || value.includes('#')) {
        yield { object: policy, path: at.path, message: `${quoted(value)} has more than a path` };
      }
    }
  },
};
