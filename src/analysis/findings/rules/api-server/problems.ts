import type { Element } from '../../../model';
import type { Found } from '../../rule';
import type { ProblemKind, SchemaProblem } from '../../schema';
import { validateObject } from '../../schema';
import type { World } from '../../world/world';

type Problem = readonly [Element, SchemaProblem];

/** What the API server would refuse of one kind; what is wrong with each object is found once for all rules. */
export function* problemsOf(world: World, kind: ProblemKind): Iterable<Found> {
  for (const [object, { path, message }] of world.once(allProblems).get(kind) ?? []) {
    yield { object, path, message };
  }
}

function allProblems(world: World): ReadonlyMap<ProblemKind, readonly Problem[]> {
  const problems = new Map<ProblemKind, Problem[]>();
  for (const element of world.all) {
    if (!world.isOwn(element)) { continue; }
    for (const problem of validateObject(element.object, world)) {
      const list = problems.get(problem.kind);
      if (list === undefined) { problems.set(problem.kind, [[element, problem]]); } else { list.push([element, problem]); }
    }
  }
  return problems;
}
