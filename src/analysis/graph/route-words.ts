import { dig, isObject } from '../json';
import type { HttpMatch, StreamMatch, StringMatch } from '../model';

/** What a match asks for, in words: `path /a*, header end-user jason`. */
export function matchText(match: HttpMatch): string {
  const { uri, method, authority, scheme, headers, withoutHeaders, queryParams } = match;
  return [
    ...uri === undefined ? [] : [`path ${stringText(uri)}${match.ignoreUriCase ? ' (in any case)' : ''}`],
    ...method === undefined ? [] : [`method ${stringText(method)}`],
    ...authority === undefined ? [] : [`host ${stringText(authority)}`],
    ...scheme === undefined ? [] : [`scheme ${stringText(scheme)}`],
    ...headers.map(([name, value]) => `header ${name} ${stringText(value)}`),
    ...withoutHeaders.map(([name, value]) => `no header ${name} ${stringText(value)}`),
    ...queryParams.map(([name, value]) => `query ${name} ${stringText(value)}`),
    ...sourceWords(match),
  ].join(', ');
}

/** The same of a match of bytes. */
export function streamMatchText(match: StreamMatch): string {
  const { serverNames, subnets } = match;
  return [
    ...serverNames.length === 0 ? [] : [`server name ${serverNames.join(' or ')}`],
    ...subnets.length === 0 ? [] : [`to ${subnets.join(' or ')}`],
    ...sourceWords(match),
  ].join(', ');
}

function sourceWords({ port, sourceLabels, sourceNamespace, gateways }: StreamMatch | HttpMatch): readonly string[] {
  return [
    ...port === undefined ? [] : [`port ${port}`],
    ...sourceNamespace === undefined ? [] : [`from namespace ${sourceNamespace}`],
    ...sourceLabels.size === 0 ? [] : [`from pods ${[...sourceLabels].map(([key, value]) => `${key}=${value}`).join(',')}`],
    ...gateways.length === 0 ? [] : [`by ${gateways.join(' or ')}`],
  ];
}

function stringText(match: StringMatch): string {
  switch (match.form) {
    case 'exact': return match.value;
    case 'prefix': return `${match.value}*`;
    case 'regex': return `matching ${match.value}`;
    case 'presence': return 'present';
  }
}

/** The faults that a rule injects; without a percentage they are for nobody. */
export function faultWords(rule: unknown): readonly string[] {
  const share = (fault: unknown): string => `${textAt(fault, 'percentage', 'value') ?? textAt(fault, 'percent') ?? '0'} %`;
  const delay = dig(rule, 'fault', 'delay');
  const abort = dig(rule, 'fault', 'abort');
  const status = textAt(abort, 'httpStatus') ?? textAt(abort, 'grpcStatus');
  return [
    ...isObject(delay) ? [`delay of ${textAt(delay, 'fixedDelay') ?? 'an unknown time'} for ${share(delay)}`] : [],
    ...isObject(abort) ? [`abort${status === undefined ? '' : ` with ${status}`} for ${share(abort)}`] : [],
  ];
}

/** What else a rule does with requests. */
export function changeWords(rule: unknown): readonly string[] {
  const retries = dig(rule, 'retries');
  const redirect = dig(rule, 'redirect');
  const rewrite = dig(rule, 'rewrite');
  const target = [textAt(redirect, 'authority'), textAt(redirect, 'uri')].filter(part => part !== undefined).join('');
  const written = [textAt(rewrite, 'authority'), textAt(rewrite, 'uri') ?? textAt(rewrite, 'uriRegexRewrite', 'rewrite')].filter(part => part !== undefined).join('');
  return [
    ...textAt(rule, 'timeout') === undefined ? [] : [`timeout ${textAt(rule, 'timeout')}`],
    ...isObject(retries) ? [`${textAt(retries, 'attempts') ?? '0'} retries`] : [],
    ...isObject(redirect) ? [`redirect${target === '' ? '' : ` to ${target}`}`] : [],
    ...isObject(rewrite) ? [`rewrite to ${written}`] : [],
    ...isObject(dig(rule, 'directResponse')) ? [`answer ${textAt(rule, 'directResponse', 'status') ?? '200'}`] : [],
  ];
}

function textAt(object: unknown, ...keys: string[]): string | undefined {
  const value = dig(object, ...keys);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
