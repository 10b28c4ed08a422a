import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ICallee } from './callee';
import type { ICaller } from './caller';
import { PolicyIndex } from '../policies/policy-index';

/**
 * What declaring a call has touched.
 */
export class CallGrant {
  /** @internal */
  public static _of(scope: IConstruct, caller: ICaller, callee: ICallee): CallGrant {
    return new CallGrant(scope, caller, callee);
  }

  private constructor(private readonly scope: IConstruct, private readonly caller: ICaller, private readonly callee: ICallee) {}

  /**
   * The objects of this app that the call has a part in: Sidecars and NetworkPolicies of the caller (the VirtualService of a
   * gateway), AuthorizationPolicies and NetworkPolicies of the callee. Objects that `enforce` leaves out are not among them.
   */
  public get objects(): ApiObject[] {
    const index = PolicyIndex.of(this.scope);
    return [...new Set([
      ...this.caller.toCallerConfigs().flatMap(config => index.callerObjects(config.name)),
      ...this.callee.toCalleeConfigs().flatMap(config => index.calleeObjects(config.name)),
    ])].filter(object => object.emitted);
  }
}
