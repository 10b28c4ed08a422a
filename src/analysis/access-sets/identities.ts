import type { Expression, Language, Strings } from '../algebra';
import { allBut, ANYTHING, choice, letter, lettersOf, repeat, sequence, SOMETHING, text, withWildcards } from '../algebra';

/*
 * What policies say of identities, as sets of the text after `spiffe://`.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */

const SCHEME = 'spiffe://';
const DEFAULT_TRUST_DOMAIN = 'cluster.local';
const WITHIN_DOMAIN = repeat(letter(allBut(lettersOf('/'))), 0, Infinity);

/** One of `principals`, with what it stands for where the mesh has several trust domains. */
export function principals(strings: Strings, pattern: string, trustDomains: readonly string[]): Language {
  const one = (value: string): Language => {
    // Any identity has a scheme, so none is empty.
    if (value === '*') { return strings.all; }
    if (value.startsWith('*')) { return strings.suffix(value.slice(1)); }
    return value.endsWith('*') ? strings.prefix(value.slice(0, -1)) : strings.exact(value);
  };
  return strings.union(...inTrustDomains(pattern, trustDomains).map(one));
}

/** The identities that a principal means; undefined where it is a pattern. */
export function exactPrincipals(pattern: string, trustDomains: readonly string[]): readonly string[] | undefined {
  const meant = inTrustDomains(pattern, trustDomains);
  return meant.some(value => value.startsWith('*') || value.endsWith('*')) ? undefined : meant;
}

/** A principal of the form of an identity is meant in each of the mesh's trust domains, if it is in one of them. */
function inTrustDomains(principal: string, trustDomains: readonly string[]): readonly string[] {
  const [domain, ...rest] = principal.split('/');
  if (rest.length !== 4 || domain === '*') { return [principal]; }
  if (domain !== DEFAULT_TRUST_DOMAIN && !trustDomains.some(ours => alike(domain, ours) || alike(ours, domain))) { return [principal]; }
  return trustDomains.map(ours => domain.startsWith('*') && ours.endsWith(domain.slice(1)) ? principal : [ours, ...rest].join('/'));
}

function alike(pattern: string, value: string): boolean {
  if (pattern === value) { return true; }
  if (pattern.startsWith('*') && value.endsWith(pattern.slice(1))) { return true; }
  return pattern.endsWith('*') && value.startsWith(pattern.slice(0, -1));
}

/** One of `namespaces`, in which an asterisk may stand anywhere. */
export function namespaces(strings: Strings, pattern: string): Language {
  return once(strings, `/ns/${pattern}`,
    () => afterScheme(strings, sequence(ANYTHING, text('/ns/'), withWildcards(pattern, '*', ANYTHING), text('/'), ANYTHING)));
}

const known = new WeakMap<Strings, Map<string, Language>>();

/** The same few are asked for at every port of every callee. */
function once(strings: Strings, key: string, find: () => Language): Language {
  let languages = known.get(strings);
  if (languages === undefined) { known.set(strings, languages = new Map()); }
  let language = languages.get(key);
  if (language === undefined) { languages.set(key, language = find()); }
  return language;
}

/** One of `serviceAccounts`: a name in the policy's namespace, or `namespace/name`. */
export function serviceAccounts(strings: Strings, value: string, policyNamespace: string): Language {
  const [namespace, name] = value.includes('/') ? [value.slice(0, value.indexOf('/')), value.slice(value.indexOf('/') + 1)] : [policyNamespace, value];
  return strings.of(sequence(
    SOMETHING, text(`/ns/${namespace}/`), choice(sequence(SOMETHING, text('/')), text('')), text(`sa/${name}`), choice(sequence(text('/'), SOMETHING), text('')),
  ));
}

/** One of `trustDomains`. */
export function trustDomainsOf(strings: Strings, pattern: string, trustDomains: readonly string[]): Language {
  const meant = trustDomains.includes(pattern) ? trustDomains : [pattern];
  return strings.union(...meant.map(domain => {
    if (domain === '*') { return strings.all; }
    const expression = domain.startsWith('*') ? sequence(WITHIN_DOMAIN, text(domain.slice(1)))
      : domain.endsWith('*') ? sequence(text(domain.slice(0, -1)), WITHIN_DOMAIN) : text(domain);
    return strings.of(sequence(expression, text('/'), ANYTHING));
  }));
}

/** The identities of one of some trust domains: all else is refused before policies are asked. */
export function identitiesIn(strings: Strings, trustDomains: readonly string[]): Language {
  return once(strings, JSON.stringify(trustDomains),
    () => strings.union(...trustDomains.map(domain => strings.union(strings.exact(domain), strings.prefix(`${domain}/`)))));
}

/** What is left of a set of whole identities behind the scheme. */
function afterScheme(strings: Strings, expression: Expression): Language {
  let set = strings.of(expression);
  for (const character of SCHEME) { set = set.after(character.codePointAt(0) as number); }
  return set;
}
