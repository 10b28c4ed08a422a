import type { Demand } from './always';
import { demandedSet, demandProblem, demandsOf } from './always';
import { existenceProblems } from './existence';
import type { GuardRail, GuardRailProblem } from './guard-rail';
import { neverProblems } from './never';
import { calleesOf, workloadsOf } from './pods';
import { World } from './world';
import { hasSidecar } from '../decision/proxies';
import type { MeshModel, Workload } from '../model';
import type { DeclaredEdge } from '../proof';
import { callerSet } from '../proof/declared-sets';

/** How many workloads share one algebra: its tables grow with what it is asked. */
const BATCH = 200;

/** How many problems of one guard rail are told; the rest is counted. */
const TOLD = 10;

/**
 * Holds manifests against guard rails: no request of a `never` may be let through by the boundaries, every request of an
 * `always` must come through all layers. What cannot be decided speaks against both.
 */
export function checkGuardRails(model: MeshModel, rails: readonly GuardRail[], edges: readonly DeclaredEdge[]): GuardRailProblem[] {
  const unfounded = rails.flatMap(rail => existenceProblems(model, rail));
  const founded = rails.filter(rail => !unfounded.some(problem => problem.rail === rail));
  const nevers = founded.filter(({ kind }) => kind === 'never');
  const found = [...unfounded];
  const callees = nevers.map(rail => new Set(calleesOf(model, rail.to)));
  for (let i = 0; nevers.length > 0 && i < model.workloads.all.length; i += BATCH) {
    const batch = model.workloads.all.slice(i, i + BATCH);
    const world = new World(model, edges);
    nevers.forEach((rail, at) => found.push(...neverProblems(world, rail, batch.filter(workload => callees[at].has(workload)))));
  }
  for (const rail of founded.filter(({ kind }) => kind === 'always')) {
    found.push(...alwaysProblems(model, rail, nevers, edges));
  }
  return rails.flatMap(rail => summed(found.filter(problem => problem.rail === rail)));
}

function alwaysProblems(model: MeshModel, rail: GuardRail, nevers: readonly GuardRail[], edges: readonly DeclaredEdge[]): GuardRailProblem[] {
  let world = new World(model, edges);
  const demands = demandsOf(world, rail);
  if (demands.length === 0) {
    return [{ rail, message: 'no Service leads to what is called, so nothing could come through; give it a Service, or remove the guard rail' }];
  }
  return demands.flatMap((demand, i) => {
    if (i % BATCH === BATCH - 1) {
      world = new World(model, edges);
    }
    const against = nevers.filter(never => forbids(world, never, rail, demand));
    if (against.length > 0) {
      return against.map(never => ({
        rail,
        message: `it contradicts ${never.name} ("${never.reason}"), which forbids some of what ${demand.caller.namespace}/${demand.caller.name} sends to ${demand.service.host} on port ${demand.port}; narrow one of the two`,
      }));
    }
    const problem = demandProblem(world, rail, demand);
    return problem ? [problem] : [];
  });
}

/** Does a `never` forbid something that is demanded? */
function forbids(world: World, never: GuardRail, rail: GuardRail, demand: Demand): boolean {
  const { space } = world.sets;
  const { sets } = space.algebra;
  const { caller, callees, port } = demand;
  const called = new Set(calleesOf(world.model, never.to));
  if ((never.port !== undefined && never.port !== port) || !callees.some(callee => called.has(callee))) {
    return false;
  }
  const demanded = sets.intersection(demandedSet(world, rail, demand), world.requestsOf(never), identityOf(world, caller));
  return world.callers.of(never.from).some(({ identities, except }) =>
    !sets.isEmpty(sets.intersection(demanded, identities)) && !except.some(pods => workloadsOf(world.model, pods).includes(caller)));
}

/** What a workload proves to be where its own proxy sends: its identity, or nothing without a proxy. */
function identityOf({ sets, model, trustDomains }: World, caller: Workload): ReturnType<typeof callerSet> {
  const { space } = sets;
  const identity = callerSet(space, `${model.meshConfig.trustDomain}/ns/${caller.namespace}/sa/${caller.serviceAccount}`, trustDomains);
  const sidecar = hasSidecar(model, caller);
  return sidecar === true ? identity : sidecar === false ? space.anonymous : space.algebra.sets.union(identity, space.anonymous);
}

function summed(problems: readonly GuardRailProblem[]): readonly GuardRailProblem[] {
  const rest = problems.length - TOLD;
  return rest <= 0 ? problems : [...problems.slice(0, TOLD), { rail: problems[0].rail, message: `and ${rest} more of the kind` }];
}
