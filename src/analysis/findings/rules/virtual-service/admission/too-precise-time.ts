import type { Rule } from '../../../rule';
import { precisionProblem, secondsProblem } from '../../../validation/durations';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';

const TIMES = ['timeout', 'retries.perTryTimeout', 'retries.backoff', 'fault.delay.fixedDelay'];

export const TOO_PRECISE_TIME: Rule = {
  code: 'MESH0425',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'time of a route that is too precise',
  explanation: 'Proxies count milliseconds, and browsers count the age of a CORS answer in seconds. Istio refuses fractions of them.',
  fix: 'Round it.',
  *find(world) {
    yield* refused(places(world, VIRTUAL_SERVICE, ...TIMES.map(field => `spec.http[].${field}`)), ofText(precisionProblem));
    yield* refused(places(world, VIRTUAL_SERVICE, 'spec.http[].corsPolicy.maxAge'), ofText(secondsProblem));
  },
};
