import type { ConditionData, Further } from './condition-data';

/**
 * What must hold of a call beside who calls, what and how. See `RequestCondition`, and `ConnectionCondition` for what holds
 * of any connection.
 *
 * A condition is a value: mistakes in it are remembered, and reported by the construct that declares the call.
 *
 * @see https://istio.io/latest/docs/reference/config/security/conditions/
 */
export abstract class Condition {
  /** @internal */
  public abstract readonly _data: ConditionData;
  /** @internal */
  public abstract readonly _problems: readonly string[];
}

export function when(condition: Condition): Further {
  return { conditions: [condition._data], problems: condition._problems };
}
