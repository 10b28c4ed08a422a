import { matchesPolicyString } from './strings';
import { isObject, valueAt } from '../../json';

/*
 * What policies ask about the claims of a verified token.
 */

/** Issuer and subject, in the forms of `requestPrincipals`. */
export function matchesRequestPrincipal(pattern: string, claims: unknown): boolean {
  const issuer = stringClaim(claims, 'iss');
  const subject = stringClaim(claims, 'sub');
  if (issuer === undefined || subject === undefined) { return false; }
  if (pattern === '*') { return issuer !== '' && subject !== ''; }
  const slash = pattern.lastIndexOf('/');
  const first = slash === -1 ? pattern : pattern.slice(0, slash);
  const second = slash === -1 ? '' : pattern.slice(slash + 1);
  if (pattern.startsWith('*')) {
    if (slash === -1) { return issuer !== '' && subject.endsWith(pattern.slice(1)); }
    return (first === '*' ? issuer !== '' : issuer.endsWith(first.slice(1))) && subject === second;
  }
  if (pattern.endsWith('*')) {
    if (slash === -1) { return issuer.startsWith(pattern.slice(0, -1)) && subject !== ''; }
    return issuer === first && (second === '*' ? subject !== '' : subject.startsWith(second.slice(0, -1)));
  }
  return issuer === first && subject === second;
}

/** The claim at a path, or one of its elements where it is a list, is one of the strings. */
export function matchesClaim(path: readonly string[], pattern: string, claims: unknown): boolean {
  const claim = path.reduce<unknown>((at, key) => valueAt(at, key), claims);
  const values = Array.isArray(claim) ? claim : [claim];
  return values.some(value => typeof value === 'string' && matchesPolicyString(pattern, value));
}

/** Claims as the proxy keeps them: some strings are lists of words. */
export function splitClaims(claims: unknown, spaceDelimited: readonly string[]): unknown {
  if (!isObject(claims)) { return claims; }
  const split = new Set(['scope', 'permission', ...spaceDelimited]);
  return Object.fromEntries(Object.entries(claims).map(([name, value]) =>
    [name, split.has(name) && typeof value === 'string' ? value.split(' ').filter(word => word !== '') : value]));
}

export function stringClaim(claims: unknown, name: string): string | undefined {
  const value = valueAt(claims, name);
  return typeof value === 'string' ? value : undefined;
}

/** `[a][b]` of `request.auth.claims[a][b]`; undefined where it is nothing of that form. */
export function claimPath(brackets: string): readonly string[] | undefined {
  return /^(\[[^[\]]+\])+$/.test(brackets) ? brackets.slice(1, -1).split('][') : undefined;
}
