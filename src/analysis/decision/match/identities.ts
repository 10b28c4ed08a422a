import { fullMatch, quoted } from './strings';

/*
 * How policies compare the identity of a peer: the URI of its certificate, `spiffe://<trust domain>/ns/…/sa/…`.
 * Without mutual TLS there is no identity, and nothing here matches, not even `*`.
 */

const SCHEME = 'spiffe://';

export function spiffe(trustDomain: string, namespace: string, serviceAccount: string): string {
  return `${SCHEME}${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

export function withScheme(principal: string): string {
  return principal.startsWith(SCHEME) ? principal : SCHEME + principal;
}

export function trustDomainOf(identity: string): string {
  const end = identity.indexOf('/', SCHEME.length);
  return end === -1 ? identity.slice(SCHEME.length) : identity.slice(SCHEME.length, end);
}

export function matchesPrincipal(pattern: string, identity: string | undefined): boolean {
  if (identity === undefined) { return false; }
  if (pattern === '*') { return identity !== ''; }
  if (pattern.startsWith('*')) { return identity.startsWith(SCHEME) && identity.slice(SCHEME.length).endsWith(pattern.slice(1)); }
  if (pattern.endsWith('*')) { return identity.startsWith(SCHEME + pattern.slice(0, -1)); }
  return identity.length === SCHEME.length + pattern.length && identity.startsWith(SCHEME) && identity.endsWith(pattern);
}

/** `*` may stand anywhere in a namespace. */
export function matchesNamespace(pattern: string, identity: string | undefined): boolean {
  if (identity === undefined) { return false; }
  const namespace = pattern.split('*').map(quoted).join('.*');
  return fullMatch(`(?s).*/ns/${namespace}/.*`)?.test(identity) ?? false;
}

/** `name` in the policy's namespace, or `namespace/name`. */
export function matchesServiceAccount(value: string, policyNamespace: string, identity: string | undefined): boolean {
  if (identity === undefined) { return false; }
  const slash = value.indexOf('/');
  const namespace = slash === -1 ? policyNamespace : value.slice(0, slash);
  const name = value.slice(slash + 1);
  return fullMatch(`(?s)spiffe://.+/ns/${quoted(namespace)}/(?:.+/|)sa/${quoted(name)}(?:/.+)?`)?.test(identity) ?? false;
}

export function matchesTrustDomain(pattern: string, identity: string | undefined): boolean {
  if (identity === undefined) { return false; }
  if (pattern === '*') { return identity.startsWith(SCHEME); }
  const domain = pattern.startsWith('*') ? `[^/]*${quoted(pattern.slice(1))}`
    : pattern.endsWith('*') ? `${quoted(pattern.slice(0, -1))}[^/]*` : quoted(pattern);
  return fullMatch(`(?s)spiffe://${domain}/.*`)?.test(identity) ?? false;
}

/**
 * The principals that a principal of a policy stands for, in a mesh whose trust domain has aliases.
 *
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/
 */
export function expandPrincipal(principal: string, trustDomains: readonly string[]): readonly string[] {
  const parts = principal.split('/');
  if (parts.length !== 5 || parts[0] === '*') { return [principal]; }
  const domain = parts[0];
  if (domain !== 'cluster.local' && !trustDomains.some(ours => overlaps(domain, ours))) { return [principal]; }
  return trustDomains.map(ours => domain.startsWith('*') && ours.endsWith(domain.slice(1)) ? principal : [ours, ...parts.slice(1)].join('/'));
}

/** The trust domains that a trust domain of a policy stands for. */
export function expandTrustDomain(domain: string, trustDomains: readonly string[]): readonly string[] {
  return trustDomains.includes(domain) ? trustDomains : [domain];
}

function overlaps(a: string, b: string): boolean {
  return a === b || covers(a, b) || covers(b, a);
}

function covers(pattern: string, value: string): boolean {
  return (pattern.endsWith('*') && value.startsWith(pattern.slice(0, -1))) || (pattern.startsWith('*') && value.endsWith(pattern.slice(1)));
}
