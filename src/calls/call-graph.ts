import type { IConstruct } from 'constructs';
import type { AppProtocol } from './app-protocol';
import { isGrpc, isHttp } from './app-protocol';
import type { Call } from './call';
import type { CalleeConfig, CalleePort, ICallee } from './callee';
import type { CallerConfig, ICaller } from './caller';
import type { ConditionData } from './condition-data';
import type { HttpOperation } from './http-operation';
import { MtlsMode } from '../policies/mtls-mode';
import { perApp } from '../private/per-app';
import { Synthesis } from '../private/synthesis';

/** An edge as it was declared. */
interface Declaration {
  readonly declaredBy: IConstruct;
  readonly caller: ICaller;
  readonly callee: ICallee;
  readonly calls: readonly Call[];
}

/** What a callee's routes make of a call. */
export interface RoutedCall {
  /** What comes to the callee; undefined where it is what was sent. */
  readonly arrives?: HttpOperation;
  /**
   * The routes of the callee in their order, each with its match as Istio writes it, and whether it leads to the callee;
   * undefined where every request gets there.
   */
  readonly ways?: readonly { readonly match: object; readonly reaches: boolean }[];
  /** Calls of the caller that follow from it. */
  readonly copies: readonly DeclaredCall[];
}

/** Tells what a callee's routes make of a call, or what is wrong with it. */
export interface CallRouter {
  route(call: DeclaredCall): RoutedCall | string;
}

/** Takes a call apart into those of which it consists, or tells what is wrong with it. */
export type CallSplitter = (call: DeclaredCall) => readonly DeclaredCall[] | string;

/** The way out of the mesh through a gateway: a call to what is outside is one to the gateway, and one of the gateway. */
export interface Passage {
  /** The gateway, and the port of its Service. */
  readonly gateway: CalleeConfig;
  readonly gatewayPort: CalleePort;
  /** What callers ask for, and the port that they name. */
  readonly service: CalleeConfig;
  readonly servicePort: CalleePort;
}

/** A declared call as plain data: one caller, one port of one callee, one thing to ask. */
export interface DeclaredCall extends Omit<RoutedCall, 'copies'> {
  readonly caller: CallerConfig;
  readonly callee: CalleeConfig;
  readonly port: CalleePort;
  /** Undefined for a connection without HTTP. */
  readonly operation?: HttpOperation;
  /** What must hold besides, all of it; undefined for nothing. */
  readonly conditions?: readonly ConditionData[];
  /** The Service and its port to which requests are sent of which these are copies; undefined where they are none. */
  readonly copyOf?: { readonly host: string; readonly port: number };
  /** The way of which this call is one half; undefined where it goes straight to the callee. */
  readonly passage?: Passage;
}

/** What the declarations come to: calls by caller and callee, and what is wrong with them. */
interface Resolution {
  readonly calls: readonly DeclaredCall[];
  readonly byCaller: ReadonlyMap<string, readonly DeclaredCall[]>;
  readonly byCallee: ReadonlyMap<string, readonly DeclaredCall[]>;
  readonly problems: ReadonlyMap<IConstruct, readonly string[]>;
}

/**
 * Every call that is declared in an app. Constructs ask it at synth, so the order of declarations means nothing.
 */
export class CallGraph {
  public static of(scope: IConstruct): CallGraph {
    return perApp(scope, 'CallGraph', root => new CallGraph(root));
  }

  private readonly declarations: Declaration[] = [];
  private readonly routers = new Map<string, () => CallRouter | undefined>();
  private readonly splitters = new Map<string, CallSplitter>();
  private resolution?: Resolution;

  private constructor(root: IConstruct) {
    // Ports, versions and meshes may have come since the graph was last asked.
    Synthesis.of(root).onPrepare(() => this.invalidate());
  }

  public declare(declaredBy: IConstruct, caller: ICaller, callee: ICallee, calls: readonly Call[]): void {
    this.declarations.push({ declaredBy, caller, callee, calls });
    this.invalidate();
  }

  /** Say what routes make of calls to a callee; asked once for all calls. */
  public route(callee: string, router: () => CallRouter | undefined): void {
    this.routers.set(callee, router);
    this.invalidate();
  }

