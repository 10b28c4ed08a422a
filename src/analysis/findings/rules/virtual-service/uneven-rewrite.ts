import { fieldsOfRoutes, routeLists } from './routes';
import type { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite */
export const UNEVEN_REWRITE: Rule = {
  code: 'MESH0488',
  severity: 'warning',
  aliases: [],
  title: 'rewrite that doubles or loses a slash',
  explanation: 'A rewrite puts its text in place of the prefix that was matched, letter by letter. Where only one of the two ends with a slash, paths come out with two '
    + 'slashes, or with none between two words; applications answer that with 404, and policies for paths do not expect it.',
  fix: 'End both with a slash, or neither: match `exact: /api` and `prefix: /api/` to rewrite to `/`.',
  *find(world) {
    if (fieldsOfRoutes(world, 'rewrite.uri').length === 0) { return; }
    for (const { object, protocol, route } of routeLists(world)) {
      const uri = route.at('rewrite', 'uri');
      const to = uri.string;
      if (protocol !== 'http' || to === undefined || to === '' || route.at('rewrite', 'uriRegexRewrite').exists) { continue; }
      const matches = route.at('match').items;
      const prefixes = matches.length === 0 ? ['/'] : matches.map(prefixOf);
      const uneven = prefixes.find(prefix => prefix !== undefined && prefix.endsWith('/') !== to.endsWith('/'));
      if (uneven === undefined) { continue; }
      const path = `${uneven.replace(/\/$/, '')}/users`;
      yield { object, path: uri.path, message: `in place of ${quoted(uneven)}, it makes ${quoted(to + path.slice(uneven.length))} of ${quoted(path)}` };
    }
  },
};

/** What a rewrite replaces: of an exact path all of it, of an expression nobody knows. */
function prefixOf(match: Cursor): string | undefined {
  const uri = match.at('uri');
  return uri.exists ? uri.at('prefix').string : '/';
}
