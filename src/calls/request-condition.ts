import { claimKey, claimProblems } from './claim-name';
import { Condition } from './condition';
import type { ConditionData } from './condition-data';
import { conditionProblems, opposite } from './condition-data';
import { isHttpToken } from '../private/http-token';

/**
 * What must hold of an HTTP request.
 *
 * @see https://istio.io/latest/docs/reference/config/security/conditions/
 */
export class RequestCondition extends Condition {
  /**
   * A header has one of the values. Headers are what the caller says: a condition on one is no proof of anything.
   *
   * @param name the header's name, in any case
   * @param values exact, 'prefix*', '*suffix', or '*' for any value; at least one
   */
  public static header(name: string, ...values: string[]): RequestCondition {
    const what = `condition on header '${name}'`;
    return new RequestCondition({ key: `request.headers[${name.toLowerCase()}]`, values }, [
      ...isHttpToken(name) ? [] : [`'${name}' is no header's name; use letters, digits and '-'.`],
      ...conditionProblems(what, values),
    ]);
  }

  /**
   * A claim of the user's token is, or has among its elements, one of the values. It must be a token that a
   * `JwtAuthentication` of the callee accepts.
   *
   * @param claim the claim's name; of an inner one 'outer[inner]'
   * @param values exact, 'prefix*', '*suffix', or '*' for any value; at least one
   */
  public static claim(claim: string, ...values: string[]): RequestCondition {
    return new RequestCondition({ key: claimKey(claim), values }, [
      ...claimProblems(claim), ...conditionProblems(`condition on claim '${claim}'`, values),
    ]);
  }

  private constructor(/** @internal */ public readonly _data: ConditionData, /** @internal */ public readonly _problems: readonly string[]) {
    super();
  }

  /** The opposite: none of the values holds. A request without the header or claim meets it too. */
  public not(): RequestCondition {
    return new RequestCondition(opposite(this._data), this._problems);
  }
}