  /** Say of which calls those to a callee consist. */
  public split(callee: string, splitter: CallSplitter): void {
    this.splitters.set(callee, splitter);
    this.invalidate();
  }

  /** Forget what was resolved; a construct has changed. */
  public invalidate(): void {
    this.resolution = undefined;
  }

  /** Every declared call, in the order of declaration. */
  public get calls(): readonly DeclaredCall[] {
    return this.resolved.calls;
  }

  /** The calls of any of these callers. */
  public outgoing(...callers: string[]): DeclaredCall[] {
    return callers.flatMap(name => this.resolved.byCaller.get(name) ?? []);
  }

  /** The calls to any of these callees. */
  public incoming(...callees: string[]): DeclaredCall[] {
    return callees.flatMap(name => this.resolved.byCallee.get(name) ?? []);
  }

  /** What is wrong with the calls that a construct declared. */
  public problemsOf(declaredBy: IConstruct): readonly string[] {
    return this.resolved.problems.get(declaredBy) ?? [];
  }

  private get resolved(): Resolution {
    this.resolution ??= resolve(this.declarations, this.routers, this.splitters);
    return this.resolution;
  }
}

function resolve(
  declarations: readonly Declaration[], makers: ReadonlyMap<string, () => CallRouter | undefined>, splitters: ReadonlyMap<string, CallSplitter>,
): Resolution {
  const routers = new Map([...makers].map(([callee, make]) => [callee, make()]));
  const calls: DeclaredCall[] = [];
  const byCaller = new Map<string, DeclaredCall[]>();
  const byCallee = new Map<string, DeclaredCall[]>();
  const problems = new Map<IConstruct, string[]>();
  for (const declaration of declarations) {
    const report = (problem: string) => append(problems, declaration.declaredBy, problem);
    if (isUnreadable(declaration.caller) || isUnreadable(declaration.callee)) {
      continue;
    }
    const callers = declaration.caller.toCallerConfigs();
    const callees = declaration.callee.toCalleeConfigs();
    if (callers.length === 0 || callees.length === 0) {
      report(`a call has no ${callers.length === 0 ? 'caller' : 'callee'}: there is nothing in it; add workloads, or remove the call.`);
    }
    for (const callee of callees) {
      const router = routers.get(callee.name);
      for (const call of declaration.calls) {
        for (const problem of call._problems) {
          report(`call to '${callee.name}': ${problem}`);
        }
        const port = portFor(call, callee);
        if (typeof port === 'string') {
          report(`call to '${callee.name}': ${port}`);
        }
        for (const caller of callers) {
          const problem = edgeProblem(caller, typeof port !== 'string' && port.mtls ? { ...callee, mtls: port.mtls } : callee, call);
          if (problem) {
            report(`call to '${callee.name}': ${problem}`);
          }
          if (typeof port !== 'string' && call._problems.length === 0 && !problem) {
            const conditions = call._conditions.length > 0 ? { conditions: call._conditions } : {};
            const declared = { caller, callee, port, operation: call._operation, ...conditions };
            const routed = router?.route(declared) ?? { copies: [] };
            if (typeof routed === 'string') {
              report(`call to '${callee.name}': ${routed}`);
              continue;
            }
            const { copies, ...routing } = routed;
            const whole: DeclaredCall = { ...declared, ...routing };
            const parts = splitters.get(callee.name)?.(whole) ?? [whole];
            if (typeof parts === 'string') {
              report(`call to '${callee.name}': ${parts}`);
              continue;
            }
            for (const one of [...parts, ...copies]) {
              const refused = one.copyOf && edgeProblem(caller, one.callee, call);
              if (refused) {
                report(`call to '${callee.name}', which is mirrored to '${one.callee.name}': ${refused}`);
              }
              if (one.copyOf && splitters.has(one.callee.name)) {
                report(`call to '${callee.name}', which is mirrored to '${one.callee.name}': copies go to it directly, and calls to it by a gateway; mirror to something else.`);
                continue;
              }
              calls.push(one);
              append(byCaller, one.caller.name, one);
              append(byCallee, one.callee.name, one);
            }
          }
        }
      }
    }
  }
  return { calls, byCaller, byCallee, problems };
}

