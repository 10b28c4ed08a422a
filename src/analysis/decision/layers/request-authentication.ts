import { isObject, valueAt } from '../../json';
import type { JwtRule, MeshModel, RequestAuthentication, Workload } from '../../model';
import { attachedTo } from '../attachment';
import type { LayerVerdict } from '../decision';
import { LayerSpeaker } from '../decision';
import { splitClaims, stringClaim } from '../match/claims';
import type { Request } from '../request';
import { Unknown } from '../tri';

const layer = new LayerSpeaker('requestAuthentication', true);

/** The verdict, and the claims that policies may ask for afterwards. */
export interface TokenVerdict {
  readonly verdict: LayerVerdict;
  readonly claims?: unknown;
  /** Whether the request may as well pass without the claims. */
  readonly mayBeMissing?: boolean;
}

interface AttachedRule {
  readonly policy: RequestAuthentication;
  readonly rule: JwtRule;
}

/**
 * A request without token passes; one whose token no rule accepts does not. A token that no rule looks at says nothing.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export function decideToken(model: MeshModel, callee: Workload, request: Request, http: boolean): TokenVerdict {
  const all = model.requestAuthentications;
  const policies = all.all.length === 0 ? [] : attachedTo(all, callee, model);
  if (policies.length === 0) { return { verdict: layer.allow('no RequestAuthentication selects the callee') }; }
  if (!http) { return { verdict: layer.allow('tokens are looked for in HTTP only') }; }
  const broken = policies.find(policy => policy.problems.length > 0);
  if (broken !== undefined) {
    const cause = `RequestAuthentication ${broken.namespace}/${broken.name} cannot be read: ${broken.problems[0]}`;
    return { verdict: layer.unknown(cause, broken), claims: new Unknown(cause) };
  }
  const rules = policies.flatMap(policy => policy.rules.map(rule => ({ policy, rule })));
  if (rules.length === 0) { return { verdict: layer.allow('no rule for tokens selects the callee') }; }
  if (request.claims === undefined) {
    if (request.headers.has('authorization') && rules.some(({ rule }) => rule.usualPlace)) {
      const cause = 'the request has an Authorization header, but does not say what its token claims';
      return { verdict: layer.unknown(cause), claims: new Unknown(cause) };
    }
    return { verdict: layer.allow('a request without token passes') };
  }
  if (!isObject(request.claims)) { return { verdict: layer.unknown('the claims of the token are no object') }; }
  // Whoever says that there is a token means that it is where tokens usually are, or in a header that the request has.
  const isLookedAt = ({ rule }: AttachedRule): boolean => rule.usualPlace || rule.headers.some(name => request.headers.has(name));
  return decideClaims(rules, isLookedAt, request.claims);
}

function decideClaims(rules: readonly AttachedRule[], isLookedAt: (rule: AttachedRule) => boolean, claims: unknown): TokenVerdict {
  const issuer = stringClaim(claims, 'iss') ?? '';
  const ours = rules.filter(({ rule }) => rule.issuer === issuer && issuer !== '');
  const all = ours.filter(({ rule }) => acceptsAudience(rule, claims));
  const accepting = all.find(isLookedAt);
  if (accepting === undefined && all.length > 0) {
    return {
      verdict: layer.unknown('the rule for the token looks in places of its own; whether the token is there is not said', all[0].policy, all[0].rule.path),
      claims: splitClaims(claims, all[0].rule.spaceDelimitedClaims),
      mayBeMissing: true,
    };
  }
  if (accepting !== undefined) {
    return {
      verdict: layer.allow(`the token of ${issuer} is accepted`, accepting.policy, accepting.rule.path),
      claims: splitClaims(claims, accepting.rule.spaceDelimitedClaims),
    };
  }
  const anyIssuer = rules.find(({ rule }) => rule.issuer === '');
  if (anyIssuer !== undefined) {
    return {
      verdict: layer.unknown('a rule takes tokens of any issuer whose key it knows, which no manifest tells', anyIssuer.policy, anyIssuer.rule.path),
      // Policies see them if the token is taken; if not, they are not asked.
      claims: splitClaims(claims, anyIssuer.rule.spaceDelimitedClaims),
    };
  }
  if (ours.length > 0) {
    return { verdict: layer.deny(`the token of ${issuer} is not for an audience that is accepted`, '403', ours[0].policy, ours[0].rule.path) };
  }
  const usual = rules.find(({ rule }) => rule.usualPlace);
  if (usual === undefined) {
    return { verdict: layer.unknown('the rules look for tokens in places of their own; whether this token is there is not said', rules[0].policy) };
  }
  return { verdict: layer.deny(`no rule accepts tokens of ${issuer === '' ? 'nobody' : issuer}`, '401', usual.policy, usual.rule.path) };
}

function acceptsAudience(rule: JwtRule, claims: unknown): boolean {
  if (rule.audiences.length === 0) { return true; }
  const claim = valueAt(claims, 'aud');
  const audiences = (Array.isArray(claim) ? claim : [claim]).filter((value): value is string => typeof value === 'string').map(bare);
  return rule.audiences.some(audience => audiences.includes(bare(audience)));
}

/** Audiences are compared without scheme and last slash. */
function bare(audience: string): string {
  return audience.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
