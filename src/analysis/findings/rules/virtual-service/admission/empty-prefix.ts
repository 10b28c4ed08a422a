import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';

export const EMPTY_PREFIX: Rule = {
  code: 'MESH0417',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'prefix of nothing',
  explanation: 'Everything begins with an empty prefix, and proxies refuse it; Istio does so for all but the URI.',
  fix: 'Give a prefix; {} as the value of a header matches any value that it has.',
  find: world => refused(
    places(world, VIRTUAL_SERVICE, ...['headers{}', 'withoutHeaders{}', 'queryParams{}', 'scheme', 'method', 'authority'].map(field => `spec.http[].match[].${field}.prefix`)),
    at => at.string === '' ? 'the prefix is empty' : undefined),
};
