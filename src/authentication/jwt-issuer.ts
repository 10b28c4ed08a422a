import type { Duration } from 'cdk8s';
import { jwksProblems } from './jwks';
import type { TokenLocation } from './token-location';
import { issuerProblems } from '../calls/end-user';
import type { MeshKinds } from '../private/mesh-object';
import { sorted } from '../private/naming';

type JwtRule = NonNullable<MeshKinds['RequestAuthentication']['jwtRules']>[number];

/** What is said of tokens, whoever issues them. */
export interface JwtRuleOptions {
  /**
   * For whom tokens must be issued: one of these must be in their `aud` claim. An empty list is an error.
   * @default - whoever they are for
   */
  readonly audiences?: string[];

  /**
   * Where requests carry their tokens. An empty list is an error.
   * @default - the header `Authorization: Bearer …`, and the query's parameter `access_token`
   */
  readonly locations?: TokenLocation[];

  /**
   * Headers to which claims are copied for the workload, header by claim. The claim is a string, number or boolean.
   * @default - none
   */
  readonly claimToHeaders?: { readonly [claim: string]: string };

  /**
   * A header that gets the token's payload, in base64url.
   * @default - none
   */
  readonly payloadHeader?: string;

  /**
   * Is the token passed on, so that it can be verified again behind?
   * @default - true at a gateway, false at a workload
   */
  readonly forwardToken?: boolean;

  /**
   * Claims whose value is a list with spaces in between, as `scope` is.
   * @default - `scope` and `permission`
   */
  readonly spaceDelimitedClaims?: string[];

  /**
   * How long istiod waits for the key set.
   * @default - Istio's, 5 seconds
   */
  readonly fetchTimeout?: Duration;
}

/** An issuer of tokens, and its keys: exactly one of `jwksUri` and `jwks`. */
export interface JwtIssuerOptions extends JwtRuleOptions {
  /** Who issues: the `iss` claim of its tokens. */
  readonly issuer: string;

  /**
   * Where istiod fetches the key set, an `https` (or `http`) URL.
   * @default - `jwks` must be given
   */
  readonly jwksUri?: string;

  /**
   * The key set itself, as JSON: public keys only.
   * @default - `jwksUri` must be given
   */
  readonly jwks?: string;
}

/**
 * An issuer of tokens, and how its tokens are recognized.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule
 */
export class JwtIssuer {
  /** An issuer and its keys. */
  public static of(options: JwtIssuerOptions): JwtIssuer {
    return new JwtIssuer(options);
  }

  /**
   * Google: tokens of Google accounts and of service accounts that are signed by Google.
   *
   * @see https://developers.google.com/identity/openid-connect/openid-connect
   */
  public static google(options: JwtRuleOptions = {}): JwtIssuer {
    return new JwtIssuer({ ...options, issuer: 'https://accounts.google.com', jwksUri: 'https://www.googleapis.com/oauth2/v3/certs' });
  }

  /**
   * Firebase: tokens of a project's users, issued for the project unless `audiences` says otherwise.
   *
   * @param projectId the project, such as 'my-project-1234'
   * @see https://firebase.google.com/docs/auth/admin/verify-id-tokens
   */
  public static firebase(projectId: string, options: JwtRuleOptions = {}): JwtIssuer {
    return new JwtIssuer({
      audiences: [projectId],
      ...options,
      issuer: `https://securetoken.google.com/${projectId}`,
      jwksUri: 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
    });
  }

  /** Who issues. */
  public readonly issuer: string;
  /** @internal */
  public readonly _problems: readonly string[];

  private constructor(private readonly options: JwtIssuerOptions) {
    this.issuer = options.issuer;
    this._problems = problemsOf(options).map(problem => `issuer '${options.issuer}': ${problem}`);
  }

