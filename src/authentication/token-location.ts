import { isHttpToken } from '../private/http-token';

/**
 * Where a request carries its token.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule
 */
export class TokenLocation {
  /**
   * In a header.
   *
   * @param name the header, such as 'x-access-token'
   * @param prefix what comes before the token, such as 'Bearer '
   */
  public static header(name: string, prefix?: string): TokenLocation {
    return new TokenLocation('header', name, prefix);
  }

  /** In a parameter of the query, such as 'access_token'. */
  public static parameter(name: string): TokenLocation {
    return new TokenLocation('parameter', name);
  }

  /** In a cookie. */
  public static cookie(name: string): TokenLocation {
    return new TokenLocation('cookie', name);
  }

  /** @internal */
  public readonly _problem: string | undefined;

  private constructor(
    /** @internal */ public readonly _kind: 'header' | 'parameter' | 'cookie',
    /** @internal */ public readonly _name: string,
    /** @internal */ public readonly _prefix?: string,
  ) {
    this._problem = isHttpToken(_name) ? undefined
      : `token location: '${_name}' is no name of a ${_kind}; use letters, digits and '-'.`;
  }
}