/** The port that a call means, or why there is none. */
export function portFor(call: Call, callee: CalleeConfig): CalleePort | string {
  const fits = { http: isHttp, grpc: isGrpc, tcp: (protocol: AppProtocol) => !isHttp(protocol) }[call._speaks];
  const list = callee.ports.map(port => `'${port.name}' (${port.protocol} ${port.port})`).join(', ');
  if (list === '') {
    return 'it has no port, so nothing can call it; give it a port, or remove the call.';
  }
  if (call._port !== undefined) {
    const named = callee.ports.find(port => port.name === call._port);
    if (!named) {
      return `port '${call._port}' does not exist; its ports are ${list}.`;
    }
    return fits(named.protocol) ? named : mismatch(named, call);
  }
  const fitting = callee.ports.filter(port => fits(port.protocol));
  if (fitting.length === 1) {
    return fitting[0];
  }
  if (fitting.length > 1) {
    return `${fitting.length} ports fit; say which with ${call._speaks === 'tcp' ? 'TcpCall.port(name)' : 'onPort()'}, its ports are ${list}.`;
  }
  return callee.ports.length === 1 ? mismatch(callee.ports[0], call) : `no port fits; its ports are ${list}.`;
}

function mismatch(port: CalleePort, call: Call): string {
  if (call._speaks === 'tcp') {
    return `a TCP call to port '${port.name}', which speaks ${port.protocol}, would admit every request; use HttpCall, with HttpCall.any() if every request is meant.`;
  }
  return isHttp(port.protocol)
    ? `gRPC to port '${port.name}', which speaks ${port.protocol}: gRPC needs HTTP/2; declare the port with WorkloadPort.grpc().`
    : `methods and paths on port '${port.name}', which speaks ${port.protocol}: a proxy sees no requests there, and Istio would drop the rule; use TcpCall.`;
}

function edgeProblem(caller: CallerConfig, callee: CalleeConfig, call: Call): string | undefined {
  if (!callee.authorizes && !caller.meshed && callee.mtls === MtlsMode.STRICT) {
    return `its caller '${caller.name}' has no proxy, and the callee refuses callers without mutual TLS; inject a sidecar, or choose another 'mtls' for the callee.`;
  }
  if (callee.authorizes && callee.mtls === MtlsMode.DISABLE) {
    return "mTLS mode 'DISABLE' leaves callers without an identity, which the callee's AuthorizationPolicy asks for; use MtlsMode.STRICT, or take AuthorizationPolicy out of 'enforce'.";
  }
  if (callee.authorizes) {
    if (!caller.meshed) {
      return `its caller '${caller.name}' has no proxy and so no identity, which the callee's policy asks for; inject a sidecar, or take AuthorizationPolicy out of the callee's 'enforce'.`;
    }
    if (caller.serviceAccount === 'default') {
      return `its caller '${caller.name}' runs as service account 'default', which is no identity of its own; give it a service account.`;
    }
    if (!callee.trustDomains.includes(caller.trustDomain)) {
      return `its caller '${caller.name}' is of trust domain '${caller.trustDomain}', and the callee knows only ${callee.trustDomains.map(domain => `'${domain}'`).join(', ')}; make it a trust domain alias of the callee's mesh.`;
    }
  } else if (callee.addresses && (call._conditions.length > 0 || isNarrow(call))) {
    return 'it is outside of the mesh, where nothing enforces methods, paths, hosts or conditions; declare HttpCall.any(), or TcpCall.port() without conditions, or let it go out by an EgressGateway, which enforces them.';
  } else if (call._conditions.length > 0) {
    return "nothing can enforce its conditions, since no AuthorizationPolicy guards it (it has no proxy, or 'enforce' leaves the policy out); guard it, or declare the call without.";
  } else if (isNarrow(call)) {
    return "nothing can enforce its methods, paths or hosts, since no AuthorizationPolicy guards it (it has no proxy, or 'enforce' leaves the policy out); guard it, or declare HttpCall.any().";
  }
  return undefined;
}

/** Does the call say which requests are meant? */
function isNarrow({ _operation: operation }: Call): boolean {
  return operation !== undefined && (operation.methods ?? operation.paths ?? operation.hosts) !== undefined;
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
