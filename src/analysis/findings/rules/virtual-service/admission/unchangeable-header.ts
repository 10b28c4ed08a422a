import { headerChanges } from './header-changes';
import type { Rule } from '../../../rule';
import { changedHeaderProblem, requestHeaderProblem } from '../../../validation/headers';

export const UNCHANGEABLE_HEADER: Rule = {
  code: 'MESH0421',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'change of a header that routes cannot change',
  explanation: 'What begins with a colon is not a header but the request itself; only :authority, or Host, can be set on requests. Istio refuses the rest.',
  fix: 'Use rewrite for the path and the authority, and leave the others alone.',
  *find(world) {
    for (const { object, at, name, inRequest } of headerChanges(world)) {
      const message = inRequest ? requestHeaderProblem(name) : changedHeaderProblem(name);
      if (message !== undefined) { yield { object, path: at.path, message }; }
    }
  },
};
