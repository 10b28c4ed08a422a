import type { Edge, Target } from './edges';
import { Edges, KUBERNETES_API, reconciled } from './edges';
import type { KnownWorkload } from './known-workloads';
import { KnownWorkloads, workloadProblem } from './known-workloads';
import type { LeftOut, Observation, ObservedCallee, ObservedWorkload, Reading } from './observations';
import type { SeenService, Unit } from './units';
import { unitsOf } from './units';
import { serviceNameProblem } from '../private/naming';

/** What was observed, put together: who there is, and who called whom. */
export interface Traffic {
  readonly units: readonly Unit[];
  readonly edges: readonly Edge[];
  /** How much of what a Service was asked came to a workload, by the workload's key: requests, or connections where there were none. */
  readonly shares: ReadonlyMap<string, number>;
  /** Identities that several workloads have, so that nothing tells which of them called. */
  readonly ambiguous: readonly SharedIdentity[];
  readonly left: readonly LeftOut[];
}

/** A call of which only an identity is known that several workloads have. */
export interface SharedIdentity {
  readonly principal: string;
  readonly workloads: readonly KnownWorkload[];
  readonly target: Target;
  /** It is declared for each of them, or else for none. */
  readonly isDeclared: boolean;
}

/** Puts a reading together. The order of observations means nothing. */
export function trafficOf({ observations, left }: Reading): Traffic {
  const problems = new Map<string, string>();
  const usable = observations.map(withApi).filter(observation => {
    const problem = nameProblem(observation);
    if (problem !== undefined) { problems.set(problem, problem); }
    return problem === undefined;
  });
  const workloads = new KnownWorkloads(usable.flatMap(workloadsIn));
  const services = servicesIn(usable, workloads);
  const called = new Set(usable.flatMap(({ callee }) => (callee.kind === 'workload' ? workloads.of(callee.workload) : [])));
  const units = splitUncalled(unitsOf(workloads.all, services, workload => called.has(workload)), usable, workloads);
  const unitOf = new Map(units.flatMap(unit => unit.versions.map(({ workload }) => [workload.key, unit] as const)));
  const byService = new Map(units.flatMap(unit => unit.services.map(name => [`${unit.namespace}/${name}`, unit] as const)));
  const target = (callee: ObservedCallee): Target | undefined => {
    switch (callee.kind) {
      case 'service': return asTarget(byService.get(`${callee.namespace}/${callee.name}`));
      case 'workload': return asTarget(unitOf.get(workloads.of(callee.workload).at(0)?.key ?? ''));
      case 'host': return { kind: 'host', host: callee.host, addresses: new Set(callee.addresses) };
      case 'unknown': return callee;
    }
  };

  const edges = new Edges();
  const ambiguous = new Map<string, Traffic['ambiguous'][number]>();
  const unclear: { readonly observation: Observation; readonly callers: readonly KnownWorkload[]; readonly to: Target }[] = [];
  const shares = new Shares();
  for (const observation of usable) {
    const to = target(observation.callee);
    if (to === undefined) { continue; }
    shares.add(observation, workloads);
    if (observation.behind) { continue; }
    if (observation.caller.kind === 'nobody') {
      edges.add(observation, undefined, to);
      continue;
    }
    const callers = workloads.of(observation.caller.workload);
    if (callers.length > 1) { unclear.push({ observation, callers, to }); } else { callers.forEach(caller => edges.add(observation, caller, to)); }
  }
  // Asked of all before any is added: their order means nothing.
  const told = unclear.map(one => ({ ...one, meant: one.callers.filter(caller => edges.has(caller, one.to)) }));
  for (const { observation, meant, callers, to } of told) {
    const { principal = '' } = (observation.caller as { readonly workload: ObservedWorkload }).workload;
    // Those that were seen to call it, by a source that tells them apart, may be meant; of several, all versions of one application are.
    const candidates = meant.length > 0 ? meant : callers;
    const from = new Set(candidates.map(({ namespace, app }) => `${namespace}/${app}`)).size === 1 ? candidates : [];
    from.forEach(caller => edges.add(observation, caller, to));
    if (meant.length !== 1) {
      const isDeclared = from.length > 0;
      ambiguous.set(`${principal} ${JSON.stringify(observation.callee)}`, { principal, workloads: candidates, target: to, isDeclared });
    }
  }
  return {
    units,
    edges: reconciled(edges.all),
    shares: shares.all,
    ambiguous: [...ambiguous].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one),
    left: [...left, ...[...problems.values()].sort().map(reason => ({ place: 'names', reason }))],
  };
}

