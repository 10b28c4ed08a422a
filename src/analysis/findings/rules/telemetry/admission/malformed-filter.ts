import type { Rule } from '../../../rule';
import { celProblem } from '../../../validation/cel-syntax';
import { TELEMETRY } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';

/** @see https://github.com/google/cel-spec/blob/master/doc/langdef.md */
export const MALFORMED_FILTER: Rule = {
  code: 'MESH1102',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'filter of access logs that is no expression',
  explanation: 'The filter of access logs is an expression of CEL. Istio refuses what it cannot read; whether its names mean anything, only proxies find out.',
  fix: 'Write an expression such as response.code >= 400.',
  find: world => refused(places(world, TELEMETRY, 'spec.accessLogging[].filter'), at =>
    at.object === undefined || (at.at('expression').exists && at.at('expression').string === undefined) ? undefined : celProblem(at.at('expression').string ?? '')),
};
