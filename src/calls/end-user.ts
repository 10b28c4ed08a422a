import { claimKey, claimProblems } from './claim-name';
import type { ConditionData, Further } from './condition-data';
import { conditionProblems } from './condition-data';
import { sorted } from '../private/naming';

/** A user on whose behalf a caller calls, by the token that the request carries. All of it must hold. */
export interface EndUser {
  /** Who issued the token: its `iss` claim, as in the `JwtAuthentication` of the callee. */
  readonly issuer: string;

  /**
   * Who the users are: `sub` claims, exact or 'prefix*'. An empty list is an error.
   * @default - any user of the issuer
   */
  readonly subjects?: string[];

  /**
   * For whom the token was issued: one of these is in its `aud` claim. An empty list is an error.
   * @default - whatever the `JwtAuthentication` accepts
   */
  readonly audiences?: string[];

  /**
   * Claims of the token: of each, one of the values must be there (exact, 'prefix*', '*suffix', or '*' for any). A claim
   * inside of another is written 'outer[inner]'.
   * @default - none
   */
  readonly claims?: { readonly [claim: string]: string[] };
}

/** What a call on behalf of the user asks for. */
export function byUser(user: EndUser): Further {
  return { conditions: endUserConditions(user), problems: endUserProblems(user) };
}

/** What policies must ask for: everything that is said of the user. */
function endUserConditions(user: EndUser): ConditionData[] {
  return [
    { key: 'request.auth.principal', values: (user.subjects ?? ['*']).map(subject => `${user.issuer}/${subject}`) },
    ...user.audiences ? [{ key: 'request.auth.audiences', values: user.audiences }] : [],
    ...sorted(Object.entries(user.claims ?? {}), ([claim]) => claim).map(([claim, values]) => ({ key: claimKey(claim), values })),
  ];
}

function endUserProblems(user: EndUser): string[] {
  return [
    ...issuerProblems(user.issuer),
    ...user.subjects ? conditionProblems('the list of subjects', user.subjects) : [],
    ...(user.subjects ?? []).filter(subject => subject.startsWith('*') && subject !== '*' || subject.includes('/')).map(subject =>
      `subject '${subject}' cannot be compared, since policies see issuer and subject as one; write it whole, or as 'prefix*'.`),
    ...user.audiences ? conditionProblems('the list of audiences', user.audiences) : [],
    ...Object.entries(user.claims ?? {}).flatMap(([claim, values]) => [
      ...claimProblems(claim), ...conditionProblems(`claim '${claim}'`, values),
    ]),
  ];
}

/** What is wrong with the name of an issuer. */
export function issuerProblems(issuer: string): string[] {
  return issuer === '' || /[\s*]/.test(issuer)
    ? [`'${issuer}' is no issuer; write it as in the tokens' 'iss' claim, such as 'https://accounts.google.com'.`] : [];
}
