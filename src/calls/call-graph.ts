import type { IConstruct } from 'constructs';
import type { Call } from './call';
import type { Declaration } from './call-resolution';
import { CallResolution } from './call-resolution';
import type { ICallee } from './callee';
import type { ICaller } from './caller';
import type { CallRouter, CallSplitter, DeclaredCall } from './declared-call';
import { perApp } from '../private/per-app';
import { Synthesis } from '../private/synthesis';

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
  private resolution?: CallResolution;

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
  public outgoing(...callers: string[]): readonly DeclaredCall[] {
    return callsOf(this.resolved.byCaller, callers);
  }

  /** The calls to any of these callees. */
  public incoming(...callees: string[]): readonly DeclaredCall[] {
    return callsOf(this.resolved.byCallee, callees);
  }

  /** What is wrong with the calls that a construct declared. */
  public problemsOf(declaredBy: IConstruct): readonly string[] {
    return this.resolved.problems.get(declaredBy) ?? [];
  }

  private get resolved(): CallResolution {
    this.resolution ??= new CallResolution(this.declarations, this.routers, this.splitters);
    return this.resolution;
  }
}

const NONE: readonly DeclaredCall[] = [];

/** The calls of all names, in their order. */
function callsOf(calls: ReadonlyMap<string, readonly DeclaredCall[]>, names: readonly string[]): readonly DeclaredCall[] {
  let all = NONE;
  for (const name of names) {
    const found = calls.get(name);
    if (found !== undefined) { all = all === NONE ? found : [...all, ...found]; }
  }
  return all;
}
