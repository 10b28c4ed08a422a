import { quoted } from './words';

const TOKEN = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;
const PSEUDO = new Set([':method', ':scheme', ':authority', ':path', ':status']);

/** What is wrong with the name of a header that is to be matched. */
export function matchedHeaderProblem(name: string): string | undefined {
  if (isClaimKey(name) || PSEUDO.has(name)) { return undefined; }
  return headerNameProblem(name);
}

/** What is wrong with the name of a header. */
export function headerNameProblem(name: string): string | undefined {
  if (name === '') { return 'a header without a name'; }
  return TOKEN.test(name) ? undefined : `${quoted(name)} is no name of a header`;
}

/** Whether a key stands for a claim of the request's token: `@request.auth.claims.iss`, or `@request.auth.claims[iss]`. */
export function isClaimKey(name: string): boolean {
  const claims = '@request.auth.claims';
  if (!name.toLowerCase().startsWith(claims)) { return false; }
  return /^(?:\..|\[.+\]$)/s.test(name.slice(claims.length));
}

/** What is wrong with a header that a route adds to requests, or sets on them. */
export function requestHeaderProblem(name: string): string | undefined {
  if (name === '') { return 'a header without a name'; }
  return name.startsWith(':') && !isAuthority(name) ? `${quoted(name)} is no header that a route can set` : undefined;
}

/** What is wrong with a header that a route removes, or changes on responses. */
export function changedHeaderProblem(name: string): string | undefined {
  if (name === '') { return 'a header without a name'; }
  if (name.toLowerCase() === 'host') { return `${quoted(name)} can be set on requests only`; }
  return name.startsWith(':') ? `${quoted(name)} is no header that a route can change here` : undefined;
}

/** The header that says which host a request is for. */
export function isAuthority(name: string): boolean {
  return name.toLowerCase() === ':authority' || name.toLowerCase() === 'host';
}
