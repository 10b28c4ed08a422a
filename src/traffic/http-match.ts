import { claimConditions, claimPlaceProblems } from './claim-match';
import type { Condition } from './condition';
import { conditionText, meets } from './condition';
import type { Conditions, Conjunction } from './conjunction';
import { both, conjunctionText, EVERYTHING, UNSAYABLE_REASON } from './conjunction';
import { gatewayNames, sourceOf } from './match-source';
import type { StringMatch } from './string-match';
import { conditionOf } from './string-match';
import type { ICaller } from '../calls/caller';
import { dnsLabelProblem, sorted } from '../private/naming';

/** A header's name (RFC 9110). */
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;

/** A request method (RFC 9110), as servers know them. */
const METHOD = /^[A-Z][A-Z-]*$/;

/** What a request must have, all of it at once; what is left out is not asked. */
export interface HttpMatchOptions {
  /**
   * Headers by name.
   * @default - any
   */
  readonly headers?: { readonly [name: string]: StringMatch };

  /**
   * Headers that the request lacks, or that have another value.
   * @default - none
   */
  readonly withoutHeaders?: { readonly [name: string]: StringMatch };

  /**
   * Claims of the user's token, as the match's gateway has verified it; one inside of another is written 'realm[roles]'. A claim
   * that is a list is met by any element of it. Not by `present`.
   * @default - any, and no token
   * @see https://istio.io/latest/docs/tasks/security/authentication/jwt-route/
   */
  readonly claims?: { readonly [claim: string]: StringMatch };

  /**
   * The path, without query.
   * @default - any
   */
  readonly path?: StringMatch;

  /**
   * Is the path, matched by `exact` or `prefix`, the same in upper and lower case?
   * @default false
   */
  readonly ignorePathCase?: boolean;

  /**
   * The request method.
   * @default - any
   */
  readonly method?: StringMatch;

  /**
   * Query parameters by name.
   * @default - any
   */
  readonly query?: { readonly [name: string]: StringMatch };

  /**
   * The host that the request names, with its port if it names one.
   * @default - any
   */
  readonly authority?: StringMatch;

  /**
   * Who sends the request inside of the mesh: a workload, a canary or one version of it, or any pod of a namespace.
   * @default - anybody
   */
  readonly from?: ICaller;

  /**
   * The namespace of who sends the request inside of the mesh, such as one that somebody else deploys.
   * @default - any
   */
  readonly fromNamespace?: string;

  /**
   * The gateway through which the request comes.
   * @default - any, and the mesh
   */
  readonly gateway?: ICaller;

  /**
   * The name of the Service's port.
   * @default - every port that speaks HTTP
   */
  readonly port?: string;
}

/**
 * What a request must have so that a rule takes it. All that one match asks for must be met; for alternatives declare several
 * rules.
 *
 * A match is a value: mistakes in it are remembered, and reported by the service whose traffic it is used for.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class HttpMatch {
  /** Requests that have all of this. */
  public static of(options: HttpMatchOptions): HttpMatch {
    return new HttpMatch([options]);
  }

  /** Every request. */
  public static any(): HttpMatch {
    return new HttpMatch([]);
  }

  /** Requests whose header has exactly this value. */
  public static header(name: string, value: string): HttpMatch {
    return HttpMatch.of({ headers: { [name]: { exact: value } } });
  }

  /** Requests that have the header, whatever its value. */
  public static hasHeader(name: string): HttpMatch {
    return HttpMatch.of({ headers: { [name]: { present: true } } });
  }

  /** Requests that lack the header. */
  public static withoutHeader(name: string): HttpMatch {
    return HttpMatch.of({ withoutHeaders: { [name]: { present: true } } });
  }

  /**
   * Requests through a gateway whose verified token has this value for a claim, or in its list. Add the gateway, which needs a
   * `JwtAuthentication`: `HttpMatch.claim('group', 'beta').and(HttpMatch.gateway(gateway))`.
   */
  public static claim(claim: string, value: string): HttpMatch {
    return HttpMatch.of({ claims: { [claim]: { exact: value } } });
  }

  /** Requests for exactly this path. */
  public static path(path: string): HttpMatch {
    return HttpMatch.of({ path: { exact: path } });
  }

  /** Requests for paths that begin so. '/a' covers '/ab' too; write '/a/' for what is below. */
  public static pathPrefix(prefix: string): HttpMatch {
    return HttpMatch.of({ path: { prefix } });
  }

  /** Requests with this method, in upper case. */
  public static method(method: string): HttpMatch {
    return HttpMatch.of({ method: { exact: method } });
  }

  /** Requests whose query parameter has exactly this value. */
  public static query(name: string, value: string): HttpMatch {
    return HttpMatch.of({ query: { [name]: { exact: value } } });
  }

  /** gRPC calls of a service with its package, such as 'shop.v1.Cart', or of one method of it. */
  public static grpc(service: string, method?: string): HttpMatch {
    return HttpMatch.of({ path: method === undefined ? { prefix: `/${service}/` } : { exact: `/${service}/${method}` } });
  }

  /** Requests of a caller inside of the mesh. */
  public static from(caller: ICaller): HttpMatch {
    return HttpMatch.of({ from: caller });
  }

  /** Requests that come through a gateway. */
  public static gateway(gateway: ICaller): HttpMatch {
    return HttpMatch.of({ gateway });
  }

  private constructor(private readonly parts: readonly HttpMatchOptions[]) {}

  /** Requests that meet the other match too. */
  public and(other: HttpMatch): HttpMatch {
    return new HttpMatch([...this.parts, ...other.parts]);
  }

  /**
   * The match as plain data, and what is wrong with it. Asked at synth: callers may have got their versions by then.
   * @internal
   */
  public _resolve(): { readonly match: Conjunction; readonly problems: readonly string[] } {
    const problems: string[] = [];
    let match = EVERYTHING;
    for (const part of this.parts) {
      const next = conjunctionOf(part, problem => problems.push(problem));
      const together = both(match, next);
      if (typeof together === 'object') {
        match = together;
      } else {
        problems.push(`no one match of Istio's asks for ${conjunctionText(match)} and ${conjunctionText(next)}: ${
          together === undefined ? 'no request has both' : UNSAYABLE_REASON}.`);
      }
    }
    return { match, problems: [...problems, ...claimPlaceProblems(match)] };
  }
}

function conjunctionOf(options: HttpMatchOptions, report: (problem: string) => void): Conjunction {
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
  return HEADER_NAME.test(name) ? undefined : `header '${name}' is not a header's name; use letters, digits and '-'.`;
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
