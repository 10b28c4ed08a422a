import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';
import { regexProblem } from '../../../validation/regular-expressions';

const MATCHED = ['headers{}', 'queryParams{}', 'uri', 'scheme', 'method', 'authority'].map(field => `spec.http[].match[].${field}.regex`);

/** @see https://github.com/google/re2/wiki/Syntax */
export const MALFORMED_REGEX: Rule = {
  code: 'MESH0418',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'regular expression that is none',
  explanation: 'Proxies read regular expressions of RE2, which has no lookarounds and no references back. Istio refuses others, and those of more than 1024 bytes.',
  fix: 'Write it in the syntax of RE2; it is held against the whole value.',
  *find(world) {
    yield* refused(places(world, VIRTUAL_SERVICE, ...MATCHED), ofText(regexProblem));
    // An asterisk alone asks whether the header is there. An empty origin or rewrite is another mistake.
    yield* refused(places(world, VIRTUAL_SERVICE, 'spec.http[].match[].withoutHeaders{}.regex'), ofText(text => text === '*' ? undefined : regexProblem(text)));
    yield* refused(places(world, VIRTUAL_SERVICE, 'spec.http[].corsPolicy.allowOrigins[].regex', 'spec.http[].rewrite.uriRegexRewrite.match'),
      ofText(text => text === '' ? undefined : regexProblem(text)));
  },
};
