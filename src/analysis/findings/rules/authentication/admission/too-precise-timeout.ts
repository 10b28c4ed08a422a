import type { Rule } from '../../../rule';
import { precisionProblem } from '../../../validation/durations';
import { REQUEST_AUTHENTICATION } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';

export const TOO_PRECISE_TIMEOUT: Rule = {
  code: 'MESH1004',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'timeout that is too precise',
  explanation: 'Proxies count milliseconds, and Istio refuses fractions of them.',
  fix: 'Round it.',
  find: world => refused(places(world, REQUEST_AUTHENTICATION, 'spec.jwtRules[].timeout'), ofText(precisionProblem)),
};
