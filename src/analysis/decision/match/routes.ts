import { valueAt } from '../../json';
import type { HttpMatch, StringMatch } from '../../model';
import type { Tri } from '../tri';
import { all, isUnknown, not, some, Unknown } from '../tri';
import { claimPath } from './claims';
import { withoutQuery } from './paths';
import { fullMatch } from './strings';

/** What of a request routes look at. */
export interface Routable {
  readonly method: string;
  /** With its query. */
  readonly path: string | Unknown;
  readonly authority: string;
  readonly headers: ReadonlyMap<string, string>;
  /** What a gateway knows of the user by a verified token; undefined where routes know no users. */
  readonly user?: { readonly claims: unknown };
}

/** Whether the request has what a match asks for. Where it comes from is asked elsewhere. */
export function matchesRoute(match: HttpMatch, request: Routable): Tri {
  const checks: readonly (() => Tri)[] = [
    () => match.uri === undefined || matchesUri(match.uri, match.ignoreUriCase, request.path),
    () => match.method === undefined || matchesString(match.method, request.method),
    () => match.authority === undefined || matchesString(match.authority, request.authority),
    () => match.scheme === undefined || matchesString(match.scheme, 'http'),
    () => all(match.headers, ([name, wanted]) => matchesHeader(name, wanted, request)),
    () => all(match.withoutHeaders, ([name, wanted]) => matchesWithout(name, wanted, request)),
    () => match.queryParams.length === 0 || matchesQuery(match, request.path),
  ];
  return all(checks, check => check());
}

/** A match that everything satisfies: what comes after it is never reached. */
export function isCatchAll(match: HttpMatch): boolean {
  const uri = match.uri === undefined || match.uri.form === 'presence' || (match.uri.form === 'prefix' && match.uri.value === '/') || (match.uri.form === 'regex' && match.uri.value === '.*');
  return uri && match.method === undefined && match.authority === undefined && match.scheme === undefined
    && match.headers.length === 0 && match.withoutHeaders.length === 0 && match.queryParams.length === 0;
}

export function matchesString(match: StringMatch, value: string): Tri {
  switch (match.form) {
    case 'exact': return value === match.value;
    case 'prefix': return value.startsWith(match.value);
    case 'presence': return true;
    case 'regex': {
      const pattern = fullMatch(match.value);
      return pattern === undefined ? new Unknown(`the expression ${match.value} cannot be run here`) : pattern.test(value);
    }
  }
}

function matchesUri(match: StringMatch, ignoreCase: boolean, path: string | Unknown): Tri {
  if (isUnknown(path)) { return match.form === 'prefix' && match.value === '/' ? true : path; }
  const plain = withoutQuery(path);
  if (!ignoreCase || match.form === 'regex' || match.form === 'presence') { return matchesString(match, plain); }
  return matchesString({ form: match.form, value: match.value.toLowerCase() }, plain.toLowerCase());
}

function headerValue(name: string, request: Routable): string | undefined | Unknown {
  const lower = name.toLowerCase();
  switch (lower) {
    case ':method': return request.method;
    case ':authority':
    case 'host': return request.authority;
    case ':path': return request.path;
  }
  return request.headers.get(lower);
}

function matchesHeader(name: string, wanted: StringMatch, request: Routable): Tri {
  if (isAboutUser(name)) { return matchesUser(name, wanted, request); }
  const value = headerValue(name, request);
  if (isUnknown(value)) { return value; }
  return value !== undefined && matchesString(wanted, value);
}

/** Present and equal is what it excludes; a header that is missing counts as empty, unless presence is excluded. */
function matchesWithout(name: string, wanted: StringMatch, request: Routable): Tri {
  if (isAboutUser(name)) { return not(matchesUser(name, wanted, request)); }
  const value = headerValue(name, request);
  if (isUnknown(value)) { return value; }
  if (value === undefined && wanted.form === 'presence') { return true; }
  const has = matchesString(wanted, value ?? '');
  return isUnknown(has) ? has : !has;
}

function isAboutUser(name: string): boolean {
  return name.toLowerCase().startsWith('@request.auth.');
}

/**
 * Routing by a claim: `@request.auth.claims.a.b`, or with brackets. A claim that is a list has it if an element has.
 *
 * @see https://istio.io/latest/docs/tasks/security/authentication/jwt-route/
 */
function matchesUser(name: string, wanted: StringMatch, { user }: Routable): Tri {
  if (user === undefined) { return new Unknown('a proxy that is no gateway is asked to route by claims'); }
  const { claims } = user;
  if (isUnknown(claims)) { return claims; }
  const path = routedClaim(name);
  if (path === undefined || wanted.form === 'presence') { return new Unknown(`routing by ${name} is not modelled`); }
  const claim = path.reduce<unknown>((at, key) => valueAt(at, key), claims);
  return some((Array.isArray(claim) ? claim : [claim]).filter(value => typeof value === 'string'), value => matchesString(wanted, value));
}

function routedClaim(name: string): readonly string[] | undefined {
  const rest = /^@request\.auth\.claims(.+)$/.exec(name)?.[1] ?? '';
  return /^(\.[^.[\]]+)+$/.test(rest) ? rest.slice(1).split('.') : claimPath(rest);
}

function matchesQuery(match: HttpMatch, path: string | Unknown): Tri {
  if (isUnknown(path)) { return path; }
  const query = new URLSearchParams(path.slice(withoutQuery(path).length).replace(/^\?/, '').replace(/#.*$/, ''));
  return all(match.queryParams, ([name, wanted]) => {
    const value = query.get(name);
    return value !== null && matchesString(wanted, value);
  });
}
