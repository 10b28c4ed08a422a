import type { IConstruct } from 'constructs';
import type { Call } from './call';
import { CallGrant } from './call-grant';
import { CallGraph } from './call-graph';
import type { ICallee } from './callee';
import type { ICaller } from './caller';
import { Synthesis } from '../private/synthesis';

/**
 * What a caller calls: the facade of everything that can call, `x.calls`.
 */
export class Calls {
  /** @internal */
  public static _of(scope: IConstruct, caller: ICaller): Calls {
    return new Calls(scope, caller);
  }

  private readonly empty: ICallee[] = [];

  private constructor(private readonly scope: IConstruct, private readonly caller: ICaller) {
    const graph = CallGraph.of(scope);
    Synthesis.of(scope).addCheck(scope, () => [...this.empty.map(emptyProblem), ...graph.problemsOf(scope)]);
  }

  /**
   * Declare a call. It opens the caller's Sidecar egress, a rule of the callee's AuthorizationPolicy and NetworkPolicy on
   * both sides, and nothing more. The order of declarations means nothing.
   *
   * @param callee what is called
   * @param calls what the caller may do; at least one
   */
  public to(callee: ICallee, ...calls: Call[]): CallGrant {
    if (calls.length === 0) {
      this.empty.push(callee);
    } else {
      CallGraph.of(this.scope).declare(this.scope, this.caller, callee, calls);
    }
    return CallGrant._of(this.scope, this.caller, callee);
  }
}

function emptyProblem(callee: ICallee): string {
  const names = callee.toCalleeConfigs().map(config => `'${config.name}'`).join(', ');
  return `a call${names && ` to ${names}`} says nothing about what is called; add for example HttpCall.get('/…') or TcpCall.port().`;
}
