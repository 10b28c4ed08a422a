import { claimConditions } from './claim-match';
import type { Condition } from './condition';
import { conditionText, meets } from './condition';
import type { Conditions, Conjunction } from './conjunction';
import { EVERYTHING } from './conjunction';
import type { HttpMatchOptions } from './http-match-options';
import { gatewayNames, sourceOf } from './match-source';
import type { StringMatch } from './string-match';
import { conditionOf } from './string-match';
import { isHttpToken } from '../private/http-token';
import { dnsLabelProblem, sorted } from '../private/naming';

/** A request method (RFC 9110), as servers know them. */
const METHOD = /^[A-Z][A-Z-]*$/;

/** What options ask for, as plain data; what is wrong with them is reported. */
export function conjunctionOf(options: HttpMatchOptions, report: (problem: string) => void): Conjunction {
  const path = options.path && pathCondition(options.path, options.ignorePathCase ?? false, report);
  const method = options.method && methodCondition(options.method, report);
  const authority = options.authority && conditionOf(options.authority, 'the authority', report);
  const source = options.from && sourceOf(options.from, report);
  if (options.fromNamespace !== undefined) {
    const problem = dnsLabelProblem('source namespace', options.fromNamespace);
    if (problem !== undefined) {
      report(problem);
    }
    if (source && source.namespace !== options.fromNamespace) {
      report(`'from' and 'fromNamespace' name different namespaces, '${source.namespace}' and '${options.fromNamespace}'; leave one out.`);
    }
  }
  const sourceNamespace = source?.namespace ?? options.fromNamespace;
  const gateways = options.gateway && gatewayNames(options.gateway, report);
  if (gateways && sourceNamespace !== undefined) {
    report("a request that comes through a gateway has the gateway for its source; leave 'from' or 'gateway' out.");
  }
  return {
    ...EVERYTHING,
    // Presence asks nothing of what every request has.
    ...path && path.form !== 'present' ? { path, ignorePathCase: options.ignorePathCase ?? false } : {},
    ...method && method.form !== 'present' ? { method } : {},
    ...authority && authority.form !== 'present' ? { authority } : {},
    headers: new Map([...headerConditions(options.headers, report), ...claimConditions(options.claims, report)]),
    withoutHeaders: exclusions(options.withoutHeaders, report),
    query: conditions(options.query, name => (name === '' ? "query parameter '' has no name; name it." : undefined), 'query parameter', report),
    sourceLabels: new Map(source?.labels),
    ...sourceNamespace === undefined ? {} : { sourceNamespace },
    ...options.port === undefined ? {} : { port: options.port },
    ...gateways ? { gateways } : {},
  };
}

function headerConditions(headers: HttpMatchOptions['headers'], report: (problem: string) => void): Conditions {
  const names = Object.keys(headers ?? {}).map(name => name.toLowerCase());
  for (const name of new Set(names.filter((one, i) => names.indexOf(one) < i))) {
    report(`header '${name}' is matched twice, and headers have no case; match it once.`);
  }
  const lower = Object.fromEntries(Object.entries(headers ?? {}).map(([name, match]) => [name.toLowerCase(), match]));
  return conditions(lower, headerNameProblem, 'header', report);
}

/** To proxies a header that is missing is an empty one, so that whoever excludes empty values excludes its absence too. */
function exclusions(headers: HttpMatchOptions['withoutHeaders'], report: (problem: string) => void): Conditions {
  const excluded = headerConditions(headers, report);
  for (const [name, condition] of excluded) {
    if (condition.form !== 'present' && meets('', condition)) {
      report(`header '${name}' without ${conditionText(condition)} would exclude requests without the header too; ask for its presence, or for one character at least.`);
    }
  }
  return excluded;
}

/** What is wrong with a header's name in a match. */
function headerNameProblem(name: string): string | undefined {
  if (name === 'host' || name.startsWith(':')) {
    return `header '${name}' is a part of every request; match it by 'authority', 'method' or 'path'.`;
  }
  return isHttpToken(name) ? undefined : `header '${name}' is not a header's name; use letters, digits and '-'.`;
}

function conditions(
  matches: { readonly [name: string]: StringMatch } | undefined, nameProblem: (name: string) => string | undefined, what: string,
  report: (problem: string) => void,
): Conditions {
  return new Map(sorted(Object.entries(matches ?? {}), ([name]) => name).map(([name, match]) => {
    const problem = nameProblem(name);
    if (problem !== undefined) {
      report(problem);
    }
    return [name, conditionOf(match, `${what} '${name}'`, report)];
  }));
}

function methodCondition(match: StringMatch, report: (problem: string) => void): Condition {
  const condition = conditionOf(match, 'the method', report);
  if (condition.form === 'exact' && !METHOD.test(condition.value)) {
    report(`method '${condition.value}' is no HTTP method; methods are upper case, such as 'GET'.`);
  }
  return condition;
}

function pathCondition(match: StringMatch, ignoreCase: boolean, report: (problem: string) => void): Condition {
  const condition = conditionOf(match, 'the path', report);
  if (condition.form === 'present' || condition.form === 'regex') {
    if (ignoreCase) {
      report("'ignorePathCase' is for 'exact' and 'prefix' only; begin the expression with '(?i)'.");
    }
    return condition;
  }
  const { value } = condition;
  if (!value.startsWith('/')) {
    report(`the path ${condition.form} '${value}' has no leading slash; write '/${value}'.`);
  } else if (/[?#\s]/.test(value)) {
    report(`the path ${condition.form} '${value}' contains a query, a fragment or a space, which are no part of a path; match the query by 'query'.`);
  }
  // Every path begins with a slash.
  return condition.form === 'prefix' && value === '/' ? { form: 'present' } : { form: condition.form, value: ignoreCase ? value.toLowerCase() : value };
}
