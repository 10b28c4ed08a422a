import type { ExternalAuthorizerOptions, HttpAuthorizerOptions } from './external-authorizer-options';
import { dnsLabelProblem } from '../private/naming';

/** A header's name, or a part of one with an asterisk at its end or beginning. */
const HEADER_PATTERN = /^(\*|\*?[A-Za-z0-9_-]+|[A-Za-z0-9_-]+\*)$/;
const HEADER_NAME = /^[A-Za-z0-9_-]+$/;

/** The statuses of refusal that Envoy knows by number. */
const STATUSES = [
  ...range(400, 418), ...range(421, 425), 426, 428, 429, 431, ...range(500, 509), 510, 511,
];

/** What is wrong with an authorizer, but for where it is. */
export function authorizerProblems(name: string, options: ExternalAuthorizerOptions, http: HttpAuthorizerOptions | undefined): string[] {
  const { timeout, statusOnError, includeRequestBodyInCheck: body } = options;
  const milliseconds = timeout?.toMilliseconds({ integral: false });
  return [
    dnsLabelProblem('its name', name),
    milliseconds === undefined || (milliseconds >= 1 && Number.isInteger(milliseconds)) ? undefined
      : `timeout of ${milliseconds}ms is no duration that proxies keep; use whole milliseconds, at least 1.`,
    statusOnError === undefined || STATUSES.includes(statusOnError) ? undefined
      : `statusOnError ${statusOnError} is no status of a refusal that proxies know; use one such as 403 or 503.`,
    body === undefined || (Number.isInteger(body.maxRequestBytes) && body.maxRequestBytes >= 1 && body.maxRequestBytes < 2 ** 32) ? undefined
      : `maxRequestBytes ${body.maxRequestBytes} is not possible; use a whole number from 1 on.`,
    ...http ? httpProblems(http) : [],
  ].filter(problem => problem !== undefined);
}

function httpProblems(http: HttpAuthorizerOptions): (string | undefined)[] {
  const lists = ['includeRequestHeadersInCheck', 'headersToUpstreamOnAllow', 'headersToDownstreamOnDeny', 'headersToDownstreamOnAllow'] as const;
  return [
    http.pathPrefix === undefined || /^\/[^\s?#]*$/.test(http.pathPrefix) ? undefined
      : `pathPrefix '${http.pathPrefix}' is no absolute path; begin it with '/', and leave query and spaces out.`,
    ...lists.flatMap(list => (http[list] ?? []).filter(header => !HEADER_PATTERN.test(header)).map(header =>
      `${list}: '${header}' is no header; write a name, 'prefix*' or '*suffix'.`)),
    ...Object.keys(http.includeAdditionalHeadersInCheck ?? {}).filter(header => !HEADER_NAME.test(header)).map(header =>
      `includeAdditionalHeadersInCheck: '${header}' is no header; write a name.`),
  ];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
