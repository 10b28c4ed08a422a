import type { IConstruct } from 'constructs';
import type { Call } from './call';
import { edgeProblem, portFor } from './call-problems';
import type { CalleeConfig, CalleePort, ICallee } from './callee';
import type { CallerConfig, ICaller } from './caller';
import type { CallRouter, CallSplitter, DeclaredCall, RoutedCall } from './declared-call';

/** An edge as it was declared. */
export interface Declaration {
  readonly declaredBy: IConstruct;
  readonly caller: ICaller;
  readonly callee: ICallee;
  readonly calls: readonly Call[];
}

/** What the declarations come to: calls by caller and callee, and what is wrong with them. */
export class CallResolution {
  public readonly calls: DeclaredCall[] = [];
  public readonly byCaller = new Map<string, DeclaredCall[]>();
  public readonly byCallee = new Map<string, DeclaredCall[]>();
  public readonly problems = new Map<IConstruct, string[]>();
  private readonly routers: ReadonlyMap<string, CallRouter | undefined>;
  private readonly callers = new Map<ICaller, readonly CallerConfig[]>();
  private readonly callees = new Map<ICallee, readonly CalleeConfig[]>();

  public constructor(
    declarations: readonly Declaration[], routers: ReadonlyMap<string, () => CallRouter | undefined>,
    private readonly splitters: ReadonlyMap<string, CallSplitter>,
  ) {
    this.routers = new Map([...routers].map(([callee, make]) => [callee, make()]));
    declarations.forEach(declaration => this.resolve(declaration));
  }

  private resolve({ declaredBy, caller, callee, calls }: Declaration): void {
    if (isUnreadable(caller) || isUnreadable(callee)) {
      return;
    }
    const callers = this.callersOf(caller);
    const callees = this.calleesOf(callee);
    if (callers.length === 0 || callees.length === 0) {
      append(this.problems, declaredBy, `a call has no ${callers.length === 0 ? 'caller' : 'callee'}: there is nothing in it; add workloads, or remove the call.`);
    }
    for (const called of callees) {
      const report = (problem: string, about = ''): void => append(this.problems, declaredBy, `call to '${called.name}'${about}: ${problem}`);
      for (const call of calls) {
        call._problems.forEach(problem => report(problem));
        const port = portFor(call, called);
        if (typeof port === 'string') {
          report(port);
        }
        for (const calling of callers) {
          const problem = edgeProblem(calling, typeof port !== 'string' && port.mtls ? { ...called, mtls: port.mtls } : called, call);
          if (problem) {
            report(problem);
          } else if (typeof port !== 'string' && call._problems.length === 0) {
            this.addEdge(calling, called, port, call, report);
          }
        }
      }
    }
  }

  /** Asked once of each, however many calls there are. */
  private callersOf(caller: ICaller): readonly CallerConfig[] {
    let configs = this.callers.get(caller);
    if (configs === undefined) { this.callers.set(caller, configs = caller.toCallerConfigs()); }
    return configs;
  }

  private calleesOf(callee: ICallee): readonly CalleeConfig[] {
    let configs = this.callees.get(callee);
    if (configs === undefined) { this.callees.set(callee, configs = callee.toCalleeConfigs()); }
    return configs;
  }

  /** Adds what one caller's call to a port comes to: itself, or the parts of which it consists, and the copies that routes make of it. */
  private addEdge(caller: CallerConfig, callee: CalleeConfig, port: CalleePort, call: Call, report: (problem: string, about?: string) => void): void {
    const declared: DeclaredCall = call._conditions.length > 0
      ? { caller, callee, port, operation: call._operation, conditions: call._conditions } : { caller, callee, port, operation: call._operation };
    const routed = this.routers.get(callee.name)?.route(declared);
    if (typeof routed === 'string') {
      report(routed);
      return;
    }
    const whole = routed === undefined ? declared : withRouting(declared, routed);
    const parts = this.splitters.get(callee.name)?.(whole);
    if (typeof parts === 'string') {
      report(parts);
      return;
    }
    if (parts === undefined) { this.add(whole); } else { parts.forEach(part => this.addChecked(part, call, report)); }
    routed?.copies.forEach(copy => this.addChecked(copy, call, report));
  }

  private addChecked(one: DeclaredCall, call: Call, report: (problem: string, about?: string) => void): void {
    if (one.copyOf) {
      const about = `, which is mirrored to '${one.callee.name}'`;
      const refused = edgeProblem(one.caller, one.callee, call);
      if (refused) {
        report(refused, about);
      }
      if (this.splitters.has(one.callee.name)) {
        report('copies go to it directly, and calls to it by a gateway; mirror to something else.', about);
        return;
      }
    }
    this.add(one);
  }

  private add(one: DeclaredCall): void {
    this.calls.push(one);
    append(this.byCaller, one.caller.name, one);
    append(this.byCallee, one.callee.name, one);
  }
}

/** The call with what routes make of it, but for its copies. */
function withRouting(declared: DeclaredCall, { arrives, ways }: RoutedCall): DeclaredCall {
  return arrives || ways ? { ...declared, ...arrives ? { arrives } : {}, ...ways ? { ways } : {} } : declared;
}

/** Is nothing known of it? Then it says so itself, and what could be said of its calls would only distract from that. */
function isUnreadable(end: ICaller | ICallee): boolean {
  return (end as { readonly _unreadable?: string })._unreadable !== undefined;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) {
    list.push(value);
  } else {
    map.set(key, [value]);
  }
}
