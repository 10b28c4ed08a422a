import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';

export const IMPOSSIBLE_REWRITE: Rule = {
  code: 'MESH0434',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'rewrite that cannot be',
  explanation: 'A rewrite changes the authority, and the URI either as a whole or by a regular expression with what replaces it. Istio refuses others.',
  fix: 'Give one of uri and uriRegexRewrite, the latter with match and rewrite, or authority.',
  find: world => refused(places(world, VIRTUAL_SERVICE, 'spec.http[].rewrite'), at => {
    if (at.object === undefined) { return undefined; }
    const regex = at.at('uriRegexRewrite');
    const uri = at.at('uri').string ?? '';
    if (uri !== '' && regex.exists) { return 'uri and uriRegexRewrite exclude each other'; }
    if (uri === '' && !regex.exists && (at.at('authority').string ?? '') === '') { return 'the rewrite changes neither URI nor authority'; }
    return regex.exists && (['match', 'rewrite'].some(field => (regex.at(field).string ?? '') === '')) ? 'uriRegexRewrite needs both match and rewrite' : undefined;
  }),
};
