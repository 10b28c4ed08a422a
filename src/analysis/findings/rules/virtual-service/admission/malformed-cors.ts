import type { Rule } from '../../../rule';
import { headerNameProblem } from '../../../validation/headers';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';
import { quoted } from '../../../validation/words';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*']);

export const MALFORMED_CORS: Rule = {
  code: 'MESH0424',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'CORS policy that browsers could not follow',
  explanation: 'A CORS policy names origins, methods in capitals, and headers. Istio refuses an origin without a value, a method that HTTP does not have, and a name that no header has.',
  fix: 'Name each origin, method and header, or write *.',
  *find(world) {
    const policy = 'spec.http[].corsPolicy';
    yield* refused(places(world, VIRTUAL_SERVICE, `${policy}.allowOrigins[]`), at =>
      at.object !== undefined && ['exact', 'prefix', 'regex'].every(way => (at.at(way).value ?? '') === '') ? 'the origin has no value to match' : undefined);
    yield* refused(places(world, VIRTUAL_SERVICE, `${policy}.allowMethods[]`), ofText(text => METHODS.has(text) ? undefined : `${quoted(text)} is no method of HTTP`));
    yield* refused(places(world, VIRTUAL_SERVICE, `${policy}.allowHeaders[]`, `${policy}.exposeHeaders[]`), ofText(headerNameProblem));
  },
};
