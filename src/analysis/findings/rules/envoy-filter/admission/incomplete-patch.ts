import { missingPart, patches } from './patches';
import type { Rule } from '../../../rule';

export const INCOMPLETE_PATCH: Rule = {
  code: 'MESH1105',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'patch that does not say what to do',
  explanation: 'A patch says what it applies to, an operation and, unless something is removed, a value. Istio refuses it otherwise.',
  fix: 'Add what is missing.',
  *find(world) {
    for (const patch of patches(world)) {
      const missing = missingPart(patch);
      if (missing !== undefined) { yield { object: patch.object, path: patch.at.path, message: `there is no ${missing}` }; }
    }
  },
};
