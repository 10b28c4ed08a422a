import type { IConstruct } from 'constructs';
import type { Conditions, Conjunction } from './conjunction';
import type { StringMatch } from './string-match';
import { conditionOf } from './string-match';
import { GatewayTokens } from '../authentication/gateway-tokens';
import { claimKey, claimProblems } from '../calls/claim-name';
import { sorted } from '../private/naming';

/** How Istio's match asks for claims of a verified token: as if they were headers. */
const PREFIX = '@request.auth.claims';

/** What is asked of claims, by the header that stands for each. */
export function claimConditions(claims: { readonly [claim: string]: StringMatch } | undefined, report: (problem: string) => void): Conditions {
  return new Map(sorted(Object.entries(claims ?? {}), ([claim]) => claim).map(([claim, match]) => {
    claimProblems(claim).forEach(report);
    if (match.present !== undefined) {
      report(`claim '${claim}' is matched by 'present', for which Istio has no form; use regex '.+'.`);
    }
    return [`@${claimKey(claim)}`, conditionOf(match, `claim '${claim}'`, report)];
  }));
}

/** What is wrong with asking for claims where nobody knows them: only a gateway routes by them. */
export function claimPlaceProblems(match: Conjunction): string[] {
  const asked = claimsIn(match);
  return asked.length === 0 || match.gateways ? [] : [
    `${asked.join(', ')} is known to gateways only; add HttpMatch.gateway() to the match.`,
  ];
}

/** What is wrong with asking for claims at gateways that verify no token. */
export function unverifiedClaims(scope: IConstruct, match: Conjunction): string[] {
  const tokens = GatewayTokens.of(scope);
  const asked = claimsIn(match);
  return asked.length === 0 ? [] : (match.gateways ?? []).filter(gateway => !tokens.areVerifiedAt(gateway)).map(gateway =>
    `${asked.join(', ')} is asked for at gateway '${gateway}', where no token is verified; declare a JwtAuthentication with this 'gateway'.`);
}

function claimsIn({ headers }: Conjunction): string[] {
  return [...headers.keys()].filter(name => name.startsWith(PREFIX)).map(name => `claim '${name.slice(PREFIX.length)}'`);
}