/** The Kubernetes API is called by a Service, and is nothing to deploy. */
function withApi(observation: Observation): Observation {
  const { callee } = observation;
  const isApi = callee.kind === 'service' && callee.namespace === 'default' && callee.name === 'kubernetes';
  return isApi ? { ...observation, callee: { kind: 'unknown', name: KUBERNETES_API } } : observation;
}

function asTarget(unit: Unit | undefined): Target | undefined {
  return unit === undefined ? undefined : { kind: 'unit', unit };
}

function workloadsIn({ caller, callee }: Observation): readonly ObservedWorkload[] {
  return [...caller.kind === 'workload' ? [caller.workload] : [], ...'workload' in callee && callee.workload ? [callee.workload] : []];
}

/** Names that no object of Kubernetes has come from elsewhere, and would make objects that no API server takes. */
function nameProblem(observation: Observation): string | undefined {
  const { callee } = observation;
  const service = callee.kind !== 'service' ? undefined : serviceNameProblem('service', callee.name) ?? workloadProblem({ namespace: callee.namespace });
  return service ?? workloadsIn(observation).map(workloadProblem).find(problem => problem !== undefined);
}

function servicesIn(observations: readonly Observation[], workloads: KnownWorkloads): readonly SeenService[] {
  const seen = new Map<string, { namespace: string; name: string; behind: Map<string, KnownWorkload> }>();
  for (const { callee } of observations) {
    if (callee.kind !== 'service') { continue; }
    const key = `${callee.namespace}/${callee.name}`;
    const service = seen.get(key) ?? { namespace: callee.namespace, name: callee.name, behind: new Map<string, KnownWorkload>() };
    seen.set(key, service);
    const behind = callee.workload?.namespace === callee.namespace ? workloads.of(callee.workload) : [];
    behind.forEach(workload => service.behind.set(workload.key, workload));
  }
  return [...seen.values()].map(({ namespace, name, behind }) => ({ namespace, name, workloads: [...behind.values()] }));
}

/** Several workloads of one application to which nothing leads need no Service that splits its traffic: each stands alone. */
function splitUncalled(units: readonly Unit[], observations: readonly Observation[], workloads: KnownWorkloads): readonly Unit[] {
  const answered = new Set(observations.filter(({ outcome }) => outcome === 'answered').flatMap(({ callee }) =>
    (callee.kind === 'service' ? [`service ${callee.namespace}/${callee.name}`] : callee.kind === 'workload' ? workloads.of(callee.workload).map(({ key }) => key) : [])));
  return units.flatMap(unit => {
    const isCalled = unit.services.some(name => answered.has(`service ${unit.namespace}/${name}`)) || unit.versions.some(({ workload }) => answered.has(workload.key));
    return isCalled || unit.versions.length < 2 ? [unit] : unit.versions.map((version, i) => ({
      ...unit, name: `${unit.name}-${version.version!}`.slice(0, 63), services: i === 0 ? unit.services : [], versions: [version],
    }));
  });
}

/** How much each workload answered. */
class Shares {
  private readonly requests = new Map<string, number>();
  private readonly connections = new Map<string, number>();

  public get all(): ReadonlyMap<string, number> {
    return new Map([...this.connections, ...this.requests]);
  }

  public add({ callee, protocol, outcome, amount }: Observation, workloads: KnownWorkloads): void {
    const behind = 'workload' in callee && callee.workload ? workloads.of(callee.workload) : [];
    const counted = protocol === 'tcp' ? this.connections : this.requests;
    if (outcome === 'answered') { behind.forEach(({ key }) => counted.set(key, (counted.get(key) ?? 0) + amount)); }
  }
}
