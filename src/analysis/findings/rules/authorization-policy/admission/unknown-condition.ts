import type { Rule } from '../../../rule';
import { AUTHORIZATION_POLICY } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';
import { quoted } from '../../../validation/words';
import { isSince } from '../../../world/istio-versions';

const KEYS = new Set([
  'source.ip', 'remote.ip', 'source.namespace', 'source.serviceAccount', 'source.principal', 'source.trustDomain', 'request.auth.principal',
  'request.auth.audiences', 'request.auth.presenter', 'destination.ip', 'destination.port', 'connection.sni',
]);
/** What begins so has a name in brackets after it. */
const NAMED = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];
const SINCE: ReadonlyMap<string, string> = new Map([['source.trustDomain', '1.30']]);

/** @see https://istio.io/latest/docs/reference/config/security/conditions/ */
export const UNKNOWN_CONDITION: Rule = {
  code: 'MESH0909',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'condition on what no request has',
  explanation: 'Istio refuses a condition whose key it does not know, and one on a header, a claim or a filter that does not name it in brackets.',
  fix: 'Write a key such as request.headers[x-group], request.auth.claims[group] or source.namespace; workloads are chosen by the selector.',
  find: world => refused(places(world, AUTHORIZATION_POLICY, 'spec.rules[].when[]'), at => {
    const key = at.at('key').string ?? '';
    // Without values the condition is refused for that.
    if (key === '' || (at.at('values').length === 0 && at.at('notValues').length === 0)) { return undefined; }
    const since = SINCE.get(key);
    if (since !== undefined && !isSince(world.istioVersion, since)) { return `${quoted(key)} is known since Istio ${since} only`; }
    if (KEYS.has(key)) { return undefined; }
    if (NAMED.some(prefix => key.startsWith(prefix))) { return /^[^[]+\[.+\]$/s.test(key) ? undefined : `${quoted(key)} has no name in brackets after it`; }
    return /^destination\.(?:namespace$|labels|name$|user$)/.test(key) ? `${quoted(key)} is for the selector and the namespace of the policy` : `${quoted(key)} is no key of a condition`;
  }),
};
