import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { areThere, places } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const IMPOSSIBLE_REDIRECT: Rule = {
  code: 'MESH0433',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'redirect that cannot be',
  explanation: 'A redirect changes the URI, the authority, the scheme or the port, and answers with a status of 300 to 399. Istio refuses others.',
  fix: 'Say where clients shall go: uri, authority, scheme (http or https) or port.',
  *find(world) {
    if (!areThere(world, VIRTUAL_SERVICE, 'spec.http[].redirect')) { return; }
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec.http[]')) {
      const redirect = at.at('redirect');
      const message = redirect.object === undefined ? undefined : prefixProblem(redirect, at) ?? redirectProblem(redirect);
      if (message !== undefined) { yield { object, path: redirect.path, message }; }
    }
  },
};

/** `prefixRewrite` is there since Istio 1.31; the API server knows of no such field before. */
function prefixProblem(redirect: Cursor, route: Cursor): string | undefined {
  if (!isSet(redirect, 'prefixRewrite')) { return undefined; }
  if (isSet(redirect, 'uri')) { return 'uri and prefixRewrite exclude each other'; }
  const others = route.at('match').items.filter(match => match.at('uri').exists && !match.at('uri', 'prefix').exists);
  return others.length > 0 ? 'prefixRewrite is for routes that match the URI by a prefix only' : undefined;
}

function redirectProblem(redirect: Cursor): string | undefined {
  if (!['uri', 'prefixRewrite', 'authority', 'scheme'].some(field => isSet(redirect, field)) && !redirect.at('port').exists && !redirect.at('derivePort').exists) {
    return 'the redirect changes neither URI nor authority, scheme or port';
  }
  const code = redirect.at('redirectCode').number ?? 0;
  if (code !== 0 && (code < 300 || code > 399)) { return `${code} is no status of a redirect`; }
  const scheme = redirect.at('scheme').string ?? '';
  return ['', 'http', 'https'].includes(scheme) ? undefined : `${quoted(scheme)} is neither http nor https`;
}

function isSet(cursor: Cursor, field: string): boolean {
  return (cursor.at(field).string ?? '') !== '';
}
