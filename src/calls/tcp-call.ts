import { Call } from './call';
import type { ConditionData } from './condition-data';
import type { ConnectionCondition } from './connection-condition';

/**
 * TCP connections that a caller may open: the policy sees who connects to which port, and nothing inside.
 */
export class TcpCall extends Call {
  /**
   * Connections to the callee's port of that name.
   *
   * @param name the port's name; may be left out where only one port fits
   */
  public static port(name?: string): TcpCall {
    return new TcpCall(name, []);
  }

  /** @internal */
  public readonly _speaks = 'tcp';
  /** @internal */
  public readonly _operation = undefined;
  /** @internal */
  public readonly _conditions: readonly ConditionData[];
  /** @internal */
  public readonly _problems: readonly string[];

  private constructor(/** @internal */ public readonly _port: string | undefined, private readonly conditions: readonly ConnectionCondition[]) {
    super();
    this._conditions = conditions.map(condition => condition._data);
    this._problems = conditions.flatMap(condition => condition._problems);
  }

  /** The same connections, as far as the conditions hold too: all of them. */
  public when(...conditions: ConnectionCondition[]): TcpCall {
    return new TcpCall(this._port, [...this.conditions, ...conditions]);
  }
}
