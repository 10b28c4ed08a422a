import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';
import { quoted } from '../../../validation/words';

const CONDITIONS = new Set([
  '5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx', 'refused-stream', 'retriable-status-codes',
  'retriable-headers', 'envoy-ratelimited', 'http3-post-connect-failure',
  'cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable',
]);
/** The status codes that have a name: from first to last. */
const STATUS_CODES = [
  [100, 103], [200, 208], [226, 226], [300, 305], [307, 308], [400, 418], [421, 426], [428, 429], [431, 431], [451, 451], [500, 508], [510, 511],
];

/** @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on */
export const UNKNOWN_RETRY_CONDITION: Rule = {
  code: 'MESH0432',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'condition of retries that Istio does not know',
  explanation: 'retryOn lists conditions of Envoy and status codes, between commas and without spaces. Istio refuses others.',
  fix: 'Write it like connect-failure,refused-stream,503.',
  find: world => refused(places(world, VIRTUAL_SERVICE, 'spec.http[].retries.retryOn'), ofText(text => {
    const unknown = text === '' ? undefined : text.split(',').find(token => !CONDITIONS.has(token) && !isStatusCode(token));
    if (unknown === undefined) { return undefined; }
    return CONDITIONS.has(unknown.trim()) || isStatusCode(unknown.trim())
      ? `${quoted(unknown)} has a space, which belongs to no condition`
      : `${quoted(unknown)} is no condition of retries`;
  })),
};

function isStatusCode(token: string): boolean {
  return /^[0-9]{3}$/.test(token) && STATUS_CODES.some(([first, last]) => first <= Number(token) && Number(token) <= last);
}
