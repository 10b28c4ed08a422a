import type { AccessSpace } from './access-space';
import { withElement } from './claims';
import type { Bounds, ProductSet } from '../algebra';
import { choice, text } from '../algebra';
import type { JwtRule, RequestAuthentication } from '../model';

/** What RequestAuthentication does with requests. */
export interface Tokens {
  /** The requests that it lets through. */
  readonly admitted: Bounds;
  /** The requests whose claims policies see, if it lets them through. */
  readonly verified: ProductSet;
  /** Further ones of which it is not known whether policies see their claims, if it lets them through. */
  readonly perhaps: ProductSet;
}

/**
 * A request without token passes; one whose token no rule accepts does not. A token that no rule looks at says nothing.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export function tokensOf(space: AccessSpace, policies: readonly RequestAuthentication[], doubt: (cause: string) => void): Tokens {
  const { sets, strings, bounds, optionalStrings } = space.algebra;
  const broken = policies.find(({ problems }) => problems.length > 0);
  if (broken !== undefined) {
    doubt(`RequestAuthentication ${broken.namespace}/${broken.name} cannot be read: ${broken.problems[0]}`);
    return { admitted: bounds.unknown, verified: sets.none, perhaps: sets.all };
  }
  const rules = policies.flatMap(policy => policy.rules);
  if (rules.length === 0) { return { admitted: bounds.all, verified: sets.none, perhaps: sets.none }; }
  const usual = rules.some(rule => rule.usualPlace);
  const issuer = space.tokenText('iss');
  const without = space.among(issuer, optionalStrings.absent);
  const named = rules.filter(rule => rule.issuer !== '');
  const acceptedBy = (some: readonly JwtRule[]): ProductSet =>
    sets.union(...some.map(rule => sets.intersection(space.has(issuer, strings.exact(rule.issuer)), audiences(space, rule))));
  const lookedAt = (rule: JwtRule): ProductSet => rule.usualPlace ? sets.all
    : sets.union(...rule.headers.map(name => space.among(space.header(name), optionalStrings.present)));
  const accepted = sets.union(...named.map(rule => sets.intersection(acceptedBy([rule]), lookedAt(rule))));
  // Whether a token is in a place of the rule's own is not said.
  const perhaps = sets.difference(acceptedBy(named), accepted);
  const unread = usual ? sets.intersection(without, space.among(space.header('authorization'), optionalStrings.present)) : sets.none;
  const certain = sets.union(sets.difference(without, unread), accepted);
  if (usual) { doubt('a request that has an Authorization header may have a token, of which nothing is said'); }
  if (!rules.every(rule => rule.usualPlace)) { doubt('rules look for tokens in places of their own; whether a token is there is not said'); }
  if (rules.some(rule => rule.issuer === '')) {
    doubt('a rule takes tokens of any issuer whose key it knows, which no manifest tells');
    return { admitted: { must: certain, may: sets.all }, verified: sets.difference(sets.complement(without), perhaps), perhaps };
  }
  const unseen = usual ? sets.none : sets.complement(sets.union(without, space.has(issuer, strings.oneOf(named.map(rule => rule.issuer)))));
  return { admitted: { must: certain, may: sets.union(certain, unread, perhaps, unseen) }, verified: accepted, perhaps };
}

/** Audiences are compared without scheme and last slash. */
function audiences(space: AccessSpace, rule: JwtRule): ProductSet {
  if (rule.audiences.length === 0) { return space.algebra.sets.all; }
  const wanted = new Set(rule.audiences.map(bare));
  const written = [...wanted].flatMap(audience => ['', 'http://', 'https://'].flatMap(scheme => ['', '/'].map(end => scheme + audience + end)));
  return withElement(space, ['aud'], choice(...written.filter(audience => wanted.has(bare(audience))).map(audience => text(audience))));
}

function bare(audience: string): string {
  return audience.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
