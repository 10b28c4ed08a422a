import type { AlignedWorkload } from './aligned';
import { alignWorkloads } from './aligned';
import type { Allowance } from './allowance';
import type { Caller } from './callers';
import { gatewayCallers, outsideCaller, workloadCaller } from './callers';
import type { Changes, Comparison } from './comparison';
import { comparisonOf, noChanges } from './comparison';
import { GatewayChanges } from './gateway-changes';
import { identityChanges } from './identity-changes';
import { OpeningChanges } from './opening-changes';
import { PairChanges } from './pair-changes';
import { plaintextChanges } from './plaintext-changes';
import { sidecarChanges } from './sidecar-changes';
import { Touched } from './touched';
import { listenersOf } from '../decision/gateway-routing';
import type { MeshModel } from '../model';

/** How many compared callees share one algebra: its tables grow with what it is asked. */
const BATCH = 100;

/** What two versions of a mesh differ in. */
export interface VersionDifference extends Changes {
  /** Workloads that only the newer version has, and those that only the older one has. */
  readonly added: readonly AlignedWorkload[];
  readonly removed: readonly AlignedWorkload[];
}

/** Compares who may do what in two versions of a mesh: each boundary alone, and all layers together. */
export function compareVersions(before: MeshModel, after: MeshModel, allowance: Allowance): VersionDifference {
  const workloads = alignWorkloads(before, after);
  const touched = new Touched(before, after);
  const callers = new Set(workloads.filter(workload => touched.asCaller(workload)));
  const gateways = new Set<unknown>(listenersOf(after).listeners.map(({ pods }) => pods));
  const atGateway = [...callers].some(caller => gateways.has(caller.after));
  const found = noChanges();
  const add = (changes: Changes): void => {
    found.allowed.push(...changes.allowed);
    found.denied.push(...changes.denied);
    found.undecided.push(...changes.undecided);
  };
  let batch = new Batch(comparisonOf(before, after, allowance), workloads);
  let compared = 0;
  for (const callee of workloads) {
    const atCallee = touched.asCallee(callee);
    const whole = touched.everything || atCallee;
    if (!whole && callers.size === 0) { continue; }
    if (compared++ % BATCH === BATCH - 1) { batch = new Batch(comparisonOf(before, after, allowance), workloads); }
    if (atCallee) {
      add(identityChanges(batch.comparison, callee));
      found.allowed.push(...[...plaintextChanges(batch.comparison, callee), ...batch.openings.of(callee)].map(change => ({ change })));
    }
    if (whole || atGateway) { found.allowed.push(...batch.gateways.of(callee).map(change => ({ change }))); }
    const pairs = new PairChanges(batch.comparison, callee);
    for (const caller of whole ? batch.callers : batch.workloadCallers(callers)) {
      pairs.add(caller, atCallee || (caller.workload !== undefined && callers.has(caller.workload)));
    }
    add(pairs.changes());
  }
  for (const caller of workloads) {
    if (touched.everything || callers.has(caller)) { found.allowed.push(...sidecarChanges(batch.comparison, caller).map(change => ({ change }))); }
  }
  return {
    ...found,
    added: workloads.filter(workload => workload.before === undefined),
    removed: workloads.filter(workload => workload.after === undefined),
  };
}

/** Callers, in one algebra. */
class Batch {
  public readonly callers: readonly Caller[];
  public readonly openings: OpeningChanges;
  public readonly gateways: GatewayChanges;
  private readonly ofWorkloads: ReadonlyMap<AlignedWorkload, Caller>;

  public constructor(public readonly comparison: Comparison, workloads: readonly AlignedWorkload[]) {
    const side = (version: Comparison['before']): 'before' | 'after' => version === comparison.before ? 'before' : 'after';
    this.ofWorkloads = new Map(workloads.map(workload => [workload, workloadCaller(comparison, side, workload)]));
    this.gateways = new GatewayChanges(comparison);
    this.openings = new OpeningChanges(comparison);
    this.callers = [...this.ofWorkloads.values(), outsideCaller(comparison), ...gatewayCallers(comparison)];
  }

  public workloadCallers(among: ReadonlySet<AlignedWorkload>): readonly Caller[] {
    return [...among].flatMap(workload => this.ofWorkloads.get(workload) ?? []);
  }
}