  /**
   * The rule as it is written.
   * @internal
   */
  public _toRule(forwardByDefault: boolean): JwtRule {
    const { issuer, jwksUri, jwks, audiences, locations = [], claimToHeaders = {}, payloadHeader, spaceDelimitedClaims, fetchTimeout } = this.options;
    return {
      issuer,
      ...audiences ? { audiences } : {},
      ...jwksUri !== undefined ? { jwksUri } : {},
      ...jwks !== undefined ? { jwks } : {},
      ...placesOf(locations),
      ...payloadHeader !== undefined ? { outputPayloadToHeader: payloadHeader } : {},
      ...this.options.forwardToken ?? forwardByDefault ? { forwardOriginalToken: true } : {},
      ...Object.keys(claimToHeaders).length > 0 ? { outputClaimToHeaders: headersOf(claimToHeaders) } : {},
      ...spaceDelimitedClaims ? { spaceDelimitedClaims } : {},
      ...fetchTimeout ? { timeout: `${fetchTimeout.toMilliseconds()}ms` } : {},
    };
  }
}

/** Without any, Istio looks in the usual places. */
function placesOf(locations: readonly TokenLocation[]): Pick<JwtRule, 'fromHeaders' | 'fromParams' | 'fromCookies'> {
  const named = (kind: TokenLocation['_kind']) => locations.filter(location => location._kind === kind);
  const [headers, parameters, cookies] = [named('header'), named('parameter'), named('cookie')];
  return {
    ...headers.length > 0 ? { fromHeaders: headers.map(headerOf) } : {},
    ...parameters.length > 0 ? { fromParams: parameters.map(({ _name }) => _name) } : {},
    ...cookies.length > 0 ? { fromCookies: cookies.map(({ _name }) => _name) } : {},
  };
}

function headerOf({ _name: name, _prefix: prefix }: TokenLocation): NonNullable<JwtRule['fromHeaders']>[number] {
  return { name, ...prefix !== undefined ? { prefix } : {} };
}

function headersOf(claimToHeaders: { readonly [claim: string]: string }): { readonly header: string; readonly claim: string }[] {
  return sorted(Object.entries(claimToHeaders), ([claim]) => claim).map(([claim, header]) => ({ header, claim }));
}

function problemsOf(options: JwtIssuerOptions): string[] {
  const { issuer, jwksUri, jwks, audiences, locations, claimToHeaders = {}, payloadHeader, fetchTimeout } = options;
  const headers = [...Object.values(claimToHeaders), ...payloadHeader === undefined ? [] : [payloadHeader]];
  return [
    ...issuerProblems(issuer),
    ...jwksUri === undefined && jwks === undefined ? ["has no keys, so its tokens cannot be verified; give 'jwksUri' or 'jwks'."] : [],
    ...jwksUri !== undefined && jwks !== undefined ? ["has both 'jwksUri' and 'jwks'; give one of them."] : [],
    ...jwksUri !== undefined && !isUrl(jwksUri) ? [`'${jwksUri}' is no https URL of a key set.`] : [],
    ...jwks !== undefined ? jwksProblems(jwks) : [],
    ...audiences?.length === 0 || audiences?.includes('') ? ["'audiences' is empty or has an empty entry; name at least one, or leave it out for any."] : [],
    ...locations?.length === 0 ? ["'locations' is empty, so no token would be found; name at least one, or leave it out for the usual ones."] : [],
    ...(locations ?? []).map(location => location._problem).filter(problem => problem !== undefined),
    ...headers.filter(header => !/^[-_A-Za-z0-9]+$/.test(header)).map(header => `'${header}' is no header that a claim can be copied to; use letters, digits, '-' and '_'.`),
    ...Object.keys(claimToHeaders).includes('') ? ["'claimToHeaders' names an empty claim; name it."] : [],
    ...fetchTimeout && fetchTimeout.toMilliseconds() < 1 ? ['the timeout for its keys is below 1 ms; give it more.'] : [],
  ];
}

function isUrl(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
