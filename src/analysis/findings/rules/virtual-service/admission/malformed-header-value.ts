import { headerChanges } from './header-changes';
import type { Rule } from '../../../rule';
import { headerValueProblem } from '../../../validation/header-values';

/** @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers */
export const MALFORMED_HEADER_VALUE: Rule = {
  code: 'MESH0422',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'value of a header that proxies cannot read',
  explanation: 'In the values that routes give headers, a % begins a variable of the proxy, which another % ends. Istio refuses values in which it does not, and control characters.',
  fix: 'Write %% for a percent sign, and %NAME% for a variable.',
  *find(world) {
    for (const { object, at, value } of headerChanges(world)) {
      const message = value?.string === undefined ? undefined : headerValueProblem(value.string);
      if (message !== undefined) { yield { object, path: at.path, message }; }
    }
  },
};
