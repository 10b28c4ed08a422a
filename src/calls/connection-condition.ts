import { Condition } from './condition';
import type { ConditionData } from './condition-data';
import { conditionProblems, opposite } from './condition-data';
import { isAddressOrCidr } from '../private/cidr';

/**
 * What must hold of a connection, whatever it carries.
 *
 * @see https://istio.io/latest/docs/reference/config/security/conditions/
 */
export class ConnectionCondition extends Condition {
  /**
   * The address at the other end of the connection is in one of the blocks. Behind a proxy or a load balancer that is its
   * address.
   *
   * @param blocks addresses or CIDR blocks, such as '10.0.0.0/8'; at least one
   */
  public static sourceIp(...blocks: string[]): ConnectionCondition {
    return new ConnectionCondition({ key: 'source.ip', values: blocks }, addressProblems('condition on the source address', blocks));
  }

  /**
   * The address of the client is in one of the blocks, as proxies before tell it in X-Forwarded-For. It is as trustworthy
   * as those proxies.
   *
   * @param blocks addresses or CIDR blocks, such as '203.0.113.0/24'; at least one
   */
  public static remoteIp(...blocks: string[]): ConnectionCondition {
    return new ConnectionCondition({ key: 'remote.ip', values: blocks }, addressProblems('condition on the remote address', blocks));
  }

  /**
   * The server name of the TLS handshake is one of the names.
   *
   * @param names exact, '*.example.com' or 'api.*'; at least one
   */
  public static serverName(...names: string[]): ConnectionCondition {
    return new ConnectionCondition({ key: 'connection.sni', values: names }, conditionProblems('condition on the server name', names));
  }

  private constructor(/** @internal */ public readonly _data: ConditionData, /** @internal */ public readonly _problems: readonly string[]) {
    super();
  }

  /** The opposite: none of the values holds. */
  public not(): ConnectionCondition {
    return new ConnectionCondition(opposite(this._data), this._problems);
  }
}

function addressProblems(what: string, blocks: readonly string[]): string[] {
  return [
    ...blocks.length === 0 ? [`${what} names no address, and no request would meet it; name at least one.`] : [],
    ...blocks.filter(block => !isAddressOrCidr(block)).map(block => `${what}: '${block}' is no address or CIDR block; write for example '10.0.0.0/8'.`),
  ];
}
