import type { CallerPart } from './callers';
import type { GuardRail, GuardRailProblem } from './guard-rail';
import type { World } from './world';
import type { ProductSet } from '../algebra';
import type { Workload } from '../model';
import type { DeclaredEdge } from '../proof';
import { callText } from '../proof/call-text';
import { declaredSet } from '../proof/declared-sets';
import { exampleOf, exampleText } from '../proof/example';
import { decidingObject } from '../proof/identity-proof';

/**
 * The requests of a set that both boundaries together may let through: identities that AuthorizationPolicies admit, from where
 * NetworkPolicies let connect. What a caller's own proxy would hold back does not count: it is not a boundary.
 */
export function neverProblems(world: World, rail: GuardRail, callees: readonly Workload[]): GuardRailProblem[] {
  const { sets } = world.sets.space.algebra;
  const parts = world.callers.of(rail.from);
  const forbidden = sets.intersection(world.requestsOf(rail), sets.union(...parts.map(({ identities }) => identities)));
  return callees.flatMap(callee => calleeProblems(world, rail, parts, forbidden, callee));
}

/** What reaches one workload: the calls that were declared though they must not be, or else the first port that is open. */
function calleeProblems(world: World, rail: GuardRail, parts: readonly CallerPart[], forbidden: ProductSet, callee: Workload): GuardRailProblem[] {
  const { space } = world.sets;
  const { sets } = space.algebra;
  const problems: GuardRailProblem[] = [];
  const reported = new Set<string>();
  for (const port of world.portsOf(callee, rail)) {
    const declared = world.edges.incoming(callee).filter(({ targetPort }) => targetPort === port)
      .map(edge => ({ edge, overlap: sets.intersection(declaredSet(space, edge, world.trustDomains), forbidden) }))
      .filter(({ overlap }) => !sets.isEmpty(overlap));
    for (const { edge } of declared.filter(one => !reported.has(callText(one.edge)))) {
      reported.add(callText(edge));
      problems.push({ rail, message: contradiction(edge) });
    }
    const access = world.sets.identityAccess(callee, port);
    const open = sets.difference(sets.intersection(access.may, forbidden), sets.union(...declared.map(({ overlap }) => overlap)));
    const part = sets.isEmpty(open) ? undefined : parts.find(({ identities, mayConnect }) =>
      !sets.isEmpty(sets.intersection(open, identities)) && mayConnect(callee, port));
    if (part !== undefined) {
      const example = exampleOf(space, sets.intersection(open, part.identities));
      const object = decidingObject(world.model, callee, port, example);
      const cause = access.causes.length > 0 ? `, as far as manifests tell (${access.causes[0]})` : '';
      problems.push({
        rail,
        message: `${exampleText(example)} may reach ${callee.namespace}/${callee.name} on port ${port}${cause}`,
        ...object ? { object } : {},
      });
      break;
    }
  }
  return problems;
}

function contradiction(edge: DeclaredEdge): string {
  return `it contradicts the call that '${edge.caller.name}' declares to '${edge.callee.name}' (${callText(edge)}); take back the call, or except it from the guard rail`;
}
